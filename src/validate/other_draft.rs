//! Specs that declare another draft than draft-07: the verdict is the `jsonschema` crate's, the words are ours.
//!
//! No real spec does so (968 of 968 are draft-07), so this favours little code over detail: one finding an error,
//! without the choice of branches. Names and secrets come from our own reading of the same spec.

use super::finding::{Code, Finding, Severity, Verdict};
use super::place::{Places, SeenPlace};
use super::problem::Problems;
use super::schema::Schemas;
use super::words::{counted, quoted};
use super::{Mode, Options};
use crate::error::{Error, ErrorKind, Result};
use crate::json::{Document, Value};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError};
use serde_json::json;
use std::sync::OnceLock;

pub(super) struct OtherDraft {
    draft: Draft,
    schema: serde_json::Value,
    /// Our own reading: what the members are called, and which are secret.
    schemas: Schemas,
    /// One for each mode, with and without formats; built when first needed.
    validators: [OnceLock<Option<jsonschema::Validator>>; 6],
}

impl OtherDraft {
    pub(super) fn new(text: &str, draft: &str) -> Result<OtherDraft> {
        let draft = match draft {
            "04" => Draft::Draft4,
            "06" => Draft::Draft6,
            "2019-09" => Draft::Draft201909,
            _ => Draft::Draft202012,
        };
        let schema = serde_json::from_str(text).map_err(|_| unusable("", "it is not plain JSON"))?;
        let schemas = super::compile::compile(Document::parse(text.to_owned())?, Vec::new())?;
        let other = OtherDraft { draft, schema, schemas, validators: Default::default() };
        other.build(&Options::default()).map_err(|error| {
            unusable(error.instance_path().as_str(), "it is no valid schema of the draft that it declares")
        })?;
        Ok(other)
    }

    fn build(&self, options: &Options) -> std::result::Result<jsonschema::Validator, ValidationError<'static>> {
        let mut schema = self.schema.clone();
        relax_secrets(&mut schema, options.mode);
        jsonschema::options().with_draft(self.draft).should_validate_formats(options.formats).build(&schema)
    }

    fn validator(&self, options: &Options) -> Result<&jsonschema::Validator> {
        let number = options.mode as usize * 2 + usize::from(options.formats);
        let built = self.validators[number].get_or_init(|| self.build(options).ok());
        built.as_ref().ok_or_else(|| unusable("", "its secrets cannot be told from its structure"))
    }

    pub(super) fn judge(&self, configuration: Value<'_>, options: &Options) -> Result<Verdict> {
        let validator = self.validator(options)?;
        let tree = serde_json::from_str(configuration.raw()).map_err(|_| {
            let message = "a number or text here is beyond what the validator of this spec's draft can hold".to_owned();
            Error::from(ErrorKind::JsonSyntax { position: configuration.position(), message })
        })?;
        let mut findings: Vec<Finding> =
            validator.iter_errors(&tree).flat_map(|error| self.findings(configuration, &error)).collect();
        findings.sort_by_key(|finding| (finding.line, finding.column));
        let count = findings.len();
        findings.truncate(options.max_findings);
        Ok(Verdict { valid: count == 0, count, errors: count, findings })
    }

    fn findings(&self, root: Value<'_>, error: &ValidationError<'_>) -> Vec<Finding> {
        let at = root.pointer(error.instance_path().as_str()).unwrap_or(root);
        let problems = Problems::default();
        let places = Places { schemas: &self.schemas, problems: &problems };
        let members: Vec<String> = match error.kind() {
            ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned).into_iter().collect(),
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected.clone(),
            _ => Vec::new(),
        };
        let told = |place: SeenPlace| Finding {
            code: code(error.kind()),
            schema_pointer: error.schema_path().as_str().to_owned(),
            label: place.label(),
            message: message(error.kind(), &place.name()),
            hint: None,
            branch: None,
            severity: Severity::Error,
            line: Some(at.position().line),
            column: Some(at.position().column),
            pointer: place.pointer,
        };
        if members.is_empty() {
            return vec![told(places.of(root, at.index()))];
        }
        members.iter().map(|name| told(places.member(root, at, name))).collect()
    }
}

