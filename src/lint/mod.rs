//! Lint: what is wrong with a connector's specification itself, before anybody has a configuration for it.
//!
//! ```text
//! Specification ──Spec::read──▶ places where schemas stand, and the compiled schema
//!                                      │ one function a rule
//!                                      ▼
//!                                    Notes ──▶ Verdict { Finding, … }
//! ```
//!
//! A spec of a connector is read by the platform's server, by its form, and by the connector: each tolerates other
//! mistakes, and mostly in silence. The rules tell what one of them would break on or ignore; `docs/lint.md` shows each
//! with an example. Facts: blobs 7 to 10.

mod choices;
mod faults;
mod keywords;
mod members;
mod notes;
mod oauth;
mod patterns;
mod secrets;
mod site;
mod values;

use crate::blobs::Specification;
use crate::error::{ErrorKind, Result};
use crate::nearest::nearest_few;
use crate::validate::{Code, Verdict, quoted};
use notes::Notes;
use site::Spec;

/// How to lint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options<'a> {
    /// Codes whose findings are left out; [`code`] reads them from text. Default none.
    pub allow: &'a [Code],
    /// How many findings are told at most; they are counted all the same. Default 1000.
    pub max_findings: usize,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options { allow: &[], max_findings: 1000 }
    }
}

/// Every code that lint gives, in the order of `docs/lint.md`.
pub const CODES: [Code; 32] = [
    Code::MisspeltKeyword,
    Code::UnknownKeyword,
    Code::SpecKeyword,
    Code::SpecType,
    Code::Reference,
    Code::KeywordWithoutEffect,
    Code::KeywordUnsupported,
    Code::RepeatedValue,
    Code::UnknownFormat,
    Code::NullFirst,
    Code::BoundsReversed,
    Code::DefaultMismatch,
    Code::ExampleMismatch,
    Code::EnumMismatch,
    Code::RequiredUndeclared,
    Code::OrderRepeated,
    Code::OrderMissing,
    Code::GroupUndeclared,
    Code::DiscriminatorMissing,
    Code::DiscriminatorRepeated,
    Code::DiscriminatorOptional,
    Code::PatternBroken,
    Code::PatternUnanchored,
    Code::PatternPortability,
    Code::PatternBacktracking,
    Code::PatternAgainstFormat,
    Code::SecretUnmarked,
    Code::SecretDenied,
    Code::SecretDefault,
    Code::SecretNotText,
    Code::OauthPath,
    Code::OauthPredicate,
];

/// The code of that name, for [`Options::allow`].
///
/// ```
/// use airbyte_db::{Code, lint};
///
/// assert_eq!(lint::code("secret_unmarked")?, Code::SecretUnmarked);
/// let error = lint::code("secret_unmraked").expect_err("there is none of that name");
/// assert!(error.to_string().ends_with("the nearest is secret_unmarked"));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::UnknownName`]: lint gives no finding of that code.
pub fn code(name: &str) -> Result<Code> {
    CODES.into_iter().find(|code| code.as_str() == name).ok_or_else(|| {
        let nearest = match nearest_few(name, CODES.iter().map(|code| code.as_str()), 3).as_slice() {
            [] => "docs/lint.md lists those that there are".to_owned(),
            [only] => format!("the nearest is {only}"),
            some => format!("the nearest are {}", some.join(", ")),
        };
        ErrorKind::UnknownName { message: format!("lint has no rule with the code {}; {nearest}", quoted(name)) }.into()
    })
}

/// Says what is wrong with a specification: with its schema, and with what it says of OAuth.
///
/// A finding's pointer leads into [`Specification::document`], its line and column into the text that was read, where
/// that was JSON. No finding holds the default or an example of a secret. It is invalid where there is an
/// error: where the platform or its form breaks, or the spec cannot mean what it says. What only deserves a look is a
/// warning.
///
/// ```
/// use airbyte_db::blobs::Specification;
/// use airbyte_db::lint::{self, Options};
///
/// let spec = Specification::read(r#"{"connectionSpecification": {
///   "type": "object",
///   "properties": {
///     "port": {"type": "integer", "title": "Port", "mininum": 1, "default": "5432"}
///   }
/// }}"#)?;
/// let verdict = lint::check(&spec, &Options::default())?;
/// let lines: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
/// assert_eq!(lines, [
///     "error: “mininum” at Port is not a keyword, so it has no effect. Did you mean “minimum”? \
///      (/connectionSpecification/properties/port/mininum)",
///     "error: The default of Port is text, but must be a whole number. Write 5432 without quotes. \
///      (/connectionSpecification/properties/port/default)",
/// ]);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// None for what [`Specification::read`] has read; a schema that cannot be compiled at all would be one.
pub fn check(specification: &Specification, options: &Options<'_>) -> Result<Verdict> {
    let spec = Spec::read(specification)?;
    let mut notes = Notes::new(options.allow);
    faults::check(&spec, &mut notes);
    keywords::check(&spec, &mut notes);
    values::check(&spec, &mut notes);
    members::check(&spec, &mut notes);
    choices::check(&spec, &mut notes);
    patterns::check(&spec, &mut notes);
    secrets::check(&spec, &mut notes);
    oauth::check(&spec, &mut notes);
    faults::check_by_metaschema(&spec, &mut notes);
    Ok(notes.verdict(&spec, specification, options.max_findings))
}
