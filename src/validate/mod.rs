//! Validation: a configuration against its connector's spec.
//!
//! ```text
//! spec text ──compile──▶ Schemas ─┐
//!                                 ├─check──▶ Problems ──tell──▶ Verdict { findings }
//! configuration text ──▶ Document ┘
//! ```
//!
//! The meaning is draft-07's, with formats asserted and defective specs tolerated as the platform does;
//! `docs/fidelity.md` lists where the two differ and which we follow.

mod check;
mod choice;
mod compile;
mod finding;
pub mod format;
mod hint;
mod names;
#[cfg(all(feature = "drafts", not(target_arch = "wasm32")))]
mod other_draft;
pub mod pattern;
mod place;
mod problem;
pub(crate) mod reach;
mod reference;
pub(crate) mod schema;
mod stand_in;
mod tell;
mod template;
mod uri;
pub(crate) mod words;

pub(crate) use stand_in::{coordinate_parts, secret_reference};

pub use finding::{Branch, Code, Finding, Severity, Verdict};
pub(crate) use words::quoted;

// For what is made of specs beside verdicts.
pub(crate) use compile::compile;
pub(crate) use names::Names;
pub(crate) use schema::{Choice, Fault, FaultKind, Items, Schema, SchemaId, Schemas, SecretMark, Types};

use crate::error::{Error, ErrorKind, Result};
use crate::json::{Document, Kind, Limits, Value};
use check::State;
pub(crate) use check::{Judge, takes};
pub(crate) use problem::{Detail, Problem};
use problem::{Problems, Quick};
use std::borrow::Cow;
use std::sync::Arc;

/// In which form a configuration is at hand: what may stand in the place of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// With its secrets, as the connector gets it.
    #[default]
    Raw,
    /// As the platform shows it: a secret may be any text, such as the mask of ten asterisks.
    /// That it is there is checked, and everything around it; what it says is not.
    Masked,
    /// As the platform stores it: a secret may be a reference, `{"_secret": "<coordinate>"}`.
    Stored,
}

/// How to validate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The form of the configuration. Default [`Mode::Raw`].
    pub mode: Mode,
    /// Whether `format` is asserted, as the platform does. Default true.
    pub formats: bool,
    /// How many findings are told at most; they are counted all the same. Default 1000.
    pub max_findings: usize,
    /// How large and deep a document may be.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Options { mode: Mode::Raw, formats: true, max_findings: 1000, limits: Limits::default() }
    }
}

/// A spec that is ready to judge configurations. Compile once, use for many, from any thread.
///
/// ```
/// use airbyte_db::Validator;
///
/// let validator = Validator::new(r#"{
///   "type": "object",
///   "required": ["host", "port"],
///   "properties": {
///     "host": {"type": "string", "title": "Host"},
///     "port": {"type": "integer", "title": "Port", "minimum": 1, "maximum": 65535}
///   }
/// }"#)?;
/// assert!(validator.is_valid(r#"{"host": "db.example.com", "port": 5432}"#)?);
///
/// let verdict = validator.validate(r#"{"host": "db.example.com", "port": "5432"}"#)?;
/// assert_eq!(verdict.findings[0].pointer, "/port");
/// assert_eq!(verdict.findings[0].message, "Port must be a whole number, but is text.");
/// assert_eq!(verdict.findings[0].hint.as_deref(), Some("Write 5432 without quotes."));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Validator {
    engine: Engine,
}

enum Engine {
    Draft07(Arc<Schemas>),
    #[cfg(all(feature = "drafts", not(target_arch = "wasm32")))]
    Other(Box<other_draft::OtherDraft>),
}

/// Memory that one validation leaves for the next, so that many cost no allocation each.
#[derive(Default)]
pub struct Memory(Vec<crate::json::Node>);

impl Validator {
    /// Compiles a spec's `connectionSpecification`, given as JSON text.
    ///
    /// # Errors
    /// Text that is no JSON; JSON that is no schema; a draft that this build does not have.
    pub fn new(schema: &str) -> Result<Validator> {
        Self::with_documents(schema, &[])
    }

