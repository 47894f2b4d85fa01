//! What changed between two catalogs, and what of it breaks a connection.
//!
//! ```text
//!  old catalog ─┐
//!  new catalog ─┴─compare──▶ changes: streams, fields, types, keys, cursors, sync modes
//!  configured catalog ─┐
//!  new catalog ────────┴─breaks──▶ what the connection can no longer do
//! ```
//!
//! Either catalog may be discovered or configured, and in either spelling of the types. It is pure: text in, values out.

mod breaks;
mod fields;
mod stream;
mod told;

pub use breaks::{Break, BreakKind, breaks};

use crate::error::Result;
use crate::json::Document;
use crate::sorting::sort;
use crate::validate::quoted;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use stream::Stream;

/// The name of a stream. An empty namespace is not the same as none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct StreamName {
    /// Where the source has it, such as a database's schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its own name.
    #[serde(rename = "stream")]
    pub name: String,
}

/// `namespace.name`, or the name alone.
impl fmt::Display for StreamName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(formatter, "{namespace}.{}", self.name),
            None => formatter.write_str(&self.name),
        }
    }
}

/// What a [`Change`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A stream that was not there.
    StreamAdded,
    /// A stream that is no longer there.
    StreamRemoved,
    /// A field that was not there.
    FieldAdded,
    /// A field that is no longer there.
    FieldRemoved,
    /// A field of another type.
    FieldType,
    /// The primary key that the source defines.
    PrimaryKey,
    /// The cursor that the source suggests.
    DefaultCursor,
    /// Whether the source itself knows what is new.
    SourceDefinedCursor,
    /// The sync modes that the source can do.
    SyncModes,
    /// The sync mode that is configured, where both catalogs are.
    ConfiguredSyncMode,
    /// The destination's sync mode that is configured.
    ConfiguredDestinationSyncMode,
    /// The cursor that is configured.
    ConfiguredCursor,
    /// The primary key that is configured.
    ConfiguredPrimaryKey,
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// In which stream.
    #[serde(flatten)]
    pub stream: StreamName,
    /// What changed.
    pub change: ChangeKind,
    /// The way to the field; `[]` stands for the items of a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub field: Vec<String>,
    /// What it was: a type, a key, modes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// What changed between two catalogs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Whether nothing changed that the comparison knows of.
    pub same: bool,
    /// The changes: in the order of the old catalog's streams, then the new ones.
    pub changes: Vec<Change>,
    /// What of it breaks the configured catalog, where one was given.
    pub breaks: Vec<Break>,
}

impl Difference {
    /// As a JSON object on one line.
    pub fn to_json(&self) -> String {
        // Serialising strings and lists into memory cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Compares two catalogs; where a configured one is given, also tells what the new one breaks in it.
///
/// ```
/// use airbyte_db::difference::compare;
///
/// let old = r#"{"streams": [{"name": "orders", "json_schema": {"properties": {"id": {"type": "integer"}}}}]}"#;
/// let new = r#"{"streams": [{"name": "orders", "json_schema": {"properties": {"id": {"type": "string"}}}}]}"#;
/// let difference = compare(old, new, None)?;
/// assert_eq!(difference.changes[0].to_string(), "orders: id is string, was integer");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// Text that is no JSON, or passes the limits. A document that is no catalog has no streams.
pub fn compare(old: &str, new: &str, configured: Option<&str>) -> Result<Difference> {
    let (old, new) = (Document::parse(old)?, Document::parse(new)?);
    let configured = configured.map(Document::parse).transpose()?;
    let (before, after) = (stream::all(old.root()), stream::all(new.root()));
    let changes = changes(&before, &after);
    let breaks = configured.map(|configured| breaks::of(&stream::all(configured.root()), &after)).unwrap_or_default();
    Ok(Difference { same: changes.is_empty(), changes, breaks })
}

/// Whether a document is a configured catalog: its streams say how they are moved.
///
/// # Errors
/// Text that is no JSON, or passes the limits.
pub fn is_configured(catalog: &str) -> Result<bool> {
    Ok(stream::all(Document::parse(catalog)?.root()).iter().any(|stream| stream.chosen.is_some()))
}

fn changes(before: &[Stream], after: &[Stream]) -> Vec<Change> {
    let by_name = |streams: &'_ [Stream]| -> HashMap<StreamName, usize> {
        streams.iter().enumerate().map(|(number, stream)| (stream.name.clone(), number)).collect()
    };
    let (old_names, new_names) = (by_name(before), by_name(after));
    let mut noted = Noted::default();
    for old in before {
        match new_names.get(&old.name) {
            Some(number) => of_stream(old, &after[*number], &mut noted),
            None => noted.add(old, ChangeKind::StreamRemoved, &[], None, None),
        }
    }
    for new in after.iter().filter(|new| !old_names.contains_key(&new.name)) {
        noted.add(new, ChangeKind::StreamAdded, &[], None, None);
    }
    noted.0
}

#[derive(Default)]
struct Noted(Vec<Change>);

impl Noted {
    fn add(&mut self, stream: &Stream, change: ChangeKind, field: &[String], old: Option<String>, new: Option<String>) {
        self.0.push(Change { stream: stream.name.clone(), change, field: field.to_vec(), old, new });
    }

