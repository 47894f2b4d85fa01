//! Turns the tree of a pattern into instructions, with repetitions written out. Knows nothing of the
//! text a pattern is searched in.

use super::PatternError;
use super::class::Set;
use super::parse::{Assertion, Node, Repeat, Tree};
use crate::validate::template::Template;

/// The range of `[0-9]` and `\d`.
const DIGITS: (u32, u32) = ('0' as u32, '9' as u32);

/// How many instructions a pattern may take.
const MAX_INSTRUCTIONS: usize = 20_000;

/// One step of a match. Where nothing else is said, the next instruction follows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Instruction {
    /// Passes one character of the set with that number.
    Set(u32),
    Jump(u32),
    /// Goes on at either place; the first is to be tried first.
    Split(u32, u32),
    Assert(Assertion),
    /// Holds where the look-around with that number does.
    Look(u32),
    /// The whole pattern matches, or the look-around this belongs to.
    Match,

    // The rest only occurs in patterns with back-references.
    /// Stores the position in a slot.
    Save(u32),
    /// Empties slots: the first, and the one after the last.
    Clear(u32, u32),
    /// Fails where the slot holds the present position, so that no round of a loop stays in place.
    Progress(u32),
    /// Passes the text of the group with that number, if it has any.
    BackReference(u32),
}

/// The part of a program for one look-around.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Its first instruction; 0 where none leads to it, as in `(?:(?=a)){0}`.
    pub(super) start: u32,
    pub(super) behind: bool,
    pub(super) negative: bool,
}

/// What a pattern needs to be searched for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Nothing but characters, `^` and `$`.
    Plain,
    /// Look-around or word boundaries as well.
    Assertions,
    /// Back-references, with or without the others.
    BackReferences,
}

/// A pattern as instructions.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) instructions: Vec<Instruction>,
    pub(super) sets: Vec<Set>,
    /// An inner look-around comes after the one it is inside of.
    pub(super) looks: Vec<Look>,
    /// Two for the start and the end of each group, and one for each loop.
    pub(super) slots: u32,
    pub(super) kind: Kind,
}

impl Program {
    /// What the text is compared with, where the pattern is a row of digits and single characters from start to end.
    pub(super) fn template(&self) -> Option<Template> {
        let [Instruction::Assert(Assertion::Start), row @ .., Instruction::Assert(Assertion::End), Instruction::Match] =
            &self.instructions[..]
        else {
            return None;
        };
        let place = |instruction: &Instruction| {
            let Instruction::Set(set) = instruction else { return None };
            match self.sets.get(*set as usize)?.as_range()? {
                DIGITS => Some(None),
                (first, last) => u8::try_from(first).ok().filter(|byte| byte.is_ascii() && first == last).map(Some),
            }
        };
        Template::new(&row.iter().map(place).collect::<Option<Vec<_>>>()?)
    }

    pub(super) fn new(mut tree: Tree) -> Result<Program, PatternError> {
        let kind = if tree.has_back_references {
            Kind::BackReferences
        } else if tree.has_boundaries || !tree.looks.is_empty() {
            Kind::Assertions
        } else {
            Kind::Plain
        };
        let sets = std::mem::take(&mut tree.sets);
        let looks = tree.looks.iter().map(|look| Look { start: 0, behind: look.behind, negative: look.negative });
        let mut writer = Writer {
            tree: &tree,
            captures: kind == Kind::BackReferences,
            instructions: Vec::with_capacity(32),
            looks: looks.collect(),
            waiting: Vec::new(),
            slots: tree.next_group * 2,
        };
        writer.write_all().ok_or_else(|| {
            PatternError::whole("the pattern is too large: written out, its repetitions take more than 20000 steps")
        })?;
        let Writer { instructions, looks, slots, .. } = writer;
        Ok(Program { instructions, sets, looks, slots, kind })
    }
}

/// Writes instructions. Every function gives nothing when there are too many.
struct Writer<'t> {
    tree: &'t Tree,
    captures: bool,
    instructions: Vec<Instruction>,
    looks: Vec<Look>,
    /// The look-arounds that some instruction uses and that still have to be written.
    waiting: Vec<(usize, &'t Node)>,
    slots: u32,
}

impl<'t> Writer<'t> {
    fn write_all(&mut self) -> Option<()> {
        self.node(&self.tree.root, false)?;
        self.push(Instruction::Match)?;
        while let Some((number, body)) = self.waiting.pop() {
            self.looks[number].start = self.here();
            // With captures, a look-behind is matched backwards, as ECMA-262 says. Without, it is
            // found for all positions in one go from the start of the text, and the look-ahead
            // from the end.
            self.node(body, self.looks[number].behind == self.captures)?;
            self.push(Instruction::Match)?;
        }
        Some(())
    }

