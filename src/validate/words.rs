//! The words of findings: sentences, lists and values as a person would write them.

use super::problem::{Choosing, Detail};
use super::schema::{Choice, Constant, Schema, SchemaId, Schemas, Types};
use crate::json::{Kind, Value};

/// No text of a document is shown beyond this many characters.
const LONGEST_VALUE: usize = 60;
/// No more than this many alternatives are listed.
pub(crate) const MOST_ALTERNATIVES: usize = 10;

/// How the empty text is called.
pub(crate) const EMPTY_TEXT: &str = "an empty text";

/// A text in at most 60 characters, on one line and without anything that a terminal would obey.
pub(crate) fn shortened(text: &str) -> String {
    let shown = printable(text);
    if shown.chars().count() <= LONGEST_VALUE {
        return shown;
    }
    shown.chars().take(LONGEST_VALUE - 1).chain(['…']).collect()
}

/// The text with a blank for each line break and the like.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// Whether a text is short enough to be shown whole.
pub(crate) fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST_VALUE
}

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{}”", shortened(text))
}

/// A value of the spec as a person would name it.
pub(crate) fn constant(schemas: &Schemas, constant: &Constant) -> String {
    match &constant.text {
        Some(text) if text.is_empty() => EMPTY_TEXT.to_owned(),
        Some(text) => quoted(text),
        None => shortened(schemas.value(constant.place).raw()),
    }
}

/// `a`, `a or b`, `a, b or c`; a long list ends with how many there are more.
pub(crate) fn alternatives(items: &[String]) -> String {
    alternatives_of(items, items.len())
}

/// The same where only the first of so many are at hand.
pub(crate) fn alternatives_of(items: &[String], count: usize) -> String {
    match items {
        [] => "none of any values: the spec allows none".to_owned(),
        [only] => only.clone(),
        // One more is listed as quickly as it is counted.
        [first @ .., last] if count <= MOST_ALTERNATIVES + 1 => format!("{} or {last}", first.join(", ")),
        _ => {
            let shown = items[..MOST_ALTERNATIVES].join(", ");
            format!("{shown} or one of {} more", count - MOST_ALTERNATIVES)
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
    // Every whole number is a number.
    let types = if types.has(Types::NUMBER) { Types(types.0 & !Types::INTEGER.0) } else { types };
    let asked: Vec<String> =
        words.iter().filter(|(kind, _)| types.has(*kind)).map(|(_, word)| (*word).to_owned()).collect();
    alternatives(&asked)
}

/// What a value is, in plain words.
pub(crate) fn kind(value: Value<'_>) -> &'static str {
    match value.kind() {
        Kind::Null => "null",
        Kind::Boolean => "a boolean",
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

/// How a branch is called, in quotes where it has a name: by its title, by its discriminator's value, or by its number.
pub(crate) fn branch_name(schemas: &Schemas, branch: SchemaId, choice: Option<&Choice>) -> String {
    match written_title(schemas, branch) {
        Some(title) => quoted(&title),
        None => untitled(schemas, branch, choice, constant),
    }
}

/// The same without quotes, for reports that show it in a place of its own.
pub(crate) fn branch_title(schemas: &Schemas, branch: SchemaId, choice: Option<&Choice>) -> String {
    let plain = |schemas: &Schemas, value: &Constant| match &value.text {
        Some(text) => shortened(text),
        None => constant(schemas, value),
    };
    written_title(schemas, branch).unwrap_or_else(|| untitled(schemas, branch, choice, plain))
}

fn written_title(schemas: &Schemas, branch: SchemaId) -> Option<String> {
    let title = schemas.written(branch).get("title")?.as_str()?;
    let title = title.trim();
    (!title.is_empty()).then(|| shortened(title))
}

fn untitled(
    schemas: &Schemas,
    branch: SchemaId,
    choice: Option<&Choice>,
    value: impl Fn(&Schemas, &Constant) -> String,
) -> String {
    let number = choice.and_then(|choice| choice.branches.iter().position(|known| *known == branch));
    let discriminator = choice.and_then(|choice| choice.discriminator.as_ref());
    let only = discriminator.zip(number).and_then(|(found, number)| schemas.get(found.schemas[number]).only_value());
    match (only, number) {
        (Some(only), _) => value(schemas, only),
        (None, Some(number)) => format!("choice {}", number + 1),
        (None, None) => "another choice".to_owned(),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn all_of(items: &[String]) -> String {
    match items {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => items.concat(),
    }
}

/// The values of the discriminator, each with the title of its branch.
pub(crate) fn choices(schemas: &Schemas, choice: &Choice) -> Vec<String> {
    let branches = choice.branches.iter();
    let Some(discriminator) = &choice.discriminator else {
        return branches.map(|branch| branch_name(schemas, *branch, Some(choice))).collect();
    };
    branches
        .zip(&discriminator.schemas)
        .map(|(branch, chooser)| {
            let value = schemas.get(*chooser).only_value();
            let value = value.map_or_else(String::new, |value| constant(schemas, value));
            let title = branch_title(schemas, *branch, Some(choice));
            if value == title || value == quoted(&title) { value } else { format!("{value} ({title})") }
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
        Detail::BranchMismatch(..) | Detail::Never => "",
    }
}