fn unusable(pointer: &str, message: &str) -> Error {
    ErrorKind::Spec { pointer: pointer.to_owned(), message: message.to_owned() }.into()
}

/// Lets a mask or a reference stand in the place of every secret.
fn relax_secrets(schema: &mut serde_json::Value, mode: Mode) {
    let stand_in = match mode {
        Mode::Raw => return,
        Mode::Masked => json!({"type": "string"}),
        Mode::Stored => json!({
            "type": "object",
            "required": ["_secret"],
            "properties": {"_secret": {"type": "string", "pattern": "^.+_v-?[0-9]+$"}}
        }),
    };
    match schema {
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| relax_secrets(item, mode)),
        serde_json::Value::Object(members) => {
            members.values_mut().for_each(|member| relax_secrets(member, mode));
            // A property may be called so; then its value is a schema, not a mark.
            if members.get("airbyte_secret").is_some_and(|mark| !mark.is_object()) {
                let strict = std::mem::take(schema);
                *schema = json!({"anyOf": [stand_in, strict]});
            }
        }
        _ => {}
    }
}

fn code(kind: &ValidationErrorKind) -> Code {
    match kind {
        ValidationErrorKind::Constant { .. } => Code::Const,
        ValidationErrorKind::FalseSchema => Code::False,
        ValidationErrorKind::OneOfMultipleValid { .. } => Code::BranchAmbiguous,
        ValidationErrorKind::OneOfNotValid { .. } | ValidationErrorKind::AnyOf { .. } => Code::BranchUnknown,
        ValidationErrorKind::Referencing(_) => Code::Reference,
        other => {
            let keyword = other.keyword();
            Code::ALL.into_iter().find(|code| code.as_str() == keyword).unwrap_or(Code::OtherDraft)
        }
    }
}

/// No message holds anything of the configuration but the name of the field.
fn message(kind: &ValidationErrorKind, name: &str) -> String {
    match kind {
        ValidationErrorKind::Required { .. } => format!("{name} is missing."),
        ValidationErrorKind::AdditionalProperties { .. } | ValidationErrorKind::UnevaluatedProperties { .. } => {
            format!("{} is not a member that may stand here.", quoted(name))
        }
        ValidationErrorKind::Type { .. } => format!("{name} has the wrong type."),
        ValidationErrorKind::Enum { .. } => format!("{name} is none of the values that the spec lists."),
        ValidationErrorKind::Constant { .. } => format!("{name} is not the value that the spec demands."),
        ValidationErrorKind::Pattern { pattern } => format!("{name} must match the regular expression {pattern}"),
        ValidationErrorKind::Format { format } => format!("{name} must have the format {format}."),
        ValidationErrorKind::Minimum { limit } => format!("{name} must be at least {limit}."),
        ValidationErrorKind::Maximum { limit } => format!("{name} must be at most {limit}."),
        ValidationErrorKind::ExclusiveMinimum { limit } => format!("{name} must be more than {limit}."),
        ValidationErrorKind::ExclusiveMaximum { limit } => format!("{name} must be less than {limit}."),
        ValidationErrorKind::MinLength { limit } => {
            format!("{name} must have at least {}.", counted(*limit, "character"))
        }
        ValidationErrorKind::MaxLength { limit } => {
            format!("{name} must have at most {}.", counted(*limit, "character"))
        }
        ValidationErrorKind::MinItems { limit } => format!("{name} needs at least {}.", counted(*limit, "item")),
        ValidationErrorKind::MaxItems { limit } => format!("{name} may have at most {}.", counted(*limit, "item")),
        ValidationErrorKind::UniqueItems => format!("{name} lists the same thing twice."),
        ValidationErrorKind::OneOfNotValid { .. } | ValidationErrorKind::AnyOf { .. } => {
            format!("{name} fits none of its choices.")
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => format!("{name} fits more than one choice."),
        ValidationErrorKind::Not { .. } => format!("{name} is a value that the spec rules out."),
        _ => format!("{name} does not fit the spec."),
    }
}
