//! Where the secrets of one configuration stand in another one: in the stored one, for an edited one.
//!
//! Members are found by their name. Items of a list have none: an item keeps its place where all that is not secret is
//! the same there; otherwise it is the item that is the same in all that is not secret; otherwise it is the one in the
//! same place, if no other item is that one.

use crate::json::{Kind, Value, equal_unless, hash_of_name, sorted_members};
use crate::sorting::sort;
use crate::validate::reach::Spotted;

/// No item is compared with more than this many others that look alike.
const MOST_ALIKE: usize = 64;

/// A configuration and its secret places.
#[derive(Clone, Copy)]
pub(super) struct Side<'doc> {
    pub(super) root: Value<'doc>,
    pub(super) spotted: &'doc [Spotted],
}

impl Side<'_> {
    /// Which of the spotted places a value is.
    pub(super) fn position(self, value: Value<'_>) -> Option<usize> {
        self.spotted.binary_search_by_key(&value.index(), |spotted| spotted.node).ok()
    }

    pub(super) fn is_secret(self, value: Value<'_>) -> bool {
        self.position(value).is_some_and(|at| self.spotted[at].secret)
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

/// For each spotted place of one configuration the value in the same place of another one.
pub(super) fn counterparts<'doc>(one: Side<'doc>, other: Side<'doc>) -> Vec<Option<Value<'doc>>> {
    let mut found = vec![None; one.spotted.len()];
    let mut waiting = vec![(one.root, other.root)];
    while let Some((left, right)) = waiting.pop() {
        if let (Some(at), Some(_)) = (one.position(left), other.position(right)) {
            found[at] = Some(right);
            if one.spotted[at].secret {
                continue;
            }
        }
        match (left.kind(), right.kind()) {
            (Kind::Object, Kind::Object) => add_members(one, left, right, &mut waiting),
            (Kind::Array, Kind::Array) if one.concerns(left) => Items::of(one, left, other, right).pair(&mut waiting),
            _ => {}
        }
    }
    found
}

type Pair<'doc> = (Value<'doc>, Value<'doc>);

fn add_members<'doc>(one: Side<'doc>, left: Value<'doc>, right: Value<'doc>, pairs: &mut Vec<Pair<'doc>>) {
    let rights = sorted_members(right);
    let written = right.written_members();
    for (number, left) in left.written_members().into_iter().enumerate().filter(|(_, left)| one.concerns(left.value)) {
        let name = left.member.name();
        let right = if left.counts {
            rights.binary_search_by(|(known, _)| known.cmp(&name)).ok().map(|at| rights[at].1)
        } else {
            // Nobody reads this one; it is restored only where nothing was changed.
            written.get(number).filter(|right| right.member.is_named(&name) && !right.counts).map(|right| right.value)
        };
        pairs.extend(right.map(|right| (left.value, right)));
    }
}

/// Two lists whose items are to be paired.
struct Items<'doc> {
    one: Side<'doc>,
    other: Side<'doc>,
    lefts: Vec<Option<Value<'doc>>>,
    rights: Vec<Option<Value<'doc>>>,
}

impl<'doc> Items<'doc> {
    fn of(one: Side<'doc>, left: Value<'doc>, other: Side<'doc>, right: Value<'doc>) -> Items<'doc> {
        Items { one, other, lefts: left.items().map(Some).collect(), rights: right.items().map(Some).collect() }
    }

    fn pair(mut self, pairs: &mut Vec<Pair<'doc>>) {
        // What stayed in its place.
        self.pair_in_place(pairs, true);
        self.pair_moved(pairs);
        // What was changed in its place.
        self.pair_in_place(pairs, false);
    }

    fn pair_in_place(&mut self, pairs: &mut Vec<Pair<'doc>>, alike_only: bool) {
        for number in 0..self.lefts.len().min(self.rights.len()) {
            if !alike_only || self.alike(number, number) {
                self.take(number, number, pairs);
            }
        }
    }

    fn pair_moved(&mut self, pairs: &mut Vec<Pair<'doc>>) {
        let left_over = self.rights.iter().enumerate().filter_map(|(number, right)| Some((number, (*right)?)));
        let mut by_hash: Vec<(u32, usize)> =
            left_over.map(|(number, right)| (self.other.public_hash(right), number)).collect();
        sort(&mut by_hash, |(one, _), (other, _)| one.cmp(other));
        // For the first of each hash, how many of it are taken already.
        let mut taken = vec![0; by_hash.len()];
        for number in 0..self.lefts.len() {
            let Some(left) = self.lefts[number] else { continue };
            let hash = self.one.public_hash(left);
            let first = by_hash.partition_point(|(known, _)| *known < hash);
            let Some(skipped) = taken.get_mut(first) else { continue };
            let candidates = by_hash[first + *skipped..].iter().take_while(|(known, _)| *known == hash);
            let found =
                candidates.take(MOST_ALIKE).find(|(_, right)| self.alike(number, *right)).map(|(_, right)| *right);
            if let Some(right) = found {
                self.take(number, right, pairs);
                while by_hash
                    .get(first + *skipped)
                    .is_some_and(|(known, at)| *known == hash && self.rights[*at].is_none())
                {
                    *skipped += 1;
                }
            }
        }
    }

    /// Whether two items are still there, and the same in all that is not secret.
    fn alike(&self, left: usize, right: usize) -> bool {
        let (Some(left), Some(right)) = (self.lefts[left], self.rights[right]) else { return false };
        equal_unless(left, right, &|left, right| {
            let (left, right) = (self.one.is_secret(left), self.other.is_secret(right));
            (left || right).then_some(left == right)
        })
    }

    fn take(&mut self, left: usize, right: usize, pairs: &mut Vec<Pair<'doc>>) {
        if let (Some(one), Some(other)) = (self.lefts[left], self.rights[right]) {
            (self.lefts[left], self.rights[right]) = (None, None);
            pairs.push((one, other));
        }
    }
}
