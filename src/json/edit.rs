//! Changes to some places of a text, which leave the rest of it as it was written.

use super::{Document, Value};
use std::ops::Range;

/// A text being written anew, from the front to the end.
pub(crate) struct Edits<'text> {
    text: &'text str,
    /// How much of it is done.
    done: usize,
    changed: String,
}

impl<'text> Edits<'text> {
    pub(crate) fn of(document: &'text Document<'_>) -> Edits<'text> {
        Edits::of_text(document.text())
    }

    pub(crate) fn of_text(text: &'text str) -> Edits<'text> {
        Edits { text, done: 0, changed: String::with_capacity(text.len()) }
    }

    /// Puts a text in the place of a value. No value may stand before or inside an earlier one.
    pub(crate) fn replace(&mut self, value: Value<'_>, by: &str) {
        self.replace_range(value.offset()..value.end_offset(), by);
    }

    /// The same for what stands from one byte to another.
    pub(crate) fn replace_range(&mut self, range: Range<usize>, by: &str) {
        self.insert(range.start, by);
        self.done = range.end;
    }

    pub(crate) fn insert(&mut self, offset: usize, text: &str) {
        self.changed.push_str(&self.text[self.done..offset]);
        self.changed.push_str(text);
        self.done = offset;
    }

    /// The whole text with the changes made.
    pub(crate) fn finish(mut self) -> String {
        self.changed.push_str(&self.text[self.done..]);
        self.changed
    }
}

/// An object that is being written, without white space.
#[derive(Default)]
pub(crate) struct ObjectText(String);

impl ObjectText {
    /// Adds a member, whose value is given as JSON.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(value);
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        self.0
    }
}

/// A text as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    // Writing a text into memory cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}
