//! Searches by following all ways through a program at once, one position of the text after the
//! other. Knows nothing of back-references.
//!
//! A look-around is settled before the pattern that uses it: one pass over the text finds all the
//! positions where it holds, from the end of the text for a look-ahead, whose instructions are
//! written backwards. So every pattern takes time linear in the text.

use super::Outcome;
use super::parse::Assertion;
use super::program::{Instruction, Program};

/// How many bits may be spent on the positions where look-arounds hold: 64 MiB.
const MAX_BITS: usize = 64 << 23;

/// How many steps a search may take at most: some seconds. Only a huge pattern on a huge text needs more.
const MAX_STEPS: usize = 1 << 30;

/// Whether the program matches somewhere in the text.
pub(super) fn search(program: &Program, text: &str) -> Outcome {
    let positions = text.len() + 1;
    if program.looks.len().saturating_mul(positions) > MAX_BITS
        || program.instructions.len().saturating_mul(positions) > MAX_STEPS
    {
        return Outcome::TooComplex;
    }
    let mut search = Search {
        program,
        text,
        holds: Vec::new(),
        current: Threads::new(program.instructions.len()),
        next: Threads::new(program.instructions.len()),
        pending: Vec::new(),
    };
    search.holds.resize(program.looks.len(), Vec::new());
    // An inner look-around has the higher number and is needed first.
    for (number, look) in program.looks.iter().enumerate().rev() {
        let mut bits = vec![0; text.len() / 64 + 1];
        if look.start != 0 {
            search.scan(look.start, !look.behind, |position| {
                bits[position / 64] |= 1 << (position % 64);
                true
            });
        }
        search.holds[number] = bits;
    }
    let mut found = false;
    search.scan(0, false, |_| {
        found = true;
        false
    });
    Outcome::from(found)
}

/// Whether the assertion holds at that position of the text.
pub(super) fn holds(assertion: Assertion, text: &str, position: usize) -> bool {
    // The characters of `\w` are ASCII, so single bytes tell enough.
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let before = position.checked_sub(1).and_then(|before| text.as_bytes().get(before));
    let after = text.as_bytes().get(position);
    match assertion {
        Assertion::Start => before.is_none(),
        Assertion::End => after.is_none(),
        Assertion::Boundary => is_word(before) != is_word(after),
        Assertion::NotBoundary => is_word(before) == is_word(after),
    }
}

/// The character beside a position, and the position behind it.
pub(super) fn step(text: &str, position: usize, backward: bool) -> Option<(char, usize)> {
    if backward {
        let character = text.get(..position)?.chars().next_back()?;
        Some((character, position - character.len_utf8()))
    } else {
        let character = text.get(position..)?.chars().next()?;
        Some((character, position + character.len_utf8()))
    }
}

struct Search<'a> {
    program: &'a Program,
    text: &'a str,
    /// For each look-around, one bit for each position.
    holds: Vec<Vec<u64>>,
    current: Threads,
    next: Threads,
    pending: Vec<u32>,
}

impl Search<'_> {
    /// Goes over the whole text with a match beginning at every position, and calls `found` where
    /// one ends, until that gives `false`.
    fn scan(&mut self, start: u32, backward: bool, mut found: impl FnMut(usize) -> bool) {
        let program = self.program;
        let mut position = if backward { self.text.len() } else { 0 };
        self.next.clear();
        let mut is_match = false;
        loop {
            is_match |= self.add(start, position);
            if is_match && !found(position) {
                return;
            }
            let Some((character, after)) = step(self.text, position, backward) else { return };
            std::mem::swap(&mut self.current, &mut self.next);
            self.next.clear();
            is_match = false;
            for index in 0..self.current.listed.len() {
                let at = self.current.listed[index];
                if let Instruction::Set(set) = program.instructions[at as usize]
                    && program.sets[set as usize].contains(character)
                {
                    is_match |= self.add(at + 1, after);
                }
            }
            position = after;
        }
    }

    /// Adds an instruction and all that can be reached from it without a character. Tells whether
    /// a match was among them.
    fn add(&mut self, start: u32, position: usize) -> bool {
        let mut is_match = false;
        self.pending.push(start);
        while let Some(at) = self.pending.pop() {
            if !self.next.insert(at) {
                continue;
            }
            match self.program.instructions[at as usize] {
                Instruction::Match => is_match = true,
                Instruction::Set(_) => {}
                Instruction::Jump(target) => self.pending.push(target),
                Instruction::Split(first, second) => self.pending.extend([first, second]),
                Instruction::Assert(assertion) => {
                    if holds(assertion, self.text, position) {
                        self.pending.push(at + 1);
                    }
                }
                Instruction::Look(number) => {
                    let bits = self.holds[number as usize][position / 64];
                    let is_there = bits >> (position % 64) & 1 == 1;
                    if is_there != self.program.looks[number as usize].negative {
                        self.pending.push(at + 1);
                    }
                }
                // These only do something where back-references are.
                Instruction::Save(_)
                | Instruction::Clear(..)
                | Instruction::Progress(_)
                | Instruction::BackReference(_) => self.pending.push(at + 1),
            }
        }
        is_match
    }
}

/// A set of instructions that is emptied in no time, since only what is listed counts.
struct Threads {
    listed: Vec<u32>,
    places: Vec<u32>,
}

impl Threads {
    fn new(size: usize) -> Threads {
        Threads { listed: Vec::new(), places: vec![0; size] }
    }

    fn clear(&mut self) {
        self.listed.clear();
    }

    /// Adds an instruction, and tells whether it is new.
    fn insert(&mut self, instruction: u32) -> bool {
        let place = &mut self.places[instruction as usize];
        if self.listed.get(*place as usize) == Some(&instruction) {
            return false;
        }
        // A program has at most 20 000 instructions.
        *place = u32::try_from(self.listed.len()).unwrap_or(u32::MAX);
        self.listed.push(instruction);
        true
    }
}
