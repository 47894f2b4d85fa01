//! Whether an engine that backtracks, as Java's, JavaScript's and Python's do, may take forever over a text.
//!
//! It does where a loop can read the same text in two ways, and something after the loop can fail: then it tries them
//! all. Two ways through one loop are exponential in the text; two loops after each other that both read the same text
//! are polynomial. (A. Weber, H. Seidl: On the degree of ambiguity of finite automata, 1991: there both are paths in
//! the automaton taken twice and three times.) Look-around counts as if it always held, so that a pattern with it may
//! be called worse than it is.

use super::class::{LAST, Range, Set};
use super::parse::Assertion;
use super::program::{Instruction, Program};
use crate::sorting::sort;

/// Larger automata are not looked at; no real pattern is half as large.
const MOST_STATES: usize = 300;
/// Sets of characters are compared as bits, one for each range in which no set begins or ends.
const MOST_RANGES: usize = 128;
/// Steps of the search, in all.
const MOST_STEPS: usize = 500_000;

/// How the time grows with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backtracking {
    Exponential,
    Polynomial,
}

/// What a pattern costs at worst; none where it is harmless, or too large to tell.
pub(super) fn of(program: &Program) -> Option<Backtracking> {
    let automaton = Automaton::new(program)?;
    let mut search = Search { automaton: &automaton, steps: 0 };
    if search.is_exponential()? {
        return Some(Backtracking::Exponential);
    }
    search.is_polynomial()?.then_some(Backtracking::Polynomial)
}

/// One state for each place that reads a character.
struct Automaton {
    /// The characters that lead into each state, as bits.
    reads: Vec<u128>,
    /// Where to go on from each state.
    next: Vec<Vec<usize>>,
    /// Whether there are two ways from a state to the same next one.
    doubled: Vec<Vec<usize>>,
    /// Whether the whole pattern matches here, whatever follows.
    ends: Vec<bool>,
    /// `reaches[a][b]`: whether there is a way of one step or more.
    reaches: Vec<Vec<bool>>,
}

impl Automaton {
    fn new(program: &Program) -> Option<Automaton> {
        let end = program.instructions.iter().position(|one| matches!(one, Instruction::Match))?;
        let instructions = &program.instructions[..=end];
        if instructions.iter().any(|one| matches!(one, Instruction::BackReference(_))) {
            return None;
        }
        let mut state_of = vec![usize::MAX; instructions.len()];
        let mut reading = Vec::new();
        for (at, instruction) in instructions.iter().enumerate() {
            if let Instruction::Set(set) = instruction {
                state_of[at] = reading.len();
                reading.push((at, *set as usize));
            }
        }
        if reading.len() > MOST_STATES {
            return None;
        }
        let masks = masks(&program.sets, reading.iter().map(|(_, set)| *set))?;
        let mut automaton = Automaton {
            reads: reading.iter().map(|(_, set)| masks[*set]).collect(),
            next: Vec::new(),
            doubled: Vec::new(),
            ends: Vec::new(),
            reaches: Vec::new(),
        };
        for (at, _) in &reading {
            automaton.follow(instructions, &state_of, at + 1);
        }
        automaton.reaches = (0..reading.len()).map(|state| automaton.reached(state)).collect();
        Some(automaton)
    }

    /// Notes what follows a state, over all that reads nothing. A second visit means a second way.
    fn follow(&mut self, instructions: &[Instruction], state_of: &[usize], start: usize) {
        let (mut next, mut doubled, mut ends) = (Vec::new(), Vec::new(), false);
        let mut visits = vec![0_u8; instructions.len()];
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            if visits[at] == 2 {
                continue;
            }
            visits[at] += 1;
            match instructions[at] {
                Instruction::Set(_) if visits[at] == 1 => next.push(state_of[at]),
                Instruction::Set(_) => doubled.push(state_of[at]),
                Instruction::Jump(target) => waiting.push(target as usize),
                Instruction::Split(first, second) => waiting.extend([second as usize, first as usize]),
                Instruction::Match => ends = true,
                // The start is behind, and what must be the end may fail.
                Instruction::Assert(Assertion::Start | Assertion::End) => {}
                _ => waiting.push(at + 1),
            }
        }
        self.next.push(next);
        self.doubled.push(doubled);
        self.ends.push(ends);
    }

    fn reached(&self, start: usize) -> Vec<bool> {
        let mut reached = vec![false; self.reads.len()];
        let mut waiting = vec![start];
        while let Some(state) = waiting.pop() {
            for next in &self.next[state] {
                if !std::mem::replace(&mut reached[*next], true) {
                    waiting.push(*next);
                }
            }
        }
        reached
    }

    fn in_loop(&self, state: usize) -> bool {
        self.reaches[state][state]
    }

    fn same_loop(&self, left: usize, right: usize) -> bool {
        self.reaches[left][right] && self.reaches[right][left]
    }

    /// Whether the text that a loop reads may lead to a match, so that there is nothing to try again.
    fn ends_anyway(&self, state: usize) -> bool {
        let mut seen = vec![false; self.reads.len()];
        let mut waiting = vec![state];
        while let Some(at) = waiting.pop() {
            if self.ends[at] {
                return true;
            }
            for next in self.next[at].iter().filter(|next| self.reads[**next] & self.reads[state] != 0) {
                if !std::mem::replace(&mut seen[*next], true) {
                    waiting.push(*next);
                }
            }
        }
        false
    }
}

