//! Turns a program without look-around into a table with one row for each state and one column for
//! each group of characters, so that a search costs one look-up for each character.

use super::parse::Assertion;
use super::program::{Instruction, Program};
use super::symbols::Symbols;

/// How many states there may be. With more, the program is followed without a table.
const MAX_STATES: usize = 512;
/// How many places the hash table of the states has, so that half of them stay free.
const KNOWN: usize = 2 * MAX_STATES;
/// How large a program may be; each state is a set of its instructions.
const MAX_INSTRUCTIONS: usize = 1_024;
/// How many words building may look at, which bounds the time the first use of a pattern takes.
const MAX_WORK: usize = 1 << 18;
/// The state from which nothing can be found any more.
const DEAD: usize = 0;
/// The state in which the pattern was found.
const FOUND: usize = 1;

/// A table that says whether a pattern is found in a text.
pub(super) struct Automaton {
    symbols: Symbols,
    /// For each state and group of characters, and for the end of the text in the last column, where
    /// the row of the next state begins.
    rows: Vec<u16>,
    width: usize,
    start: usize,
}

impl Automaton {
    /// The automaton of a program, or nothing where it would be too large.
    pub(super) fn new(program: &Program) -> Option<Automaton> {
        if program.instructions.len() > MAX_INSTRUCTIONS {
            return None;
        }
        let symbols = Symbols::new(&program.sets)?;
        let mut builder = Builder::new(program);
        let start = builder.build(&symbols)?;
        let width = symbols.count + 1;
        Some(Automaton { symbols, rows: builder.rows, width, start: start * width })
    }

    /// Whether the pattern is found anywhere in the text.
    pub(super) fn accepts(&self, text: &str) -> bool {
        let found = FOUND * self.width;
        let mut row = self.start;
        let mut rest = text;
        while row > found && !rest.is_empty() {
            // Nearly every text is ASCII, and then a byte is a character.
            let (next, length) = self.pass_ascii(row, rest.as_bytes());
            row = next;
            let mut characters = rest[length..].chars();
            if row > found
                && let Some(character) = characters.next()
            {
                row = self.after(row, self.symbols.group(character));
            }
            rest = characters.as_str();
        }
        if row > found { self.after(row, self.width - 1) == found } else { row == found }
    }

    /// The row in which the characters up to the first that is not of ASCII end, and how many they are; earlier where
    /// the answer is known earlier.
    #[inline]
    fn pass_ascii(&self, mut row: usize, bytes: &[u8]) -> (usize, usize) {
        let found = FOUND * self.width;
        for (at, &byte) in bytes.iter().enumerate() {
            if !byte.is_ascii() {
                return (row, at);
            }
            row = self.after(row, self.symbols.group_of_ascii(byte));
            if row <= found {
                return (row, at);
            }
        }
        (row, bytes.len())
    }

    #[inline]
    fn after(&self, row: usize, group: usize) -> usize {
        usize::from(self.rows[row + group])
    }
}

/// A set of instructions is a row of bits. Only instructions that wait for something count as parts
/// of a state: for a character, for the end of the text, or for nothing as `Match` does.
struct Builder<'p> {
    instructions: &'p [Instruction],
    /// How many words the bits of one state take.
    words: usize,
    /// The states one after the other.
    states: Vec<u64>,
    /// A hash table of the numbers of states, with 0 for a free place.
    known: Vec<u16>,
    rows: Vec<u16>,
    pending: Vec<usize>,
    visited: Vec<u64>,
    work: usize,
}

