//! JSON text, written and changed in place: what is not touched keeps every byte.

use crate::error::Result;
use crate::json::{self, Document, Kind, Member, ObjectText, Value, quoted, segments};
use crate::sorting::order;
use std::borrow::Cow;
use std::ops::Range;

/// Reads a configuration. Of members with the same name only the one that counts is left: an edit beside one that
/// does not count would mean nothing.
pub(super) fn read(configuration: &str) -> Result<Document<'_>> {
    let document = Document::parse(configuration)?;
    if !has_repeats(document.root()) {
        return Ok(document);
    }
    let mut text = String::new();
    write(document.root(), &mut text);
    Document::parse(text)
}

fn has_repeats(value: Value<'_>) -> bool {
    let repeats =
        |member: Member<'_>| member.value().index() != member.name_value().index() + 1 || has_repeats(member.value());
    value.members().any(repeats) || value.items().any(has_repeats)
}

fn write(value: Value<'_>, text: &mut String) {
    match value.kind() {
        Kind::Object => {
            text.push('{');
            for (number, member) in value.members().enumerate() {
                text.push_str(if number == 0 { "" } else { "," });
                text.push_str(member.name_value().raw());
                text.push(':');
                write(member.value(), text);
            }
            text.push('}');
        }
        Kind::Array => {
            text.push('[');
            for (number, item) in value.items().enumerate() {
                text.push_str(if number == 0 { "" } else { "," });
                write(item, text);
            }
            text.push(']');
        }
        _ => text.push_str(value.raw()),
    }
}

/// Changes to a text, none inside another, in any order.
#[derive(Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, value: Value<'_>, text: String) {
        self.0.push((range(value), text));
    }

    /// Removes some of an object's members or a list's items, given all of them in order and whether each stays.
    pub(super) fn keep(&mut self, parts: &[(Range<usize>, bool)]) {
        let mut start = parts.first().map_or(0, |(range, _)| range.start);
        let mut any_kept = false;
        for (range, stays) in parts {
            if *stays {
                // What goes before the first that stays ends where that begins; any other begins where the last ended.
                if !any_kept && start < range.start {
                    self.0.push((start..range.start, String::new()));
                }
                any_kept = true;
                start = range.end;
            } else if any_kept {
                self.0.push((start..range.end, String::new()));
                start = range.end;
            }
        }
        if let (false, Some((last, _))) = (any_kept, parts.last()) {
            self.0.push((start..last.end, String::new()));
        }
    }

    pub(super) fn apply(&self, text: &str) -> String {
        let edits = &self.0;
        let mut changed = json::Edits::of_text(text);
        for place in order(edits.len(), &|left, right| edits[left].0.start.cmp(&edits[right].0.start)) {
            let (range, replacement) = &edits[place];
            changed.replace_range(range.clone(), replacement);
        }
        changed.finish()
    }
}

/// Where a value stands in its text.
pub(super) fn range(value: Value<'_>) -> Range<usize> {
    value.offset()..value.offset() + value.raw().len()
}

/// Where a member stands, from its name to the end of its value.
pub(super) fn member_range(member: Member<'_>) -> Range<usize> {
    member.offset()..range(member.value()).end
}

/// Changes one place of a document; every other byte stays.
///
/// A member that is not there is added at the end of its object, and objects on the way to it are made where they
/// are missing. `None` removes the member or item; removing what is not there changes nothing, and neither does a
/// place that cannot be, such as a member of a list.
///
/// ```
/// use airbyte_db::form::put;
///
/// let text = r#"{ "host": "a", "ports": [1, 2] }"#;
/// assert_eq!(put(text, "/ports/1", Some("3.0"))?, r#"{ "host": "a", "ports": [1, 3.0] }"#);
/// assert_eq!(put(text, "/user", Some("\"me\""))?, r#"{ "host": "a", "ports": [1, 2],"user":"me" }"#);
/// assert_eq!(put(text, "/host", None)?, r#"{ "ports": [1, 2] }"#);
/// assert_eq!(put("{}", "/a/b", Some("1"))?, r#"{"a":{"b":1}}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// The document or the value is no JSON.
pub fn put(document: &str, pointer: &str, value: Option<&str>) -> Result<String> {
    let document = read(document)?;
    if let Some(value) = value {
        Document::parse(value)?;
    }
    Ok(put_into(&document, pointer, value).unwrap_or_else(|| document.text().to_owned()))
}

pub(super) fn put_into(document: &Document<'_>, pointer: &str, value: Option<&str>) -> Option<String> {
    let mut edits = Edits::default();
    match (document.pointer(pointer), value) {
        (Some(place), Some(value)) => edits.replace(place, value.trim().to_owned()),
        (Some(place), None) => {
            let mut parts = parts(document.pointer(split_last(pointer)?.0)?);
            for (range, stays) in &mut parts {
                *stays = range.end != self::range(place).end;
            }
            edits.keep(&parts);
        }
        (None, Some(value)) => {
            let changed = outermost_missing(document, pointer);
            let mut text = value.trim().to_owned();
            let mut here = pointer;
            while here.len() > changed.len() {
                let (above, name) = split_last(here)?;
                let mut object = ObjectText::default();
                object.push(&name, &text);
                (here, text) = (above, object.finish());
            }
            let (above, name) = split_last(here)?;
            add(&mut edits, document.pointer(above)?, &name, text)?;
        }
        (None, None) => return None,
    }
    Some(edits.apply(document.text()))
}

/// Where each member or item stands, marked to stay.
fn parts(value: Value<'_>) -> Vec<(Range<usize>, bool)> {
    let members = value.members().map(member_range);
    members.chain(value.items().map(range)).map(|range| (range, true)).collect()
}

fn add(edits: &mut Edits, parent: Value<'_>, name: &str, mut text: String) -> Option<()> {
    match parent.kind() {
        Kind::Object => text = quoted(name) + ":" + &text,
        Kind::Array if name == "-" || name == parent.len().to_string() => {}
        _ => return None,
    }
    let at = match parts(parent).last() {
        Some((last, _)) => {
            text.insert(0, ',');
            last.end
        }
        None => parent.offset() + 1,
    };
    edits.0.push((at..at, text));
    Some(())
}

/// The pointer of the container, and the last segment.
fn split_last(pointer: &str) -> Option<(&str, Cow<'_, str>)> {
    let (parent, last) = pointer.split_at(pointer.rfind('/')?);
    Some((parent, segments(last).next()?))
}

/// The outermost place on the way to a pointer that is not there yet; the pointer itself where all is there.
pub(super) fn outermost_missing<'p>(document: &Document<'_>, pointer: &'p str) -> &'p str {
    let mut here = pointer;
    while let Some((above, _)) = split_last(here) {
        if document.pointer(above).is_some() {
            break;
        }
        here = above;
    }
    here
}
