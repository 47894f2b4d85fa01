//! Equality as JSON Schema means it, and a hash that agrees with it.

use super::{Kind, Value, hash_of_name};
use crate::sorting::sort;
use std::borrow::Cow;

/// Objects with more members than this are compared through their sorted names.
const SMALL_OBJECT: usize = 32;

/// Whether two values are equal, where `decide` does not say so, or say otherwise, of some that are inside or of both.
pub(crate) fn equal_unless(
    left: Value<'_>,
    right: Value<'_>,
    decide: &dyn Fn(Value<'_>, Value<'_>) -> Option<bool>,
) -> bool {
    if let Some(decided) = decide(left, right) {
        return decided;
    }
    if left.kind() != right.kind() {
        return false;
    }
    match left.kind() {
        Kind::Null => true,
        Kind::Boolean => left.raw() == right.raw(),
        Kind::Number => left.raw() == right.raw() || left.as_number() == right.as_number(),
        Kind::String => left.raw() == right.raw() || left.as_str() == right.as_str(),
        Kind::Array => {
            left.len() == right.len() && left.items().zip(right.items()).all(|(a, b)| equal_unless(a, b, decide))
        }
        Kind::Object => left.len() == right.len() && equal_members(left, right, decide),
    }
}

fn equal_members(left: Value<'_>, right: Value<'_>, decide: &dyn Fn(Value<'_>, Value<'_>) -> Option<bool>) -> bool {
    if left.len() <= SMALL_OBJECT {
        return left
            .members()
            .all(|member| right.get(&member.name()).is_some_and(|value| equal_unless(member.value(), value, decide)));
    }
    let (left, right) = (sorted_members(left), sorted_members(right));
    left.iter()
        .zip(&right)
        .all(|((left_name, left), (right_name, right))| left_name == right_name && equal_unless(*left, *right, decide))
}

/// The members by name; names differ within an object, so the order is the same for equal ones.
pub(crate) fn sorted_members(object: Value<'_>) -> Vec<(Cow<'_, str>, Value<'_>)> {
    let mut members: Vec<_> = object.members().map(|member| (member.name(), member.value())).collect();
    sort(&mut members, |(left, _), (right, _)| left.cmp(right));
    members
}

impl Value<'_> {
    /// A hash with the property that equal values have equal hashes.
    pub(crate) fn hash_by_value(self) -> u32 {
        match self.kind() {
            Kind::Null => 1,
            Kind::Boolean => 2 + u32::from(self.raw() == "true"),
            Kind::Number => self.as_number().map_or(4, super::Number::hash),
            Kind::String => self.as_str().map_or(5, |text| hash_of_text(&text)),
            Kind::Array => self.items().fold(6, |hash, item| mix(hash, item.hash_by_value())),
            // The order of members does not count, so neither may the order of mixing.
            Kind::Object => self.members().fold(7, |hash, member| {
                hash ^ mix(hash_of_name(member.name().as_bytes()), member.value().hash_by_value())
            }),
        }
    }
}

fn hash_of_text(text: &str) -> u32 {
    text.bytes().fold(5, |hash, byte| mix(hash, u32::from(byte)))
}

pub(super) fn mix(hash: u32, more: u32) -> u32 {
    (hash ^ more).wrapping_mul(0x9e37_79b1).rotate_left(13)
}