impl<'p> Builder<'p> {
    fn new(program: &'p Program) -> Builder<'p> {
        let words = program.instructions.len() / 64 + 1;
        Builder {
            instructions: &program.instructions,
            words,
            // The dead state and the one that has found the pattern.
            states: vec![0; 2 * words],
            known: vec![0; KNOWN],
            rows: Vec::new(),
            pending: Vec::new(),
            visited: vec![0; words],
            work: 0,
        }
    }

    /// Fills the rows and gives the number of the first state.
    fn build(&mut self, symbols: &Symbols) -> Option<usize> {
        let (words, size) = (self.words, self.instructions.len());
        let width = symbols.count + 1;
        self.rows.resize(2 * width, 0);
        // What each instruction leads to once it passed its character: the row of bits of its number.
        let mut after = vec![0; size * words];
        for (at, instruction) in self.instructions.iter().enumerate() {
            if matches!(instruction, Instruction::Set(_)) {
                self.reach(at + 1, false, false, &mut after[at * words..][..words])?;
            }
        }
        // A match may begin at every position, so each state includes these.
        let mut again = vec![0; words];
        self.reach(0, false, false, &mut again)?;

        // The first state alone is at the start of the text, so it is never looked up.
        let mut first = vec![0; words];
        self.reach(0, true, false, &mut first)?;
        if self.is_match(&first) {
            return Some(FOUND);
        }
        self.states.extend_from_slice(&first);

        let restart = self.number(&again)?;
        let mut waiting = Vec::new();
        let mut target = vec![0; words];
        let mut state = 2;
        while state * words < self.states.len() {
            waiting.clear();
            let mut at_end = DEAD;
            for at in 0..size {
                if self.states[state * words + at / 64] >> (at % 64) & 1 == 0 {
                    continue;
                }
                match self.instructions[at] {
                    Instruction::Set(set) => waiting.push((set as usize, at)),
                    Instruction::Assert(Assertion::End) => {
                        target.fill(0);
                        self.reach(at, state == 2, true, &mut target)?;
                        if self.is_match(&target) {
                            at_end = FOUND;
                        }
                    }
                    _ => {}
                }
            }
            for group in 0..symbols.count {
                self.spend(words + waiting.len())?;
                let mut passing = waiting.iter().filter(|(set, _)| symbols.is_member(*set, group)).peekable();
                let mut number = restart;
                if passing.peek().is_some() {
                    target.copy_from_slice(&again);
                    for (_, at) in passing {
                        self.work += words;
                        for (word, bits) in target.iter_mut().zip(&after[at * words..]) {
                            *word |= bits;
                        }
                    }
                    number = self.number(&target)?;
                }
                self.rows.push(u16::try_from(number * width).ok()?);
            }
            self.rows.push(u16::try_from(at_end * width).ok()?);
            state += 1;
        }
        Some(2)
    }

    fn spend(&mut self, work: usize) -> Option<()> {
        self.work += work;
        (self.work <= MAX_WORK).then_some(())
    }

    /// Adds to the bits what can be reached from an instruction without a character.
    fn reach(&mut self, start: usize, at_start: bool, at_end: bool, bits: &mut [u64]) -> Option<()> {
        self.visited.fill(0);
        self.pending.push(start);
        let mut steps = self.words;
        while let Some(at) = self.pending.pop() {
            let (word, bit) = (at / 64, 1 << (at % 64));
            if self.visited[word] & bit != 0 {
                continue;
            }
            self.visited[word] |= bit;
            steps += 1;
            match self.instructions[at] {
                Instruction::Jump(to) => self.pending.push(to as usize),
                Instruction::Split(first, second) => {
                    self.pending.extend([first as usize, second as usize]);
                }
                Instruction::Assert(Assertion::Start) if at_start => self.pending.push(at + 1),
                Instruction::Assert(Assertion::End) if at_end => self.pending.push(at + 1),
                Instruction::Set(_) | Instruction::Match | Instruction::Assert(Assertion::End) => {
                    bits[word] |= bit;
                }
                // `^` away from the start. The rest does not occur in plain patterns.
                _ => {}
            }
        }
        self.spend(steps)
    }

    /// Whether the last instruction, which is the only `Match` of a plain pattern, is in the set.
    fn is_match(&self, bits: &[u64]) -> bool {
        let at = self.instructions.len() - 1;
        bits[at / 64] >> (at % 64) & 1 == 1
    }

    /// The number of the state with those bits, which is new if there is none.
    fn number(&mut self, bits: &[u64]) -> Option<usize> {
        if self.is_match(bits) {
            return Some(FOUND);
        }
        if bits.iter().all(|word| *word == 0) {
            return Some(DEAD);
        }
        let mix = |hash: u64, word: &u64| (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        let hash = bits.iter().fold(0, mix);
        let mut place = usize::try_from(hash % KNOWN as u64).unwrap_or(0);
        loop {
            let number = usize::from(self.known[place]);
            if number == 0 {
                break;
            }
            if self.states[number * self.words..][..self.words] == *bits {
                return Some(number);
            }
            place = (place + 1) % KNOWN;
        }
        let number = self.states.len() / self.words;
        if number == MAX_STATES {
            return None;
        }
        self.known[place] = u16::try_from(number).ok()?;
        self.states.extend_from_slice(bits);
        Some(number)
    }
}
