//! TypeScript declarations from JSON Schemas.

use super::{Subject, generate};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The declarations of some rows and documents and of all that they refer to, by name.
pub(super) fn declarations(subjects: &[Subject]) -> String {
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    let mut rows = Vec::new();
    for subject in subjects {
        let mut schema = generate::schema(*subject);
        if let Some(Value::Object(definitions)) = schema.as_object_mut().and_then(|schema| schema.remove("definitions"))
        {
            found.extend(definitions);
        }
        match subject {
            Subject::Row(table) => rows.push((row_name(table.name), schema)),
            Subject::Document(name) => {
                found.insert((*name).to_owned(), schema);
            }
        }
    }
    let mut text = String::new();
    for (name, schema) in rows.into_iter().chain(found) {
        if !text.is_empty() {
            text.push('\n');
        }
        declare(&mut text, &name, &schema);
    }
    text
}

/// An interface that leads from the name of each table and document to its type.
pub(super) fn by_name(subjects: &[Subject]) -> String {
    let mut text =
        String::from("/** Every table's row and every document, by its name. */\nexport interface Subjects {\n");
    for subject in subjects {
        let type_ = match subject {
            Subject::Row(table) => row_name(table.name),
            Subject::Document(name) => (*name).to_owned(),
        };
        let _ = writeln!(text, "  {}: {type_};", subject.name());
    }
    text + "}\n"
}

/// `ActorCatalogRow` for `actor_catalog`: some documents are called as tables are.
fn row_name(table: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    table.split('_').map(capital).collect::<String>() + "Row"
}

// Writing into a string cannot fail, so what `write!` says is passed over here and below.
fn declare(text: &mut String, name: &str, schema: &Value) {
    comment(text, "", schema);
    match schema.get("properties") {
        Some(Value::Object(_)) => {
            let _ = writeln!(text, "export interface {name} {}", members(schema, ""));
        }
        _ => {
            let _ = writeln!(text, "export type {name} = {};", type_of(schema, ""));
        }
    }
}

fn comment(text: &mut String, indent: &str, schema: &Value) {
    let Some(description) = schema.get("description").and_then(Value::as_str) else { return };
    let description = description.replace("*/", "* /");
    let lines: Vec<&str> = description.lines().collect();
    if let [line] = lines[..] {
        let _ = writeln!(text, "{indent}/** {line} */");
        return;
    }
    let _ = writeln!(text, "{indent}/**");
    for line in lines {
        let _ = writeln!(text, "{}", format!("{indent} * {line}").trim_end());
    }
    let _ = writeln!(text, "{indent} */");
}

fn members(schema: &Value, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let required = |name: &str| {
        let required = schema.get("required").and_then(Value::as_array);
        required.is_some_and(|names| names.iter().any(|required| required == name))
    };
    let mut text = String::from("{\n");
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        comment(&mut text, &inner, property);
        let mark = if required(name) { "" } else { "?" };
        let _ = writeln!(text, "{inner}{}{mark}: {};", key(name), type_of(property, &inner));
    }
    if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
        let _ = writeln!(text, "{inner}[member: string]: unknown;");
    }
    text + indent + "}"
}

/// A member's name, in quotes where TypeScript wants them.
fn key(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.chars().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit()) {
        name.to_owned()
    } else {
        Value::from(name).to_string()
    }
}

fn type_of(schema: &Value, indent: &str) -> String {
    let Value::Object(members) = schema else { return "unknown".to_owned() };
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().unwrap_or("unknown").to_owned();
    }
    if let Some(Value::Array(literals)) = members.get("enum") {
        return union(literals.iter().map(Value::to_string));
    }
    for word in ["anyOf", "oneOf", "allOf"] {
        if let Some(Value::Array(branches)) = members.get(word) {
            return union(branches.iter().map(|branch| type_of(branch, indent)));
        }
    }
    match members.get("type") {
        Some(Value::String(name)) => type_named(name, members, schema, indent),
        Some(Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            union(names.map(|name| type_named(name, members, schema, indent)))
        }
        _ => "unknown".to_owned(),
    }
}

fn type_named(name: &str, members: &Map<String, Value>, schema: &Value, indent: &str) -> String {
    match name {
        "null" => "null".to_owned(),
        "boolean" => "boolean".to_owned(),
        "string" => "string".to_owned(),
        // Beyond 2^53 a number cannot hold it.
        "integer" if members.get("maximum").is_some_and(|most| most.as_i64() > Some(1 << 53)) => {
            "number | bigint".to_owned()
        }
        "integer" | "number" => "number".to_owned(),
        "array" => {
            let item = members.get("items").map_or_else(|| "unknown".to_owned(), |items| type_of(items, indent));
            if item.contains(' ') { format!("({item})[]") } else { format!("{item}[]") }
        }
        "object" if members.contains_key("properties") => self::members(schema, indent),
        "object" => match members.get("additionalProperties") {
            Some(value @ Value::Object(_)) => format!("{{ [member: string]: {} }}", type_of(value, indent)),
            Some(Value::Bool(false)) => "Record<string, never>".to_owned(),
            _ => "{ [member: string]: unknown }".to_owned(),
        },
        _ => "unknown".to_owned(),
    }
}

/// Each type once, in order.
fn union(types: impl Iterator<Item = String>) -> String {
    let mut found: Vec<String> = Vec::new();
    for name in types {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found.join(" | ")
}
