//! The words of findings: sentences, lists and values as a person would write them.

use super::problem::{Choosing, Detail};
use super::schema::{Choice, Constant, Schema, SchemaId, Schemas, Types};
use crate::json::{Kind, Value};

/// No text of a document is shown beyond this many characters.
const LONGEST_VALUE: usize = 60;
/// No more than this many alternatives are listed.
const MOST_ALTERNATIVES: usize = 10;

/// A text in at most 60 characters.
pub(crate) fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_VALUE {
        return text.to_owned();
    }
    text.chars().take(LONGEST_VALUE - 1).chain(['…']).collect()
}

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{}”", shortened(text))
}

/// A value of the spec as a person would name it.
pub(crate) fn constant(schemas: &Schemas, constant: &Constant) -> String {
    match &constant.text {
        Some(text) if text.is_empty() => "an empty text".to_owned(),
        Some(text) => quoted(text),
        None => shortened(schemas.value(constant.place).raw()),
    }
}

/// `a`, `a or b`, `a, b or c`; a long list ends with how many there are more.
pub(crate) fn alternatives(items: &[String]) -> String {
    match items {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] if items.len() <= MOST_ALTERNATIVES => format!("{} or {last}", first.join(", ")),
        _ => {
            let shown = items[..MOST_ALTERNATIVES].join(", ");
            format!("{shown} or one of {} more", items.len() - MOST_ALTERNATIVES)
        }
    }
}

/// What a schema's `type` asks for, in plain words.
pub(crate) fn types(types: Types) -> String {
    let words = [
        (Types::STRING, "text"),
        (Types::INTEGER, "a whole number"),
        (Types::NUMBER, "a number"),
        (Types::BOOLEAN, "true or false"),
        (Types::OBJECT, "an object"),
        (Types::ARRAY, "a list"),
        (Types::NULL, "null"),
    ];
    let asked: Vec<String> =
        words.iter().filter(|(kind, _)| types.has(*kind)).map(|(_, word)| (*word).to_owned()).collect();
    alternatives(&asked)
}

/// What a value is, in plain words.
pub(crate) fn kind(value: Value<'_>) -> &'static str {
    match value.kind() {
        Kind::Null => "null",
        Kind::Boolean => "true or false",
        Kind::Number if value.as_number().is_some_and(crate::json::Number::is_integer) => "a whole number",
        Kind::Number => "a number with a fraction",
        Kind::String => "text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    }
}

/// `1 item`, `2 items`.
pub(crate) fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// The branches of the choice that a schema makes.
pub(crate) fn choice(schema: &Schema, choosing: Choosing) -> Option<&Choice> {
    let combined = schema.combined.as_ref()?;
    match choosing {
        Choosing::OneOf => combined.one_of.as_ref(),
        Choosing::AnyOf => combined.any_of.as_ref(),
    }
}

/// How a branch is called: by its title, by its discriminator's value, or by its number.
pub(crate) fn branch_title(schemas: &Schemas, branch: SchemaId, choice: Option<&Choice>) -> String {
    let written = schemas.written(branch).get("title").and_then(Value::as_str).map(|title| title.trim().to_owned());
    if let Some(title) = written.filter(|title| !title.is_empty()) {
        return shortened(&title);
    }
    let number = choice.and_then(|choice| choice.branches.iter().position(|known| *known == branch));
    let value = choice.zip(number).and_then(|(choice, number)| {
        let discriminator = choice.discriminator.as_ref()?;
        schemas.get(discriminator.schemas[number]).only_value()
    });
    match (value, number) {
        (Some(value), _) => constant(schemas, value),
        (None, Some(number)) => format!("choice {}", number + 1),
        (None, None) => "the only choice".to_owned(),
    }
}

/// The values of the discriminator, each with the title of its branch.
pub(crate) fn choices(schemas: &Schemas, choice: &Choice) -> Vec<String> {
    let branches = choice.branches.iter();
    let Some(discriminator) = &choice.discriminator else {
        return branches.map(|branch| branch_title(schemas, *branch, Some(choice))).collect();
    };
    branches
        .zip(&discriminator.schemas)
        .map(|(branch, chooser)| {
            let value = schemas.get(*chooser).only_value();
            let value = value.map_or_else(String::new, |value| constant(schemas, value));
            let title = branch_title(schemas, *branch, Some(choice));
            if title == value || value == quoted(&title) { value } else { format!("{value} ({title})") }
        })
        .collect()
}

/// The keyword that a problem's schema pointer ends with.
pub(crate) fn keyword(detail: &Detail) -> &'static str {
    match detail {
        Detail::Type => "type",
        Detail::Enum => "enum",
        Detail::Const => "const",
        Detail::MinLength => "minLength",
        Detail::MaxLength => "maxLength",
        Detail::Pattern | Detail::PatternBroken(_) | Detail::PatternUnchecked(_) => "pattern",
        Detail::Format => "format",
        Detail::MultipleOf => "multipleOf",
        Detail::Maximum => "maximum",
        Detail::ExclusiveMaximum => "exclusiveMaximum",
        Detail::Minimum => "minimum",
        Detail::ExclusiveMinimum => "exclusiveMinimum",
        Detail::MinItems => "minItems",
        Detail::MaxItems => "maxItems",
        Detail::UniqueItems(..) => "uniqueItems",
        Detail::Contains => "contains",
        Detail::AdditionalItems => "additionalItems",
        Detail::Required(_) => "required",
        Detail::AdditionalProperties => "additionalProperties",
        Detail::PropertyNames => "propertyNames",
        Detail::MinProperties => "minProperties",
        Detail::MaxProperties => "maxProperties",
        Detail::Dependency { .. } => "dependencies",
        Detail::Not => "not",
        Detail::BranchMissing(choosing)
        | Detail::BranchUnknown(choosing)
        | Detail::BranchAmbiguous(choosing, _)
        | Detail::BranchType(choosing) => match choosing {
            Choosing::OneOf => "oneOf",
            Choosing::AnyOf => "anyOf",
        },
        Detail::SecretReference => "airbyte_secret",
        Detail::NearMiss(_) => "properties",
        Detail::Reference => "$ref",
        // The branch itself, and the schema `false`: there is no keyword to point to.
        Detail::BranchMismatch(_) | Detail::Never => "",
    }
}
