//! The documents that stand inside columns: what they are and how they are read, from whatever form people have.
//! They know nothing of tables, nor of how a configuration is judged.

mod connector;
mod registry;

pub use connector::ConnectorSpecification;
pub use registry::{Definition, Registry};

use crate::error::{Error, ErrorKind, Position};
use crate::json::{Kind, Value};
use std::borrow::Cow;

/// The first of several names under which an object has a member: the platform's documents use both spellings.
fn member<'doc>(object: Value<'doc>, names: &[&str]) -> Option<Value<'doc>> {
    names.iter().find_map(|name| object.get(name))
}

/// The text of a member; `None` for another kind of value.
fn text_member<'doc>(object: Value<'doc>, names: &[&str]) -> Option<Cow<'doc, str>> {
    member(object, names).and_then(Value::as_str)
}

/// What a value is, for a sentence.
fn a_kind(value: Value<'_>) -> &'static str {
    match value.kind() {
        Kind::Null => "null",
        Kind::Boolean => "a boolean",
        Kind::Number => "a number",
        Kind::String => "a text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    }
}

/// The error of one line, told with the place in the whole text.
fn on_line(error: Error, line: usize) -> Error {
    let moved = |position: Position| Position { line, ..position };
    match error.kind().clone() {
        ErrorKind::JsonSyntax { position, message } => {
            ErrorKind::JsonSyntax { position: moved(position), message }.into()
        }
        ErrorKind::TooDeep { position, limit } => ErrorKind::TooDeep { position: moved(position), limit }.into(),
        _ => error,
    }
}

/// Text on one line, shortened to a number of characters.
fn shorten(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter(|c| !c.is_control()).collect();
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most - 1).chain(['…']).collect()
}
