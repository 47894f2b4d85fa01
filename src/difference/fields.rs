//! The fields of a stream's schema, each with its way and its type in one spelling.
//!
//! Catalogs hold types in two spellings, often both in one database (facts, databases 2.13): `type` with `airbyte_type`,
//! and `$ref` to the well-known types. The same type in either spelling is no difference.

use crate::json::{Kind, Value};
use crate::sorting::sort;

/// The segment that stands for the items of a list.
pub(super) const ITEMS: &str = "[]";

/// A field and its type, as people read it: `integer`, `array of string`, `boolean or string`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) path: Vec<String>,
    pub(super) kind: String,
}

/// All fields of a stream, those inside of others after them. None where the schema names none, so that any may be there.
pub(super) fn of_schema(schema: Value<'_>) -> Option<Vec<Field>> {
    schema.get("properties").filter(|properties| properties.kind() == Kind::Object)?;
    let mut fields = Vec::new();
    below(schema, &mut Vec::new(), &mut fields);
    Some(fields)
}

/// How deep documents nest is bounded where they are parsed.
fn below(schema: Value<'_>, path: &mut Vec<String>, fields: &mut Vec<Field>) {
    for property in schema.get("properties").into_iter().flat_map(Value::members) {
        path.push(property.name().into_owned());
        fields.push(Field { path: path.clone(), kind: kind_of(property.value()) });
        below(property.value(), path, fields);
        path.pop();
    }
    if let Some(items) = schema.get("items").filter(|items| items.kind() == Kind::Object) {
        path.push(ITEMS.to_owned());
        below(items, path, fields);
        path.pop();
    }
}

/// The type that a schema gives, without `null`: any field may be null.
fn kind_of(schema: Value<'_>) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return well_known(name).map_or_else(|| reference.clone().into_owned(), str::to_owned);
    }
    if let Some(own) = schema.get("airbyte_type").and_then(Value::as_str) {
        return if own == "big_integer" { "integer".to_owned() } else { own.into_owned() };
    }
    let choices = ["oneOf", "anyOf"].into_iter().find_map(|word| schema.get(word));
    let kinds: Vec<String> = match (schema.get("type"), choices) {
        (Some(kind), _) if kind.kind() == Kind::Array => {
            kind.items().filter_map(Value::as_str).map(|kind| plain(schema, &kind)).collect()
        }
        (Some(kind), _) => kind.as_str().map(|kind| plain(schema, &kind)).into_iter().collect(),
        (None, Some(choices)) => choices.items().map(kind_of).collect(),
        (None, None) if schema.get("properties").is_some() => vec!["object".to_owned()],
        (None, None) => Vec::new(),
    };
    joined(kinds)
}

fn joined(mut kinds: Vec<String>) -> String {
    kinds.retain(|kind| kind != "null");
    sort(&mut kinds, String::cmp);
    kinds.dedup();
    if kinds.is_empty() { "any type".to_owned() } else { kinds.join(" or ") }
}

/// One name of `type`, refined by what stands beside it, as the platform's own upgrade of the types reads it.
fn plain(schema: Value<'_>, kind: &str) -> String {
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    let is_integer = || text("format").as_deref() == Some("integer");
    match kind {
        "string" if text("contentEncoding").as_deref() == Some("base64") => "binary data".to_owned(),
        "string" => match text("format").as_deref() {
            Some("date") => "date",
            Some("date-time") => "timestamp_with_timezone",
            Some("time") => "time_with_timezone",
            _ => "string",
        }
        .to_owned(),
        "number" if is_integer() => "integer".to_owned(),
        "array" => match schema.get("items").filter(|items| items.kind() == Kind::Object).map(kind_of) {
            Some(items) if items != "any type" => format!("array of {items}"),
            _ => "array".to_owned(),
        },
        other => other.to_owned(),
    }
}

/// The names of the older spelling for the well-known types.
fn well_known(name: &str) -> Option<&'static str> {
    Some(match name {
        "String" => "string",
        "BinaryData" => "binary data",
        "Boolean" => "boolean",
        "Number" => "number",
        "Integer" => "integer",
        "Date" => "date",
        "TimestampWithTimezone" => "timestamp_with_timezone",
        "TimestampWithoutTimezone" => "timestamp_without_timezone",
        "TimeWithTimezone" => "time_with_timezone",
        "TimeWithoutTimezone" => "time_without_timezone",
        _ => return None,
    })
}
