//! Where the secrets of one configuration stand in another one: in the stored one, for an edited one.
//!
//! Members are found by their name. Items of a list have none: an item keeps its place where all that is not secret is
//! the same there; otherwise it is the item that is the same in all that is not secret; otherwise it is the one in the
//! same place, if no other item is that one.

use crate::json::{Kind, Value, hash_of_name};
use crate::validate::reach::Spotted;
use std::borrow::Cow;
use std::collections::HashMap;

/// No item is compared with more than this many others that look alike.
const MOST_ALIKE: usize = 64;

/// A configuration and its secret places.
#[derive(Clone, Copy)]
pub(super) struct Side<'doc> {
    pub(super) root: Value<'doc>,
    pub(super) spotted: &'doc [Spotted],
}

impl<'doc> Side<'doc> {
    fn spotted(self, value: Value<'_>) -> Option<&'doc Spotted> {
        self.spotted.binary_search_by_key(&value.index(), |spotted| spotted.node).ok().map(|at| &self.spotted[at])
    }

    fn is_secret(self, value: Value<'_>) -> bool {
        self.spotted(value).is_some_and(|spotted| spotted.secret)
    }

    /// Whether the value is spotted or has something inside that is.
    fn concerns(self, value: Value<'_>) -> bool {
        let first = self.spotted.partition_point(|spotted| spotted.node < value.index());
        self.spotted.get(first).is_some_and(|spotted| spotted.node < value.end_index())
    }

    /// Equal for values that are the same in all that is not secret.
    fn public_hash(self, value: Value<'_>) -> u32 {
        let mix = |hash: u32, more: u32| (hash ^ more).wrapping_mul(0x9e37_79b1).rotate_left(13);
        if self.is_secret(value) {
            return 1;
        }
        match value.kind() {
            Kind::Array => value.items().fold(2, |hash, item| mix(hash, self.public_hash(item))),
            Kind::Object => value.members().fold(3, |hash: u32, member| {
                let name = hash_of_name(member.name().as_bytes());
                hash.wrapping_add(mix(name, self.public_hash(member.value())))
            }),
            _ => value.hash_by_value(),
        }
    }
}

/// For the spotted places of one configuration (by node) the values in the same places of another one.
pub(super) fn counterparts<'doc>(one: Side<'doc>, other: Side<'doc>) -> HashMap<u32, Value<'doc>> {
    let mut found = HashMap::new();
    let mut waiting = vec![(one.root, other.root)];
    while let Some((left, right)) = waiting.pop() {
        if let (Some(spotted), Some(_)) = (one.spotted(left), other.spotted(right)) {
            found.insert(left.index(), right);
            if spotted.secret {
                continue;
            }
        }
        match (left.kind(), right.kind()) {
            (Kind::Object, Kind::Object) => waiting.extend(members(one, left, right)),
            (Kind::Array, Kind::Array) => waiting.extend(items(one, left, other, right)),
            _ => {}
        }
    }
    found
}

type Pair<'doc> = (Value<'doc>, Value<'doc>);

fn members<'doc>(one: Side<'doc>, left: Value<'doc>, right: Value<'doc>) -> Vec<Pair<'doc>> {
    // Of members with one name the last one counts, so they are counted from the end.
    let rights: HashMap<(Cow<'_, str>, u32), Value<'doc>> =
        right.written_members().into_iter().map(|right| ((right.member.name(), right.later), right.value)).collect();
    let concerned = left.written_members().into_iter().filter(|left| one.concerns(left.value));
    concerned.filter_map(|left| Some((left.value, *rights.get(&(left.member.name(), left.later))?))).collect()
}

fn items<'doc>(one: Side<'doc>, left: Value<'doc>, other: Side<'doc>, right: Value<'doc>) -> Vec<Pair<'doc>> {
    if !one.concerns(left) {
        return Vec::new();
    }
    let mut lefts: Vec<Option<Value<'doc>>> = left.items().map(Some).collect();
    let mut rights: Vec<Option<Value<'doc>>> = right.items().map(Some).collect();
    let mut pairs = Vec::new();
    // What stayed in its place.
    for (left, right) in lefts.iter_mut().zip(&mut rights) {
        pairs.extend(take_both(left, right, |left, right| same_public(one, left, other, right)));
    }
    // What moved.
    let mut alike: HashMap<u32, Vec<usize>> = HashMap::new();
    for (number, right) in rights.iter().enumerate().rev() {
        if let Some(right) = right {
            alike.entry(other.public_hash(*right)).or_default().push(number);
        }
    }
    for left in &mut lefts {
        let Some(known) = left.as_ref().and_then(|left| alike.get_mut(&one.public_hash(*left))) else { continue };
        for at in (0..known.len()).rev().take(MOST_ALIKE) {
            let pair = take_both(left, &mut rights[known[at]], |left, right| same_public(one, left, other, right));
            if pair.is_some() {
                pairs.extend(pair);
                known.remove(at);
                break;
            }
        }
    }
    // What was changed in its place.
    for (left, right) in lefts.iter_mut().zip(&mut rights) {
        pairs.extend(take_both(left, right, |_, _| true));
    }
    pairs
}

/// Takes both out, where both are still there and belong together.
fn take_both<'doc>(
    left: &mut Option<Value<'doc>>,
    right: &mut Option<Value<'doc>>,
    together: impl Fn(Value<'doc>, Value<'doc>) -> bool,
) -> Option<Pair<'doc>> {
    let pair = (*left)?;
    let pair = (pair, (*right)?);
    together(pair.0, pair.1).then(|| {
        (*left, *right) = (None, None);
        pair
    })
}

/// Whether two values are the same in all that is not secret.
fn same_public(one: Side<'_>, left: Value<'_>, other: Side<'_>, right: Value<'_>) -> bool {
    let (left_secret, right_secret) = (one.is_secret(left), other.is_secret(right));
    if left_secret || right_secret {
        return left_secret == right_secret;
    }
    let same = |left, right| same_public(one, left, other, right);
    match (left.kind(), right.kind()) {
        (Kind::Array, Kind::Array) => {
            left.len() == right.len() && left.items().zip(right.items()).all(|(left, right)| same(left, right))
        }
        (Kind::Object, Kind::Object) if left.len() == right.len() => {
            let rights: HashMap<_, _> = right.members().map(|member| (member.name(), member.value())).collect();
            left.members().all(|left| rights.get(&left.name()).is_some_and(|right| same(left.value(), *right)))
        }
        (Kind::Object, Kind::Object) => false,
        _ => left == right,
    }
}