    /// The number of the next instruction. There are at most 20 000.
    fn here(&self) -> u32 {
        u32::try_from(self.instructions.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, instruction: Instruction) -> Option<()> {
        self.instructions.push(instruction);
        (self.instructions.len() <= MAX_INSTRUCTIONS).then_some(())
    }

    /// A jump or split whose target is not known yet.
    fn push_open(&mut self, instruction: Instruction) -> Option<usize> {
        self.push(instruction)?;
        Some(self.instructions.len() - 1)
    }

    fn node(&mut self, node: &'t Node, backward: bool) -> Option<()> {
        match node {
            Node::Empty => Some(()),
            Node::Set(number) => self.push(Instruction::Set(*number)),
            Node::Assert(assertion) => self.push(Instruction::Assert(*assertion)),
            Node::Sequence(parts) if backward => {
                parts.iter().rev().try_for_each(|part| self.node(part, backward).ok_or(())).ok()
            }
            Node::Sequence(parts) => parts.iter().try_for_each(|part| self.node(part, backward).ok_or(())).ok(),
            Node::Choice(branches) => self.choice(branches, backward),
            Node::Repeat(repeat) => self.repeat(repeat, backward),
            Node::Capture(number, body) => {
                let first = number * 2 + u32::from(backward);
                self.save(first)?;
                self.node(body, backward)?;
                self.save(first ^ 1)
            }
            Node::Look(number, body) => {
                let look = &mut self.looks[*number as usize];
                if look.start == 0 {
                    // Taken until its real place is known, so that copies share one body.
                    look.start = u32::MAX;
                    self.waiting.push((*number as usize, body));
                }
                self.push(Instruction::Look(*number))
            }
            Node::BackReference(number) => self.push(Instruction::BackReference(*number)),
            Node::NamedReference(reference) => {
                // At most one of the groups with that name holds a text, and the others match the
                // empty text, so one after the other does as one of them.
                let tree = self.tree;
                let name = &tree.references[*reference];
                for (_, number) in tree.names.iter().filter(|(other, _)| other == name) {
                    self.push(Instruction::BackReference(*number))?;
                }
                Some(())
            }
        }
    }

    fn save(&mut self, slot: u32) -> Option<()> {
        if self.captures { self.push(Instruction::Save(slot)) } else { Some(()) }
    }

    fn choice(&mut self, branches: &'t [Node], backward: bool) -> Option<()> {
        let mut ends = Vec::with_capacity(branches.len());
        for (index, branch) in branches.iter().enumerate() {
            if index + 1 == branches.len() {
                self.node(branch, backward)?;
                continue;
            }
            let split = self.push_open(Instruction::Split(0, 0))?;
            self.node(branch, backward)?;
            ends.push(self.push_open(Instruction::Jump(0))?);
            self.close(split, false);
        }
        let here = self.here();
        for end in ends {
            self.instructions[end] = Instruction::Jump(here);
        }
        Some(())
    }

    /// Lets an open split go on behind itself or here.
    fn close(&mut self, split: usize, lazy: bool) {
        let (inside, behind) = (u32::try_from(split + 1).unwrap_or(u32::MAX), self.here());
        self.instructions[split] =
            if lazy { Instruction::Split(behind, inside) } else { Instruction::Split(inside, behind) };
    }

    fn repeat(&mut self, repeat: &'t Repeat, backward: bool) -> Option<()> {
        let least = repeat.least;
        match repeat.most {
            Some(most) => {
                self.rounds(repeat, least, backward)?;
                let mut splits = Vec::new();
                for _ in least..most {
                    splits.push(self.push_open(Instruction::Split(0, 0))?);
                    self.moving_round(repeat, backward)?;
                }
                for split in splits {
                    self.close(split, repeat.lazy);
                }
            }
            None if least == 0 => {
                let split = self.push_open(Instruction::Split(0, 0))?;
                self.moving_round(repeat, backward)?;
                self.push(Instruction::Jump(u32::try_from(split).unwrap_or(u32::MAX)))?;
                self.close(split, repeat.lazy);
            }
            None => self.rounds_then_more(repeat, backward)?,
        }
        Some(())
    }

    /// Rounds that have to be made, and that may stay in place.
    fn rounds(&mut self, repeat: &'t Repeat, count: u32, backward: bool) -> Option<()> {
        for _ in 0..count {
            let before = self.instructions.len();
            self.clear(repeat)?;
            self.node(&repeat.body, backward)?;
            if self.instructions.len() == before {
                // A body without instructions could be repeated forever without passing the limit.
                break;
            }
        }
        Some(())
    }

    /// A round that does not count if it stays in place.
    fn moving_round(&mut self, repeat: &'t Repeat, backward: bool) -> Option<()> {
        let slot = self.slots;
        self.slots += u32::from(self.captures);
        self.save(slot)?;
        self.clear(repeat)?;
        self.node(&repeat.body, backward)?;
        if self.captures { self.push(Instruction::Progress(slot)) } else { Some(()) }
    }

    /// `a{2,}` as `a`, and `a` as often as wanted but once. The loop has its condition behind it, since
    /// with `aa*` for `a+` each nested `+` would double the program.
    fn rounds_then_more(&mut self, repeat: &'t Repeat, backward: bool) -> Option<()> {
        self.rounds(repeat, repeat.least - 1, backward)?;
        let slot = self.slots;
        if self.captures {
            self.slots += 1;
            // With the slot empty, the first round may stay in place.
            self.push(Instruction::Clear(slot, slot + 1))?;
        }
        let start = self.here();
        self.rounds(repeat, 1, backward)?;
        if self.captures {
            self.push(Instruction::Progress(slot))?;
        }
        let split = self.push_open(Instruction::Split(0, 0))?;
        self.save(slot)?;
        self.push(Instruction::Jump(start))?;
        self.close(split, repeat.lazy);
        Some(())
    }

    fn clear(&mut self, repeat: &Repeat) -> Option<()> {
        let (first, end) = repeat.groups;
        if self.captures && first < end {
            self.push(Instruction::Clear(first * 2, end * 2))?;
        }
        Some(())
    }
}
