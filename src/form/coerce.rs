//! What an input holds → what the spec wants. Inputs hold text; specs want numbers, truth values, or nothing.
//! Numbers go from text to text: none is ever rounded.

use super::text::{Edits, member_range, range};
use super::view::View;
use crate::json::{Document, Kind, Value, quoted};
use crate::validate::{Mode, Types};

pub(super) fn edits(view: &View<'_>, configuration: Value<'_>) -> Edits {
    let mut edits = Edits::default();
    coerce(view, configuration, &mut edits);
    edits
}

fn coerce(view: &View<'_>, value: Value<'_>, edits: &mut Edits) {
    match value.kind() {
        Kind::Object if !view.is_secret() => members(view, value, edits),
        Kind::Array if !view.is_secret() => {
            let Some(item) = view.settled(value).and_then(|view| view.items()) else { return };
            let mut parts = Vec::with_capacity(value.len());
            for value in value.items() {
                let stays = !value.is_null() || item.takes_in(value, Mode::Raw);
                parts.push((range(value), stays));
                if stays {
                    coerce(&item, value, edits);
                }
            }
            edits.keep(&parts);
        }
        _ => {
            if let Some(text) = scalar(view, value) {
                edits.replace(value, text);
            }
        }
    }
}

fn members(view: &View<'_>, object: Value<'_>, edits: &mut Edits) {
    // Where no branch is taken, what stands beside the choice is known all the same.
    let settled = view.settled(object);
    let view = settled.as_ref().unwrap_or(view);
    let mut parts = Vec::with_capacity(object.len());
    for member in object.members() {
        let value = member.value();
        let Some(property) = view.property(&member.name()) else {
            parts.push((member_range(member), true));
            continue;
        };
        let stays = !is_absent(&property.view, value, property.required);
        parts.push((member_range(member), stays));
        if stays {
            coerce(&property.view, value, edits);
        }
    }
    edits.keep(&parts);
}

/// Whether an input that holds this was left empty.
fn is_absent(view: &View<'_>, value: Value<'_>, required: bool) -> bool {
    match value.kind() {
        Kind::Null => !view.takes_in(value, Mode::Raw),
        Kind::String => {
            let text = value.as_str().unwrap_or_default();
            !required && is_empty(view, &text) && !is_meant(view, value)
        }
        _ => false,
    }
}

fn is_empty(view: &View<'_>, text: &str) -> bool {
    if keeps_blanks(view) { text.is_empty() } else { text.trim().is_empty() }
}

/// Whether the empty text, or blanks, were chosen: they are one of the values, the default, or all that fits.
fn is_meant(view: &View<'_>, value: Value<'_>) -> bool {
    let is_value = |known: Value<'_>| known == value;
    view.options().iter().any(|(option, _)| is_value(*option))
        || view.default().is_some_and(is_value)
        || (value.raw() != "\"\"" && view.takes_in(value, Mode::Raw) && !fits(view, "\"\""))
}

/// Blanks are part of a secret, and of text that spans lines.
fn keeps_blanks(view: &View<'_>) -> bool {
    view.is_secret() || view.is_marked("multiline")
}

/// What a value that is no container has to be, where it is to be changed.
fn scalar(view: &View<'_>, value: Value<'_>) -> Option<String> {
    let types = view.types();
    match value.kind() {
        Kind::String if types.has(Types::STRING) => without_blanks(view, value),
        Kind::String => of_text(types, value.as_str()?.trim()),
        Kind::Number | Kind::Boolean => {
            let is_number = types.has(Types::NUMBER) || types.has(Types::INTEGER);
            let has_type = if value.kind() == Kind::Number { is_number } else { types.has(Types::BOOLEAN) };
            (!has_type && types.has(Types::STRING)).then(|| quoted(value.raw()))
        }
        _ => None,
    }
}

fn without_blanks(view: &View<'_>, value: Value<'_>) -> Option<String> {
    let text = value.as_str()?;
    let trimmed = text.trim();
    if trimmed.len() == text.len() || keeps_blanks(view) {
        return None;
    }
    let written = quoted(trimmed);
    // A text that fits only with its blanks is meant with them.
    let needs_blanks = view.takes_in(value, Mode::Raw) && !fits(view, &written);
    (!needs_blanks).then_some(written)
}

fn fits(view: &View<'_>, json: &str) -> bool {
    Document::parse(json).is_ok_and(|document| view.takes_in(document.root(), Mode::Raw))
}

/// The value that a text stands for, where text itself is not wanted.
fn of_text(types: Types, text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if types.has(Types::BOOLEAN) && matches!(&*lower, "true" | "false") {
        return Some(lower);
    }
    let written = Document::parse(text.strip_prefix('+').unwrap_or(text)).ok()?;
    let wanted = match written.root().kind() {
        Kind::Number => types.has(Types::NUMBER) || types.has(Types::INTEGER),
        Kind::Object => types.has(Types::OBJECT),
        Kind::Array => types.has(Types::ARRAY),
        _ => false,
    };
    wanted.then(|| written.root().raw().to_owned())
}

/// What a person's text in an input comes to at a place: the value, or none where it leaves the place empty.
pub(super) fn entered(view: &View<'_>, required: bool, input: &str) -> Option<String> {
    let written = quoted(input);
    let document = Document::parse(written.as_str()).ok()?;
    if is_absent(view, document.root(), required) {
        return None;
    }
    let value = scalar(view, document.root());
    Some(value.unwrap_or(written))
}
