//! Searches by trying one way after the other, as ECMA-262 describes it: only so can back-references
//! be matched. The time can grow with a power of the text, hence the budget.

use super::Outcome;
use super::program::{Instruction, Program};
use super::simulate::{holds, step};

/// How many steps a search may take, besides a few for each byte of the text.
const BUDGET: usize = 1_000_000;
/// What a slot holds when it is empty.
const NONE: usize = usize::MAX;

/// Whether the program matches somewhere in the text.
pub(super) fn search(program: &Program, text: &str) -> Outcome {
    let mut search = Search {
        program,
        text,
        slots: vec![NONE; program.slots as usize],
        stack: Vec::new(),
        budget: text.len().saturating_mul(16).saturating_add(BUDGET),
    };
    let mut start = Some(0);
    while let Some(position) = start {
        match search.run(0, position, false) {
            None => return Outcome::TooComplex,
            Some(true) => return Outcome::Found,
            Some(false) => start = step(text, position, false).map(|(_, after)| after),
        }
    }
    Outcome::NotFound
}

/// What to do when the present way leads nowhere.
enum Entry {
    /// Go on here instead.
    Branch { at: u32, position: usize },
    /// Put back what the slot held.
    Restore { slot: usize, value: usize },
}

struct Search<'a> {
    program: &'a Program,
    text: &'a str,
    slots: Vec<usize>,
    stack: Vec<Entry>,
    budget: usize,
}

impl Search<'_> {
    /// Whether the instructions from that one on match from that position on; nothing when the
    /// budget is spent. A failure leaves slots and stack as they were. Calls itself for a
    /// look-around, and the parser limits how many of those are inside one another.
    fn run(&mut self, start: u32, from: usize, backward: bool) -> Option<bool> {
        let program = self.program;
        let base = self.stack.len();
        let (mut at, mut position) = (start, from);
        loop {
            self.budget = self.budget.checked_sub(1)?;
            let mut next = Some(at + 1);
            match program.instructions[at as usize] {
                Instruction::Match => return Some(true),
                Instruction::Jump(target) => next = Some(target),
                Instruction::Split(first, second) => {
                    self.stack.push(Entry::Branch { at: second, position });
                    next = Some(first);
                }
                Instruction::Set(set) => match step(self.text, position, backward) {
                    Some((character, after)) if program.sets[set as usize].contains(character) => {
                        position = after;
                    }
                    _ => next = None,
                },
                Instruction::Assert(assertion) => {
                    next = next.filter(|_| holds(assertion, self.text, position));
                }
                Instruction::Look(number) => {
                    let look = program.looks[number as usize];
                    let mark = self.stack.len();
                    let found = self.run(look.start, position, look.behind)?;
                    if found && look.negative {
                        while self.undo(mark).is_some() {}
                    } else if found {
                        self.keep_restores(mark)?;
                    }
                    next = next.filter(|_| found != look.negative);
                }
                Instruction::Save(slot) => self.store(slot as usize, position),
                Instruction::Clear(first, end) => {
                    self.budget = self.budget.checked_sub((end - first) as usize)?;
                    for slot in first..end {
                        self.store(slot as usize, NONE);
                    }
                }
                Instruction::Progress(slot) => {
                    next = next.filter(|_| self.slots[slot as usize] != position);
                }
                Instruction::BackReference(group) => {
                    let after = self.pass_again(group as usize, position, backward);
                    position = after.unwrap_or(position);
                    next = next.filter(|_| after.is_some());
                }
            }
            if let Some(next) = next {
                at = next;
            } else {
                match self.undo(base) {
                    Some(branch) => (at, position) = branch,
                    None => return Some(false),
                }
            }
        }
    }

    /// Takes back what was done since the last branch above that height of the stack, and gives
    /// that branch.
    fn undo(&mut self, base: usize) -> Option<(u32, usize)> {
        while self.stack.len() > base {
            match self.stack.pop()? {
                Entry::Branch { at, position } => return Some((at, position)),
                Entry::Restore { slot, value } => self.slots[slot] = value,
            }
        }
        None
    }

    /// Forgets the branches of a look-around that held: ECMA-262 does not go back into one. What its
    /// groups hold is still taken back when the way as a whole leads nowhere.
    fn keep_restores(&mut self, mark: usize) -> Option<()> {
        self.budget = self.budget.checked_sub(self.stack.len() - mark)?;
        let mut kept = mark;
        for index in mark..self.stack.len() {
            if matches!(self.stack[index], Entry::Restore { .. }) {
                self.stack.swap(kept, index);
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        Some(())
    }

    fn store(&mut self, slot: usize, value: usize) {
        let before = std::mem::replace(&mut self.slots[slot], value);
        if before != value {
            self.stack.push(Entry::Restore { slot, value: before });
        }
    }

    /// The position behind the text of a group if that stands here once more. A group that holds
    /// nothing stands everywhere.
    fn pass_again(&self, group: usize, position: usize, backward: bool) -> Option<usize> {
        let (start, end) = (self.slots[group * 2], self.slots[group * 2 + 1]);
        if start == NONE || end == NONE {
            return Some(position);
        }
        let wanted = self.text.as_bytes().get(start..end)?;
        if backward {
            let before = self.text.as_bytes().get(..position)?;
            before.ends_with(wanted).then(|| position - wanted.len())
        } else {
            let after = self.text.as_bytes().get(position..)?;
            after.starts_with(wanted).then(|| position + wanted.len())
        }
    }
}