    /// Compiles a schema that refers to other documents, given as pairs of URI and JSON text.
    ///
    /// `WellKnownTypes.json` and the draft-07 metaschema are known without being given. Nothing is ever fetched.
    ///
    /// # Errors
    /// As [`Validator::new`], for any of the documents.
    pub fn with_documents(schema: &str, documents: &[(&str, &str)]) -> Result<Validator> {
        let spec = Document::parse(schema.to_owned())?;
        if let Some(draft) = other_draft_of(spec.root()) {
            return Self::of_other_draft(schema, draft);
        }
        let parse = |(uri, text): &(&str, &str)| Ok(((*uri).to_owned(), Document::parse((*text).to_owned())?));
        let further = documents.iter().map(parse).collect::<Result<_>>()?;
        Ok(Validator { engine: Engine::Draft07(Arc::new(compile::compile(spec, further)?)) })
    }

    #[cfg(all(feature = "drafts", not(target_arch = "wasm32")))]
    fn of_other_draft(schema: &str, draft: &'static str) -> Result<Validator> {
        Ok(Validator { engine: Engine::Other(Box::new(other_draft::OtherDraft::new(schema, draft)?)) })
    }

    #[cfg(not(all(feature = "drafts", not(target_arch = "wasm32"))))]
    fn of_other_draft(_: &str, draft: &'static str) -> Result<Validator> {
        Err(ErrorKind::UnsupportedDraft { draft: draft.to_owned() }.into())
    }

    /// Judges a configuration, given as JSON text.
    ///
    /// # Errors
    /// Text that is no JSON or passes the limits; a spec that refers to itself without end.
    pub fn validate(&self, configuration: &str) -> Result<Verdict> {
        self.validate_with(configuration, &Options::default())
    }

    /// Judges a configuration, given as JSON text, as the options say.
    ///
    /// # Errors
    /// As [`Validator::validate`].
    pub fn validate_with(&self, configuration: &str, options: &Options) -> Result<Verdict> {
        self.validate_reusing(configuration, options, &mut Memory::default())
    }

    /// The same, in the memory of an earlier validation: for many configurations in a row.
    ///
    /// # Errors
    /// As [`Validator::validate`].
    pub fn validate_reusing(&self, configuration: &str, options: &Options, memory: &mut Memory) -> Result<Verdict> {
        let nodes = std::mem::take(&mut memory.0);
        let document = Document::parse_reusing(Cow::Borrowed(configuration), options.limits, nodes)?;
        let verdict = self.judge(document.root(), options);
        memory.0 = document.into_memory();
        verdict
    }

