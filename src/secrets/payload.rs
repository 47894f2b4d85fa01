//! A secret's value as the text that is stored, and back.
//!
//! The store holds texts. What a text was, the spec says: where it allows a text, it was one. Where that is not so, the
//! reference says what the value was, in a member `_secret_type` that the platform passes over.

use crate::json::{Document, Kind, Value, quoted};
use crate::validate::schema::Types;
use std::borrow::Cow;

/// The text to store for a value.
pub(super) fn payload_of(value: Value<'_>) -> Cow<'_, str> {
    value.as_str().unwrap_or(Cow::Borrowed(value.raw()))
}

/// What the reference has to say of the value's type: nothing where the spec tells it. It depends on the type only,
/// since it would otherwise tell something of the secret.
pub(super) fn type_to_tell(kind: Kind, types: Types) -> Option<&'static str> {
    let is_told = match kind {
        Kind::String => types.has(Types::STRING),
        kind => !types.has(Types::STRING) && may_be(types, kind),
    };
    (!is_told).then(|| name_of(kind))
}

/// The JSON text of a stored value.
pub(super) fn json_of(payload: &str, types: Types, told: Option<&str>) -> String {
    match read(payload, types, told) {
        Some(document) => document.root().raw().to_owned(),
        None => quoted(payload),
    }
}

/// The value as JSON; none where it is a text.
fn read<'text>(payload: &'text str, types: Types, told: Option<&str>) -> Option<Document<'text>> {
    let is_text = told.map_or(types.has(Types::STRING), |told| told == name_of(Kind::String));
    if is_text {
        return None;
    }
    let fits = |kind| match told {
        Some(told) => told == name_of(kind),
        None => may_be(types, kind),
    };
    Document::parse(payload).ok().filter(|document| fits(document.root().kind()))
}

fn may_be(types: Types, kind: Kind) -> bool {
    // Every integer is a number here.
    types.has(Types::of(kind)) || (kind == Kind::Number && types.has(Types::INTEGER))
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "boolean",
        Kind::Number => "number",
        Kind::String => "string",
        Kind::Array => "array",
        Kind::Object => "object",
    }
}
