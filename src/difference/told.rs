//! Differences in words.

use super::{Break, BreakKind, Change, ChangeKind, Difference, named};
use crate::validate::Severity;
use std::fmt;

/// The stream and what changed, in one line.
impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (stream, field) = (&self.stream, self.field.join("."));
        let (old, new) = (self.old.as_deref().unwrap_or("none"), self.new.as_deref().unwrap_or("none"));
        let what = match self.change {
            ChangeKind::StreamAdded => return write!(formatter, "{stream}: a new stream"),
            ChangeKind::StreamRemoved => return write!(formatter, "{stream}: the stream is gone"),
            ChangeKind::FieldAdded => return write!(formatter, "{stream}: {field} is new, {new}"),
            ChangeKind::FieldRemoved => return write!(formatter, "{stream}: {field} is gone, was {old}"),
            ChangeKind::FieldType => return write!(formatter, "{stream}: {field} is {new}, was {old}"),
            ChangeKind::PrimaryKey => "the primary key",
            ChangeKind::DefaultCursor => "the default cursor",
            ChangeKind::SourceDefinedCursor => "whether the source defines the cursor",
            ChangeKind::SyncModes => "supported sync modes",
            ChangeKind::ConfiguredSyncMode => "the configured sync mode",
            ChangeKind::ConfiguredDestinationSyncMode => "the configured destination sync mode",
            ChangeKind::ConfiguredCursor => "the configured cursor",
            ChangeKind::ConfiguredPrimaryKey => "the configured primary key",
        };
        write!(formatter, "{stream}: {what}: {new}, was {old}")
    }
}

impl Break {
    /// What is wrong, as a sentence without the stream.
    pub fn message(&self) -> String {
        let field = named(&self.field);
        let (old, new) = (self.old.as_deref().unwrap_or("any type"), self.new.as_deref().unwrap_or("any type"));
        match self.kind {
            BreakKind::StreamGone => "the source no longer has the stream".to_owned(),
            BreakKind::SyncModeGone => format!("the source no longer supports the sync mode {old}"),
            BreakKind::CursorGone => format!("the cursor {field} is gone"),
            BreakKind::CursorType => format!("the cursor {field} is {new}, was {old}"),
            BreakKind::PrimaryKeyGone => format!("the field {field} of the primary key is gone"),
            BreakKind::PrimaryKeyType => format!("the field {field} of the primary key is {new}, was {old}"),
            BreakKind::FieldGone => format!("the selected field {field} is gone"),
        }
    }

    /// What a person can do.
    pub fn hint(&self) -> &'static str {
        match self.kind {
            BreakKind::StreamGone => "Refresh the connection's schema and take the stream out of it.",
            BreakKind::SyncModeGone => "Choose a sync mode that the source supports.",
            BreakKind::CursorGone => "Choose another cursor, then reset the stream.",
            BreakKind::CursorType | BreakKind::PrimaryKeyType => {
                "Refresh the connection's schema, then reset the stream."
            }
            BreakKind::PrimaryKeyGone => "Choose another primary key, then reset the stream.",
            BreakKind::FieldGone => "Refresh the connection's schema; the column stays empty from now on.",
        }
    }
}

/// The stream and what breaks, in one line.
impl fmt::Display for Break {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.stream, self.message())
    }
}

/// For eyes: the changes, then what breaks.
impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.changes.is_empty() {
            writeln!(formatter, "The catalogs are the same.")?;
        }
        for change in &self.changes {
            let sign = match change.change {
                ChangeKind::StreamAdded | ChangeKind::FieldAdded => '+',
                ChangeKind::StreamRemoved | ChangeKind::FieldRemoved => '-',
                _ => '~',
            };
            writeln!(formatter, "{sign} {}", printable(&change.to_string()))?;
        }
        if !self.breaks.is_empty() {
            writeln!(formatter, "\nThis breaks the configured catalog:")?;
        }
        for broken in &self.breaks {
            let word = if broken.severity == Severity::Error { "error" } else { "warning" };
            writeln!(formatter, "  {word}: {}. {}", printable(&broken.to_string()), broken.hint())?;
        }
        Ok(())
    }
}

/// Without anything that a terminal would obey: names come from a source.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
