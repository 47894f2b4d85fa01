//! Groups the characters that a pattern treats alike, so that the automaton needs one transition for
//! each group and not for each character.

use super::class::{LAST, Set};
use super::property::Property;

/// How many sets the characters are sorted by.
const MAX_SETS: usize = 256;
/// How many properties may occur; every one doubles the table.
const MAX_PROPERTIES: usize = 3;
/// How many questions of the form "is this range in this set" building may ask.
const MAX_QUESTIONS: usize = 1 << 15;

/// The groups of characters, each with a number from 0.
pub(super) struct Symbols {
    /// For the characters of ASCII, their group.
    ascii: Box<[u8; 128]>,
    /// Where the ranges start within which all characters with the same properties are alike.
    starts: Vec<u32>,
    properties: Vec<Property>,
    /// The group of each range, once for each way the properties can turn out.
    groups: Vec<u8>,
    /// How many groups there are.
    pub(super) count: usize,
    /// For each set, one answer for each group: whether its characters belong to the set.
    members: Vec<bool>,
}

impl Symbols {
    /// The groups for some sets; nothing where there would be too many.
    pub(super) fn new(sets: &[Set]) -> Option<Symbols> {
        if sets.len() > MAX_SETS {
            return None;
        }
        let mut starts = vec![0];
        let mut properties = Vec::new();
        for set in sets {
            for (first, last) in set.ranges() {
                for start in [*first, last + 1] {
                    if let Err(place) = starts.binary_search(&start)
                        && start <= LAST
                    {
                        starts.insert(place, start);
                    }
                }
            }
            for property in set.properties() {
                if !properties.contains(&property) {
                    properties.push(property);
                }
            }
            if starts.len() * sets.len() > MAX_QUESTIONS || properties.len() > MAX_PROPERTIES {
                return None;
            }
        }
        let mut symbols = Symbols {
            ascii: Box::new([0; 128]),
            starts,
            properties,
            groups: Vec::new(),
            count: 1,
            members: Vec::new(),
        };
        symbols.divide(sets)?;
        for code in 0..128 {
            symbols.ascii[usize::from(code)] = symbols.search(char::from(code));
        }
        Some(symbols)
    }

    /// The group of a character.
    pub(super) fn group(&self, character: char) -> usize {
        match self.ascii.get(character as usize) {
            Some(group) => usize::from(*group),
            None => usize::from(self.search(character)),
        }
    }

    /// The group of an ASCII character.
    #[inline]
    pub(super) fn group_of_ascii(&self, byte: u8) -> usize {
        usize::from(self.ascii[usize::from(byte & 127)])
    }

    /// Whether the characters of a group belong to a set.
    pub(super) fn is_member(&self, set: usize, group: usize) -> bool {
        self.members[set * self.count + group]
    }

    fn search(&self, character: char) -> u8 {
        let range = self.starts.partition_point(|start| *start <= u32::from(character)) - 1;
        let mut place = range << self.properties.len();
        for (index, property) in self.properties.iter().enumerate() {
            place |= usize::from(property.holds(character)) << index;
        }
        self.groups[place]
    }

    /// Begins with one group and lets each set divide every group that is partly in it.
    fn divide(&mut self, sets: &[Set]) -> Option<()> {
        let cells = self.starts.len() << self.properties.len();
        if cells * sets.len() > MAX_QUESTIONS {
            return None;
        }
        self.groups = vec![0; cells];
        let mut is_inside = Vec::with_capacity(cells * sets.len());
        for set in sets {
            let answers = is_inside.len();
            // For each group, whether some of it is outside the set, and the group of what is inside.
            let mut halves = [(false, None); 256];
            for cell in 0..cells {
                let answer = set.contains_if(self.starts[cell >> self.properties.len()], |property| {
                    let index = self.properties.iter().position(|other| *other == property);
                    index.is_some_and(|index| cell >> index & 1 == 1)
                });
                is_inside.push(answer);
                halves[usize::from(self.groups[cell])].0 |= !answer;
            }
            for cell in 0..cells {
                let (is_divided, inside) = &mut halves[usize::from(self.groups[cell])];
                if *is_divided && is_inside[answers + cell] {
                    if inside.is_none() {
                        *inside = Some(u8::try_from(self.count).ok()?);
                        self.count += 1;
                    }
                    self.groups[cell] = inside.unwrap_or(0);
                }
            }
        }
        self.members = vec![false; sets.len() * self.count];
        for set in 0..sets.len() {
            for cell in 0..cells {
                self.members[set * self.count + usize::from(self.groups[cell])] = is_inside[set * cells + cell];
            }
        }
        Some(())
    }
}
