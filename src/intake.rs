//! What comes from outside: text → row or document → findings. The whole way in one file.

use crate::error::Result;
use crate::json::{Document, Kind, ObjectText, Value, push_segment, segments};
use crate::rules::{self, Neighbours};
use crate::schema::Subject;
use crate::sorting::sort;
use crate::table::{Column, Table};
use crate::validate::{Code, Finding, Options, Severity, Validator, Verdict};
use std::borrow::Cow;

/// The strict schemas of all rows and documents; `tests/it/schemas.rs` keeps them in step with the structs.
const BUNDLE: &str = include_str!("schema/bundle.json");

/// Under which name a schema refers to the bundle.
const BUNDLE_URI: &str = "airbyte-db:bundle";

/// Judges rows of one table, or documents of one kind.
///
/// ```
/// use airbyte_db::Options;
/// use airbyte_db::intake::Judge;
/// use airbyte_db::rules::Alone;
/// use airbyte_db::schema::Subject;
///
/// let judge = Judge::new(Subject::named("OperatorDbt").expect("there is such a document"))?;
/// let verdict = judge.judge(r#"{"dockerImage": "dbt:1.0"}"#, &Options::default(), &Alone)?;
/// assert_eq!(verdict.findings[0].to_string(), "error: gitRepoUrl is missing. (/gitRepoUrl)");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug)]
pub struct Judge {
    subject: Subject,
    validator: Validator,
}

impl Judge {
    /// Makes one ready.
    ///
    /// # Errors
    /// None, for the subjects that there are.
    pub fn new(subject: Subject) -> Result<Judge> {
        let place = if matches!(subject, Subject::Row(_)) { "tables" } else { "definitions" };
        let schema = format!(r#"{{"$ref":"{BUNDLE_URI}#/{place}/{}"}}"#, subject.name());
        Ok(Judge { subject, validator: Validator::with_documents(&schema, &[(BUNDLE_URI, BUNDLE)])? })
    }

    /// What it judges.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// Judges a text: types and shape by the strict schema, then for a row the rules that the platform keeps in code.
    ///
    /// Columns may have the names that the data catalog uses. What the platform reads without harm, such as a column
    /// that only later versions have, is a warning.
    ///
    /// # Errors
    /// Text that is no JSON, or passes the limits.
    pub fn judge(&self, text: &str, options: &Options, neighbours: &dyn Neighbours) -> Result<Verdict> {
        self.judge_value(Document::parse_within(text, options.limits)?.root(), options, neighbours)
    }

    /// Judges what was read before: for who looks at a row in more ways than this one.
    pub(crate) fn judge_value(
        &self,
        given: Value<'_>,
        options: &Options,
        neighbours: &dyn Neighbours,
    ) -> Result<Verdict> {
        let Subject::Row(table) = self.subject else {
            let mut verdict = self.validator.judge(given, options)?;
            self.soften(&mut verdict);
            return Ok(verdict);
        };
        let renamed = match with_own_names(given, table) {
            Some(text) => Some(Document::parse_within(text, options.limits)?),
            None => None,
        };
        let row = renamed.as_ref().map_or(given, Document::root);
        let mut verdict = self.validator.judge(row, options)?;
        self.soften(&mut verdict);
        if row.kind() == Kind::Object {
            let mut found = rules::check_row(table.name, row, neighbours);
            // One problem gives one finding: a hash that is too long for its column has no known shape either.
            let is_told = |rule: &Finding| {
                let same = |told: &Finding| told.severity == Severity::Error && told.pointer == rule.pointer;
                verdict.findings.iter().any(same)
            };
            found.retain(|rule| !is_told(rule));
            verdict.add(found, options.max_findings);
        }
        for finding in &mut verdict.findings {
            in_given_names(finding, given, table);
            place(finding, given);
        }
        let place_of = |finding: &Finding| (finding.line, finding.column);
        sort(&mut verdict.findings, |left, right| place_of(left).cmp(&place_of(right)));
        Ok(verdict)
    }

    /// A column or member that is not known makes nothing invalid: later versions have more, and the platform's reader
    /// passes over it.
    fn soften(&self, verdict: &mut Verdict) {
        let is_unknown = |finding: &&mut Finding| finding.code == Code::AdditionalProperties;
        for finding in verdict.findings.iter_mut().filter(is_unknown) {
            finding.severity = Severity::Warning;
            let name = segments(&finding.pointer).last().unwrap_or_default().into_owned();
            finding.message = match self.subject {
                Subject::Row(table) if segments(&finding.pointer).count() == 1 => {
                    format!("“{name}” is not a column of {}.", table.name)
                }
                _ => format!("“{name}” is not a member that the platform knows here; it drops it when it writes."),
            };
            verdict.errors -= 1;
        }
        verdict.valid = verdict.errors == 0;
    }
}

/// The row with the database's own names for columns that stand under other ones; nothing where there are none.
fn with_own_names(row: Value<'_>, table: &Table) -> Option<String> {
    let is_alias = |name: &str| row.kind() == Kind::Object && canonical(row, table, name).is_some();
    let is_custom = |column: &Column, value: Value<'_>| {
        column.name == "namespace_definition" && value.as_str().as_deref() == Some("custom")
    };
    // Most rows have the columns under their own names and in their order.
    let mut columns = table.columns.iter();
    let needs = row.members().any(|member| {
        if let Some(column) = columns.find(|column| member.is_named(column.name)) {
            return is_custom(column, member.value());
        }
        let name = member.name();
        is_alias(&name) || table.column(&name).is_some_and(|column| is_custom(column, member.value()))
    });
    if !needs {
        return None;
    }
    let mut text = ObjectText::default();
    for member in row.members() {
        let name = member.name();
        let own = canonical(row, table, &name).map_or(name, Cow::Borrowed);
        let custom = table.column(&own).is_some_and(|column| is_custom(column, member.value()));
        text.push(&own, if custom { r#""customformat""# } else { member.value().raw() });
    }
    Some(text.finish())
}

/// The column's own name, for another one that stands in the row in its place.
fn canonical(row: Value<'_>, table: &Table, name: &str) -> Option<&'static str> {
    let column = table.column(name)?;
    (column.name != name && row.get(column.name).is_none()).then_some(column.name)
}

/// The pointer, label and message in the names that the person used.
fn in_given_names(finding: &mut Finding, given: Value<'_>, table: &Table) {
    let Some(own) = segments(&finding.pointer).next().map(Cow::into_owned) else { return };
    let Some(column) = table.column(&own) else { return };
    let is_given = |alias: &&&str| given.get(column.name).is_none() && given.get(alias).is_some();
    if let Some(alias) = column.aliases.iter().find(is_given) {
        let rest: Vec<String> = segments(&finding.pointer).skip(1).map(Cow::into_owned).collect();
        finding.label = finding.label.replace(column.name, alias);
        finding.message = finding.message.replace(column.name, alias);
        finding.pointer.clear();
        push_segment(&mut finding.pointer, alias);
        for segment in &rest {
            push_segment(&mut finding.pointer, segment);
        }
    }
}

/// The line and column of the nearest place in the text that a finding's pointer leads to.
fn place(finding: &mut Finding, given: Value<'_>) {
    let position = given.nearest(&finding.pointer).position();
    (finding.line, finding.column) = (Some(position.line), Some(position.column));
}
