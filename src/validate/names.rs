//! A list of different names, found by hash: the members of an object, the texts of an `enum`.

use crate::json::{hash_of_name, same_name};

#[derive(Default)]
pub(crate) struct Names {
    list: Vec<(u32, Box<str>)>,
    /// Open addressing; a slot holds the place in the list plus one. Empty while there are few names.
    slots: Box<[u32]>,
}

impl Names {
    /// Up to this many names, comparing hashes one by one is quicker than a table of slots.
    const FEW: usize = 8;

    /// The place of a name, which is added at the end where it is new.
    pub(crate) fn note(&mut self, name: &str) -> usize {
        self.position(name).unwrap_or_else(|| {
            self.list.push((hash_of_name(name.as_bytes()), name.into()));
            self.give_slot();
            self.list.len() - 1
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.find(hash_of_name(name.as_bytes()), |known| same_name(known.as_bytes(), name.as_bytes()))
    }

    /// The place of the name of that hash for which `is_it` holds.
    #[inline]
    pub(crate) fn find(&self, hash: u32, is_it: impl Fn(&str) -> bool) -> Option<usize> {
        if self.slots.is_empty() {
            return self.list.iter().position(|(known, name)| *known == hash && is_it(name));
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let at = (self.slots[slot] as usize).checked_sub(1)?;
            let (known, name) = &self.list[at];
            if *known == hash && is_it(name) {
                return Some(at);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Gives the last name its slot; makes room for all where half of the slots would be taken.
    fn give_slot(&mut self) {
        if self.list.len() <= Self::FEW {
            return;
        }
        let mut newest = self.list.len() - 1;
        if self.slots.len() < self.list.len() * 2 {
            self.slots = vec![0; (self.list.len() * 4).next_power_of_two()].into_boxed_slice();
            newest = 0;
        }
        let mask = self.slots.len() - 1;
        for (at, (hash, _)) in self.list.iter().enumerate().skip(newest) {
            let mut slot = *hash as usize & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            // A name takes at least two bytes of text, so its place fits.
            self.slots[slot] = u32::try_from(at + 1).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn few_and_many_names_are_found_where_they_were_noted() {
        for count in [0, 1, 8, 9, 10, 100, 1000] {
            let mut names = Names::default();
            for number in 0..count {
                assert_eq!(names.note(&format!("name {number}")), number);
                assert_eq!(names.note("name 0"), 0);
            }
            for number in 0..count {
                assert_eq!(names.position(&format!("name {number}")), Some(number));
            }
            assert_eq!(names.position("another"), None);
        }
    }
}