    fn if_other(&mut self, stream: &Stream, change: ChangeKind, old: String, new: String) {
        if old != new {
            self.add(stream, change, &[], Some(old), Some(new));
        }
    }
}

fn of_stream(old: &Stream, new: &Stream, noted: &mut Noted) {
    of_fields(old, new, noted);
    noted.if_other(old, ChangeKind::PrimaryKey, key(&old.primary_key), key(&new.primary_key));
    noted.if_other(old, ChangeKind::DefaultCursor, way(&old.default_cursor), way(&new.default_cursor));
    let defined = |stream: &Stream| stream.source_defined_cursor.to_string();
    noted.if_other(old, ChangeKind::SourceDefinedCursor, defined(old), defined(new));
    noted.if_other(old, ChangeKind::SyncModes, modes(&old.sync_modes), modes(&new.sync_modes));
    if let (Some(old_choice), Some(new_choice)) = (&old.chosen, &new.chosen) {
        let mode = |mode: &String| mode.clone();
        let (was, is) = (mode(&old_choice.sync_mode), mode(&new_choice.sync_mode));
        noted.if_other(old, ChangeKind::ConfiguredSyncMode, was, is);
        let (was, is) = (mode(&old_choice.destination_sync_mode), mode(&new_choice.destination_sync_mode));
        noted.if_other(old, ChangeKind::ConfiguredDestinationSyncMode, was, is);
        noted.if_other(old, ChangeKind::ConfiguredCursor, way(&old_choice.cursor), way(&new_choice.cursor));
        let (was, is) = (key(&old_choice.primary_key), key(&new_choice.primary_key));
        noted.if_other(old, ChangeKind::ConfiguredPrimaryKey, was, is);
    }
}

fn of_fields(old: &Stream, new: &Stream, noted: &mut Noted) {
    let before: HashMap<_, _> = old.fields.iter().flatten().map(|field| (&field.path, field)).collect();
    let after: HashMap<_, _> = new.fields.iter().flatten().map(|field| (&field.path, field)).collect();
    for field in old.fields.iter().flatten() {
        match after.get(&field.path) {
            None => noted.add(old, ChangeKind::FieldRemoved, &field.path, Some(field.kind.clone()), None),
            Some(now) if now.kind != field.kind => {
                let (was, is) = (field.kind.clone(), now.kind.clone());
                noted.add(old, ChangeKind::FieldType, &field.path, Some(was), Some(is));
            }
            Some(_) => {}
        }
    }
    for field in new.fields.iter().flatten().filter(|field| !before.contains_key(&field.path)) {
        noted.add(old, ChangeKind::FieldAdded, &field.path, None, Some(field.kind.clone()));
    }
}

/// The way to a field as people write it.
fn way(path: &[String]) -> String {
    if path.is_empty() { "none".to_owned() } else { path.join(".") }
}

fn key(paths: &[Vec<String>]) -> String {
    if paths.is_empty() {
        return "none".to_owned();
    }
    paths.iter().map(|path| way(path)).collect::<Vec<_>>().join(", ")
}

/// The order of the modes says nothing.
fn modes(modes: &[String]) -> String {
    let mut modes = modes.to_vec();
    sort(&mut modes, String::cmp);
    modes.dedup();
    if modes.is_empty() { "none".to_owned() } else { modes.join(", ") }
}

/// A field in a sentence.
fn named(path: &[String]) -> String {
    quoted(&path.join("."))
}
