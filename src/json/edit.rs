//! Changes to some places of a text, which leave the rest of it as it was written.

use super::{Document, Value};

/// A text being written anew, from the front to the end.
pub(crate) struct Edits<'text> {
    text: &'text str,
    /// How much of it is done.
    done: usize,
    changed: String,
}

impl<'text> Edits<'text> {
    pub(crate) fn of(document: &'text Document<'_>) -> Edits<'text> {
        Edits { text: document.text(), done: 0, changed: String::with_capacity(document.text().len()) }
    }

    /// Puts a text in the place of a value. No value may stand before or inside an earlier one.
    pub(crate) fn replace(&mut self, value: Value<'_>, by: &str) {
        self.insert(value.offset(), by);
        self.done = value.end_offset();
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

/// A text as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    // Writing a text into memory cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}
