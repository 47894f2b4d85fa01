//! Changes to some places of a text, which leave the rest of it as it was written.

use super::Value;
use std::borrow::Cow;
use std::ops::Range;

/// Values of one document that are to be replaced. No two of them may overlap.
#[derive(Default)]
pub(crate) struct Edits<'text> {
    list: Vec<(Range<usize>, Cow<'text, str>)>,
}

impl<'text> Edits<'text> {
    pub(crate) fn replace(&mut self, value: Value<'_>, by: impl Into<Cow<'text, str>>) {
        self.list.push((value.offset()..value.end_offset(), by.into()));
    }

    pub(crate) fn insert(&mut self, offset: usize, text: impl Into<Cow<'text, str>>) {
        self.list.push((offset..offset, text.into()));
    }

    /// The document's text with the changes made.
    pub(crate) fn applied_to(mut self, text: &str) -> String {
        self.list.sort_by_key(|(range, _)| range.start);
        let mut changed = String::with_capacity(text.len());
        let mut done = 0;
        for (range, by) in &self.list {
            changed.push_str(&text[done..range.start]);
            changed.push_str(by);
            done = range.end;
        }
        changed.push_str(&text[done..]);
        changed
    }
}

/// A text as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
