//! The orders in which the members of an object may be written.

use crate::json::{Member, Value, code_units, unescape};
use std::borrow::Cow;
use std::cmp::Ordering;

/// The order of an object's members in the text that is hashed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum KeyOrder {
    /// As they stand in the document.
    #[default]
    AsWritten,
    /// At every depth by name, compared as Java compares strings: by UTF-16 code units.
    Sorted,
    /// As Postgres gives back a `jsonb` column: at every depth shorter names first (in bytes), then byte by byte.
    ///
    /// Postgres rewrites numbers too, and so does this order: `1e3` comes back as `1000` and `-0.0` as `0.0`. What it
    /// does not store at all (U+0000, half a surrogate pair, numbers beyond `numeric`) is an error.
    Jsonb,
}

/// A member's name while members are brought in order.
pub(in crate::hash) struct Name<'doc> {
    /// As it is written, without the quotes.
    pub(in crate::hash) inner: &'doc str,
    pub(in crate::hash) has_escapes: bool,
    /// Which member it is the name of; what the number means is the caller's business.
    pub(in crate::hash) number: u32,
}

impl<'doc> Name<'doc> {
    /// The name of a member, by the number of its node.
    pub(in crate::hash) fn of(member: Member<'doc>) -> Self {
        let name = member.name_value();
        Name { inner: inner(name), has_escapes: name.has_escapes(), number: name.index() }
    }

    fn read(&self) -> Cow<'doc, str> {
        if self.has_escapes { Cow::Owned(unescape(self.inner)) } else { Cow::Borrowed(self.inner) }
    }
}

impl KeyOrder {
    /// The names of an object's members in this order; nothing where that is the order they have.
    pub(in crate::hash) fn arranged<'doc>(self, object: Value<'doc>) -> Option<Vec<Name<'doc>>> {
        if self == KeyOrder::AsWritten {
            return None;
        }
        let mut names: Vec<Name<'doc>> = object.members().map(Name::of).collect();
        self.sort(&mut names);
        Some(names)
    }

    pub(in crate::hash) fn sort(self, names: &mut [Name<'_>]) {
        names.sort_unstable_by(|left, right| match self {
            KeyOrder::AsWritten => left.number.cmp(&right.number),
            KeyOrder::Sorted => compare_code_units(left, right),
            KeyOrder::Jsonb => compare_lengths(left, right),
        });
    }
}

/// A string's text as it is written, without the quotes.
pub(in crate::hash) fn inner(string: Value<'_>) -> &str {
    let raw = string.raw();
    raw.get(1..raw.len() - 1).unwrap_or_default()
}

/// As Java compares strings. That is the order of the bytes, except among characters from U+E000 on, which stand
/// behind the surrogates of those beyond U+FFFF.
fn compare_code_units(left: &Name<'_>, right: &Name<'_>) -> Ordering {
    let from_e000 = 0xee;
    let difference = left.inner.bytes().zip(right.inner.bytes()).find(|(left, right)| left != right);
    match difference {
        _ if left.has_escapes || right.has_escapes => code_units(left.inner).cmp(code_units(right.inner)),
        Some((first, second)) if first.min(second) >= from_e000 => code_units(left.inner).cmp(code_units(right.inner)),
        Some((first, second)) => first.cmp(&second),
        None => left.inner.len().cmp(&right.inner.len()),
    }
}

/// As Postgres compares the names of a `jsonb` object.
fn compare_lengths(left: &Name<'_>, right: &Name<'_>) -> Ordering {
    let (left, right) = (left.read(), right.read());
    left.len().cmp(&right.len()).then_with(|| left.cmp(&right))
}
