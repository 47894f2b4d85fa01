//! The streams of a catalog, discovered or configured, read as leniently as both are written.

use super::StreamName;
use super::fields::{self, Field};
use crate::json::{Kind, Value};

/// A stream as a catalog has it.
pub(super) struct Stream {
    pub(super) name: StreamName,
    /// None where the schema names no fields.
    pub(super) fields: Option<Vec<Field>>,
    pub(super) sync_modes: Vec<String>,
    pub(super) primary_key: Vec<Vec<String>>,
    pub(super) default_cursor: Vec<String>,
    pub(super) source_defined_cursor: bool,
    /// What a configured catalog adds.
    pub(super) chosen: Option<Chosen>,
}

/// How a connection moves a stream.
pub(super) struct Chosen {
    pub(super) sync_mode: String,
    pub(super) destination_sync_mode: String,
    pub(super) cursor: Vec<String>,
    pub(super) primary_key: Vec<Vec<String>>,
}

impl Stream {
    pub(super) fn field(&self, path: &[String]) -> Option<&Field> {
        self.fields.iter().flatten().find(|field| field.path == path)
    }
}

/// All streams, the first of those that are there twice.
pub(super) fn all(catalog: Value<'_>) -> Vec<Stream> {
    let mut found: Vec<Stream> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for entry in catalog.get("streams").into_iter().flat_map(Value::items) {
        let stream = read(entry);
        if seen.insert(stream.name.clone()) {
            found.push(stream);
        }
    }
    found
}

fn read(entry: Value<'_>) -> Stream {
    let configured = entry.get("stream").filter(|stream| stream.kind() == Kind::Object);
    let stream = configured.unwrap_or(entry);
    Stream {
        name: StreamName { namespace: text(stream, "namespace"), name: text(stream, "name").unwrap_or_default() },
        fields: stream.get("json_schema").and_then(fields::of_schema),
        sync_modes: texts(stream.get("supported_sync_modes")),
        primary_key: paths(stream.get("source_defined_primary_key")),
        default_cursor: texts(stream.get("default_cursor_field")),
        source_defined_cursor: stream.get("source_defined_cursor").and_then(Value::as_bool) == Some(true),
        chosen: configured.map(|_| Chosen {
            // What is absent has the platform's defaults (facts, blobs 6.2).
            sync_mode: text(entry, "sync_mode").unwrap_or_else(|| "full_refresh".to_owned()),
            destination_sync_mode: text(entry, "destination_sync_mode").unwrap_or_else(|| "append".to_owned()),
            cursor: texts(entry.get("cursor_field")),
            primary_key: paths(entry.get("primary_key")),
        }),
    }
}

fn text(value: Value<'_>, name: &str) -> Option<String> {
    Some(value.get(name)?.as_str()?.into_owned())
}

fn texts(list: Option<Value<'_>>) -> Vec<String> {
    list.into_iter().flat_map(Value::items).filter_map(Value::as_str).map(std::borrow::Cow::into_owned).collect()
}

fn paths(list: Option<Value<'_>>) -> Vec<Vec<String>> {
    list.into_iter().flat_map(Value::items).map(|path| texts(Some(path))).collect()
}