    /// Judges a configuration that is already a tree. The findings have no lines: a tree has none.
    ///
    /// ```
    /// let validator = airbyte_db::Validator::new(r#"{"required": ["host"]}"#)?;
    /// let verdict = validator.validate_value(&serde_json::json!({}), &Default::default())?;
    /// assert_eq!(verdict.findings[0].pointer, "/host");
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Validator::validate`].
    pub fn validate_value(&self, configuration: &serde_json::Value, options: &Options) -> Result<Verdict> {
        let mut verdict = self.validate_with(&configuration.to_string(), options)?;
        verdict.without_lines();
        Ok(verdict)
    }

    /// Judges a value that was read before.
    ///
    /// # Errors
    /// A spec that refers to itself without end.
    pub fn judge(&self, configuration: Value<'_>, options: &Options) -> Result<Verdict> {
        match &self.engine {
            Engine::Draft07(schemas) => Self::judge_by(schemas, configuration, options),
            #[cfg(all(feature = "drafts", not(target_arch = "wasm32")))]
            Engine::Other(other) => other.judge(configuration, options),
        }
    }

    fn judge_by(schemas: &Schemas, configuration: Value<'_>, options: &Options) -> Result<Verdict> {
        // Most configurations fit: the quick look stops at the first problem and allocates nothing.
        if check::fits_and_is_silent(schemas, options, configuration) {
            return Ok(Verdict { valid: true, count: 0, errors: 0, findings: Vec::new() });
        }
        Self::explain(schemas, configuration, options)
    }

    #[inline(never)]
    fn explain(schemas: &Schemas, configuration: Value<'_>, options: &Options) -> Result<Verdict> {
        let (fits, state, Quick) = check::run(schemas, options, configuration);
        check_exhausted(&state)?;
        if fits && !state.noted {
            return Ok(Verdict { valid: true, count: 0, errors: 0, findings: Vec::new() });
        }
        let (_, state, problems) = check::run::<Problems>(schemas, options, configuration);
        let verdict = tell::verdict(schemas, configuration, problems, options);
        // That it does not fit is known by now; what was found until the work ran out is worth telling.
        if verdict.valid {
            check_exhausted(&state)?;
        }
        Ok(verdict)
    }

    /// Whether a configuration fits; the quickest way to know it.
    ///
    /// # Errors
    /// As [`Validator::validate`].
    pub fn is_valid(&self, configuration: &str) -> Result<bool> {
        self.is_valid_with(configuration, &Options::default())
    }

    /// Whether a configuration fits, as the options say.
    ///
    /// # Errors
    /// As [`Validator::validate`].
    pub fn is_valid_with(&self, configuration: &str, options: &Options) -> Result<bool> {
        let document = Document::parse_within(configuration, options.limits)?;
        match &self.engine {
            Engine::Draft07(schemas) => {
                let (fits, state, Quick) = check::run(schemas, options, document.root());
                check_exhausted(&state)?;
                Ok(fits)
            }
            #[cfg(all(feature = "drafts", not(target_arch = "wasm32")))]
            Engine::Other(other) => Ok(other.judge(document.root(), options)?.valid),
        }
    }

    /// The compiled spec.
    ///
    /// # Errors
    /// It is in another draft than draft-07.
    #[cfg_attr(
        not(all(feature = "drafts", not(target_arch = "wasm32"))),
        allow(clippy::unnecessary_wraps, reason = "only a build with other drafts can have one of them")
    )]
    pub(crate) fn schemas(&self) -> Result<&Arc<Schemas>> {
        match &self.engine {
            Engine::Draft07(schemas) => Ok(schemas),
            #[cfg(all(feature = "drafts", not(target_arch = "wasm32")))]
            Engine::Other(_) => {
                let message = "secrets are found in draft-07 only; write the spec in it, as Airbyte's own specs are";
                Err(ErrorKind::Spec { pointer: "/$schema".to_owned(), message: message.to_owned() }.into())
            }
        }
    }
}

/// Shows nothing of the spec: it is large, and `Debug` is for logs.
impl std::fmt::Debug for Validator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Validator").finish_non_exhaustive()
    }
}

impl Verdict {
    /// Adds findings from elsewhere; beyond `most` they are only counted.
    pub fn add(&mut self, findings: Vec<Finding>, most: usize) {
        for finding in findings {
            self.count += 1;
            self.errors += usize::from(finding.severity == Severity::Error);
            if self.findings.len() < most {
                self.findings.push(finding);
            }
        }
        self.valid = self.errors == 0;
    }

    /// Forgets the lines, where the text that was checked is not one that a person has before them.
    pub fn without_lines(&mut self) {
        for finding in &mut self.findings {
            finding.line = None;
            finding.column = None;
        }
    }
}

fn check_exhausted(state: &State) -> Result<()> {
    if !state.is_exhausted() {
        return Ok(());
    }
    Err(exhausted())
}

pub(crate) fn exhausted() -> Error {
    let message = "its references or choices lead to more work than any configuration deserves; \
                   look for a $ref that leads back to itself"
        .to_owned();
    ErrorKind::Spec { pointer: String::new(), message }.into()
}

/// The draft a schema declares, where it is not draft-07: told by parts of `$schema` as the platform does
/// (facts, blobs 9); anything else, and nothing, is draft-07.
fn other_draft_of(schema: Value<'_>) -> Option<&'static str> {
    if schema.kind() != Kind::Object {
        return None;
    }
    let declared = schema.get("$schema")?.as_str()?;
    ["draft-04", "draft-06", "draft/2019-09", "draft/2020-12"]
        .into_iter()
        .find(|draft| declared.contains(&format!("json-schema.org/{draft}")))
        .map(|draft| draft.trim_start_matches("draft/").trim_start_matches("draft-"))
}
