//! JSON text as the platform's Jackson writes it: the text that is hashed.
//!
//! Jackson writes no blanks, escapes as little as JSON allows, keeps whole numbers exactly and prints all others as
//! Java prints a double: `1.10` becomes `1.1`, `1e3` becomes `1000.0`, and `1e400`, which no double holds, becomes the
//! text `"Infinity"`. Half a surrogate pair (`"\ud800"`) becomes `?` when the text is turned into bytes. Of members
//! with the same name the last value is written, in the first one's place.
//!
//! [`rewrite`] goes over the text once and builds no tree, unless another order of members is asked for, or names may
//! repeat.

mod double;
mod number;
mod order;
mod stream;
mod string;
mod tree;

use super::murmur3::Murmur3;
use crate::error::Result;
use crate::json::{Document, Kind, Limits, Value};

pub use order::KeyOrder;
pub(super) use order::{Name, inner};
pub(super) use tree::{write as write_part, write_name};

/// As deep as today's Jackson reads; that of 2023 had no limit.
const DEPTH: usize = 1000;

/// What takes text piece by piece.
pub trait Sink {
    /// Takes the next piece.
    fn put(&mut self, text: &str);
}

impl Sink for String {
    fn put(&mut self, text: &str) {
        self.push_str(text);
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }
}

impl Sink for Murmur3 {
    fn put(&mut self, text: &str) {
        self.update(text.as_bytes());
    }
}

/// A JSON text as Jackson would write it, into a sink of the caller's choice.
///
/// ```
/// use airbyte_db::hash::jackson::{self, KeyOrder};
/// use airbyte_db::hash::murmur3::Murmur3;
///
/// let text = r#"{ "port": 5432, "rate": 1.10, "host": "db\/1" }"#;
/// let written: String = jackson::rewrite(text, KeyOrder::AsWritten)?;
/// assert_eq!(written, r#"{"port":5432,"rate":1.1,"host":"db/1"}"#);
///
/// let sorted: String = jackson::rewrite(text, KeyOrder::Sorted)?;
/// assert_eq!(sorted, r#"{"host":"db/1","port":5432,"rate":1.1}"#);
///
/// // A hash is a sink too: the text is never held in memory.
/// let hash: Murmur3 = jackson::rewrite("{}", KeyOrder::AsWritten)?;
/// assert_eq!(hash.finish().to_le_bytes(), [0xc8, 0x2e, 0x08, 0x8a]);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// Text that is no JSON, nests deeper than 1000 levels or has more than 64 MiB; for [`KeyOrder::Sorted`] text that is
/// no object; for [`KeyOrder::Jsonb`] what Postgres does not store.
pub fn rewrite<S: Sink + Default>(text: &str, keys: KeyOrder) -> Result<S> {
    rewrite_into(text, keys, S::default)
}

/// The same, into a sink that is made anew where the first one took text that turned out to be wrong.
pub(super) fn rewrite_into<S: Sink>(text: &str, keys: KeyOrder, new: impl Fn() -> S) -> Result<S> {
    let mut sink = new();
    if keys == KeyOrder::AsWritten && text.len() <= Limits::default().bytes && stream::rewrite(text, &mut sink) {
        return Ok(sink);
    }
    let mut sink = new();
    write(parse(text)?.root(), keys, &mut sink)?;
    Ok(sink)
}

/// The same for a value of a document that was parsed.
///
/// ```
/// use airbyte_db::hash::jackson::{self, KeyOrder};
/// use airbyte_db::json::Document;
///
/// let document = Document::parse(r#"{"catalog": {"b": [1E2], "a": null}}"#)?;
/// let mut text = String::new();
/// jackson::write(document.pointer("/catalog").unwrap(), KeyOrder::Jsonb, &mut text)?;
/// assert_eq!(text, r#"{"a":null,"b":[100]}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// For [`KeyOrder::Sorted`] a value that is no object: the platform's sorted form exists for objects alone. For
/// [`KeyOrder::Jsonb`] what Postgres does not store.
pub fn write(value: Value<'_>, keys: KeyOrder, sink: &mut dyn Sink) -> Result<()> {
    if keys == KeyOrder::Sorted && value.kind() != Kind::Object {
        return Err(super::refused(value, "only an object has a form with sorted keys"));
    }
    let mut text = String::with_capacity(value.raw().len());
    write_part(value, keys, &mut text)?;
    sink.put(&text);
    Ok(())
}

/// Reads a document within the limits of hashing.
pub(super) fn parse(text: &str) -> Result<Document<'_>> {
    Document::parse_within(text, Limits { depth: DEPTH, ..Limits::default() })
}