/// Each set as bits; none where there are too many ranges, or a set is one by properties.
fn masks(sets: &[Set], used: impl Iterator<Item = usize>) -> Option<Vec<u128>> {
    let mut lists: Vec<Vec<Range>> = vec![Vec::new(); sets.len()];
    let mut starts = vec![0];
    for number in used {
        lists[number] = sets[number].whole_ranges()?;
        starts.extend(lists[number].iter().flat_map(|(first, last)| [*first, last + 1]));
        sort(&mut starts, u32::cmp);
        starts.dedup();
        if starts.len() > MOST_RANGES {
            return None;
        }
    }
    let has = |list: &[Range], code: u32| list.iter().any(|(first, last)| *first <= code && code <= *last);
    let mask = |list: &Vec<Range>| {
        let bits = starts.iter().enumerate().filter(|(_, start)| **start <= LAST && has(list, **start));
        bits.fold(0, |mask, (bit, _)| mask | 1 << bit)
    };
    Some(lists.iter().map(mask).collect())
}

struct Search<'a> {
    automaton: &'a Automaton,
    steps: usize,
}

/// Both functions give nothing where the steps run out.
impl Search<'_> {
    fn step(&mut self) -> Option<()> {
        self.steps += 1;
        (self.steps <= MOST_STEPS).then_some(())
    }

    /// Whether one loop reads a text in two ways.
    fn is_exponential(&mut self) -> Option<bool> {
        let automaton = self.automaton;
        let count = automaton.reads.len();
        let mut done = vec![false; count];
        for start in 0..count {
            if done[start] || !automaton.in_loop(start) {
                continue;
            }
            let members: Vec<usize> = (0..count).filter(|other| automaton.same_loop(start, *other)).collect();
            for member in &members {
                done[*member] = true;
            }
            if !members.iter().any(|member| automaton.ends[*member]) && self.is_ambiguous(&members)? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Whether two ways that part inside a loop meet again after the same text.
    fn is_ambiguous(&mut self, members: &[usize]) -> Option<bool> {
        let automaton = self.automaton;
        let doubles = |state: &usize| automaton.doubled[*state].iter().any(|next| members.contains(next));
        if members.iter().any(doubles) {
            return Some(true);
        }
        let count = automaton.reads.len();
        let mut seen = vec![false; count * count];
        let mut waiting: Vec<(usize, usize)> = members.iter().map(|state| (*state, *state)).collect();
        while let Some((left, right)) = waiting.pop() {
            for &a in automaton.next[left].iter().filter(|next| members.contains(next)) {
                for &b in automaton.next[right].iter().filter(|next| members.contains(next)) {
                    self.step()?;
                    if automaton.reads[a] & automaton.reads[b] == 0 || a == b && left == right {
                        continue;
                    }
                    if a == b {
                        return Some(true);
                    }
                    if !std::mem::replace(&mut seen[a * count + b], true) {
                        waiting.push((a, b));
                    }
                }
            }
        }
        Some(false)
    }

    /// Whether two loops after each other read the same text.
    fn is_polynomial(&mut self) -> Option<bool> {
        let automaton = self.automaton;
        let loops: Vec<usize> = (0..automaton.reads.len()).filter(|state| automaton.in_loop(*state)).collect();
        for &first in &loops {
            for &second in &loops {
                self.step()?;
                let follows = automaton.reaches[first][second] && !automaton.reaches[second][first];
                if follows && !automaton.ends_anyway(second) && self.share_a_text(first, second)? {
                    return Some(true);
                }
            }
        }
        Some(false)
    }

    /// Whether some text leads around the first loop, from the first to the second, and around the second.
    fn share_a_text(&mut self, first: usize, second: usize) -> Option<bool> {
        let automaton = self.automaton;
        let mut seen = std::collections::HashSet::new();
        let mut waiting = vec![(first, first, second)];
        while let Some((around, between, behind)) = waiting.pop() {
            for &x in automaton.next[around].iter().filter(|next| automaton.same_loop(first, **next)) {
                for &z in automaton.next[behind].iter().filter(|next| automaton.same_loop(second, **next)) {
                    let both = automaton.reads[x] & automaton.reads[z];
                    self.step()?;
                    for &y in automaton.next[between].iter().filter(|next| automaton.reads[**next] & both != 0) {
                        self.step()?;
                        if (x, y, z) == (first, second, second) {
                            return Some(true);
                        }
                        if automaton.reaches[y][second] && seen.insert((x, y, z)) {
                            waiting.push((x, y, z));
                        }
                    }
                }
            }
        }
        Some(false)
    }
}
