//! What a discovered catalog breaks in a configured one.

use super::StreamName;
use super::stream::{self, Chosen, Stream};
use crate::error::Result;
use crate::json::Document;
use crate::validate::Severity;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Why a stream can no longer be moved as it is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    /// The source no longer has the stream.
    StreamGone,
    /// The source can no longer do the sync mode.
    SyncModeGone,
    /// The cursor is no longer there.
    CursorGone,
    /// The cursor has another type, so that the stored state cannot be compared with it.
    CursorType,
    /// A field of the primary key is no longer there.
    PrimaryKeyGone,
    /// A field of the primary key has another type.
    PrimaryKeyType,
    /// A field that is selected is no longer there: its column stays empty. A warning.
    FieldGone,
}

/// One thing that a connection can no longer do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Break {
    /// In which stream.
    #[serde(flatten)]
    pub stream: StreamName,
    /// Where the stream stands in the configured catalog, from 0.
    pub number: usize,
    /// Why.
    #[serde(rename = "break")]
    pub kind: BreakKind,
    /// The way to the field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub field: Vec<String>,
    /// The type that the field had, or the mode that is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The type that it has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// An error stops the sync or makes it wrong; a warning loses a column.
    pub severity: Severity,
}

/// What of a configured catalog no longer holds in a discovered one.
///
/// ```
/// use airbyte_db::difference::breaks;
///
/// let configured = r#"{"streams": [{"stream": {"name": "orders", "json_schema": {}}, "sync_mode": "full_refresh"}]}"#;
/// let broken = breaks(configured, r#"{"streams": []}"#)?;
/// assert_eq!(broken[0].to_string(), "orders: the source no longer has the stream");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// Text that is no JSON, or passes the limits.
pub fn breaks(configured: &str, discovered: &str) -> Result<Vec<Break>> {
    let (configured, discovered) = (Document::parse(configured)?, Document::parse(discovered)?);
    Ok(of(&stream::all(configured.root()), &stream::all(discovered.root())))
}

pub(super) fn of(configured: &[Stream], discovered: &[Stream]) -> Vec<Break> {
    let now: HashMap<&StreamName, &Stream> = discovered.iter().map(|stream| (&stream.name, stream)).collect();
    let mut found = Vec::new();
    for (number, stream) in configured.iter().enumerate() {
        let Some(chosen) = &stream.chosen else { continue };
        let mut note = |kind, field: &[String], old: Option<&str>, new: Option<&str>| {
            let severity = if kind == BreakKind::FieldGone { Severity::Warning } else { Severity::Error };
            found.push(Break {
                stream: stream.name.clone(),
                number,
                kind,
                field: field.to_vec(),
                old: old.map(str::to_owned),
                new: new.map(str::to_owned),
                severity,
            });
        };
        match now.get(&stream.name) {
            None => note(BreakKind::StreamGone, &[], None, None),
            Some(now) => of_stream(stream, chosen, now, &mut note),
        }
    }
    found
}

type Note<'note> = dyn FnMut(BreakKind, &[String], Option<&str>, Option<&str>) + 'note;

fn of_stream(stream: &Stream, chosen: &Chosen, now: &Stream, note: &mut Note<'_>) {
    // Older catalogs name no modes, and mean nothing by it (facts, blobs 6.2).
    if !now.sync_modes.is_empty() && !now.sync_modes.contains(&chosen.sync_mode) {
        note(BreakKind::SyncModeGone, &[], Some(&chosen.sync_mode), None);
    }
    // A schema that names no fields allows any.
    let Some(fields) = &now.fields else { return };
    let there: HashSet<&str> = fields.iter().filter_map(|field| field.path.first()).map(String::as_str).collect();
    let mut told: Vec<&[String]> = Vec::new();
    let look = |path: &[String], gone, retyped, note: &mut Note<'_>| {
        let (was, is) = (stream.field(path), now.field(path));
        match (was, is) {
            (_, None) => note(gone, path, was.map(|field| field.kind.as_str()), None),
            (Some(was), Some(is)) if was.kind != is.kind => note(retyped, path, Some(&was.kind), Some(&is.kind)),
            _ => {}
        }
    };
    if chosen.sync_mode == "incremental" && !now.source_defined_cursor && !chosen.cursor.is_empty() {
        look(&chosen.cursor, BreakKind::CursorGone, BreakKind::CursorType, note);
        told.push(&chosen.cursor);
    }
    if chosen.destination_sync_mode == "append_dedup" {
        for path in chosen.primary_key.iter().filter(|path| !path.is_empty()) {
            if told.iter().all(|told| told != path) {
                look(path, BreakKind::PrimaryKeyGone, BreakKind::PrimaryKeyType, note);
            }
            told.push(path);
        }
    }
    // What is inside of a field that is gone is not told again.
    for field in stream.fields.iter().flatten().filter(|field| field.path.len() == 1) {
        let is_told = told.iter().any(|told| *told == field.path);
        if !is_told && !there.contains(&*field.path[0]) {
            note(BreakKind::FieldGone, &field.path, Some(&field.kind), None);
        }
    }
}
