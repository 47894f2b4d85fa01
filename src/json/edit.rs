//! Changes to some places of a text, which leave the rest of it as it was written.

use super::parse::end_of_plain;
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
pub(crate) struct ObjectText {
    text: String,
    /// Where it begins in the text.
    start: usize,
}

impl ObjectText {
    /// An object behind what a text says already.
    #[cfg(feature = "store")]
    pub(crate) fn behind(text: String) -> ObjectText {
        ObjectText { start: text.len(), text }
    }

    /// Adds a member, whose value is given as JSON.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.push_name(name).push_str(value);
    }

    /// Adds a member's name; the value has to be added to the text that it gives.
    pub(crate) fn push_name(&mut self, name: &str) -> &mut String {
        self.text.push(if self.text.len() == self.start { '{' } else { ',' });
        push_quoted(&mut self.text, name);
        self.text.push(':');
        &mut self.text
    }

    pub(crate) fn finish(mut self) -> String {
        self.text.push_str(if self.text.len() == self.start { "{}" } else { "}" });
        self.text
    }
}

/// A text as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    push_quoted(&mut quoted, text);
    quoted
}

/// Adds a text as JSON writes it.
pub(crate) fn push_quoted(to: &mut String, text: &str) {
    if end_of_plain(text.as_bytes()).is_empty() {
        to.push('"');
        to.push_str(text);
        to.push('"');
    } else {
        // Writing a text into memory cannot fail.
        to.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}
