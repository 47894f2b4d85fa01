//! The keyword `pattern`: ECMA-262 regular expressions, searched for anywhere in a text, with yes or
//! no as the answer. This module knows nothing of JSON, schemas or findings.
//!
//! # Syntax
//!
//! A pattern is read as with the `u` flag first, and where that is a syntax error, with the
//! grammar browsers use without flags (Annex B): then `\-`, `\_`, a lone `]` or `{`, an unescaped
//! `[` in a class and old octal escapes mean what they mean there. Either way the text is matched
//! code point by code point.
//!
//! # What differs from ECMA-262
//!
//! - `\p{..}` works from what `char` knows. Exact: `Any`, `ASCII`, `ASCII_Hex_Digit`, `Alphabetic`,
//!   `Lowercase`, `Uppercase`, `White_Space`, and the categories `Lu`, `N`, `Nd`, `Z`, `Zs`, `Zl`,
//!   `Zp`, `Cc`, `Co`. Approximate: `L` also accepts combining marks that count as alphabetic,
//!   such as the vowel signs of Hebrew, Arabic and Indic scripts, and `Ll` some modifier letters
//!   that look like lower case. Every other
//!   property, scripts among them, is an error.
//! - Names of groups may hold any alphabetic or numeric character besides `$` and `_`.
//! - The group `(?i:..)` of ES2025 and the flag `v` are not supported.
//! - Sizes are limited: 65 536 characters, 200 groups inside one another, 20 000 instructions after
//!   repetitions are written out, 4 096 separate ranges in a class, 1 000 named groups.
//!
//! # Time
//!
//! Everything but back-references takes time linear in the text. Four parts share the work:
//! `parse` (with `escape`, `class` and `property`) makes a tree, `program` turns the tree into
//! instructions, and then a template answers for rows of digits and single characters, as most
//! dates are, `automaton` for the other plain patterns, `simulate` for those with
//! look-around or word boundaries or too many states, `backtrack` for those with back-references,
//! within a budget of steps.

mod ambiguity;
mod automaton;
mod backtrack;
mod class;
mod escape;
mod inspect;
mod parse;
mod program;
mod property;
mod simulate;
mod symbols;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::OnceLock;

use super::template::Template;
pub(crate) use ambiguity::Backtracking;
use automaton::Automaton;
pub(crate) use inspect::{Unanchored, Unportable, inspect};
use program::{Kind, Program};

/// A pattern that was read and is ready to be searched for.
///
/// ```
/// use airbyte_db::validate::pattern::{Outcome, Pattern};
///
/// let date = Pattern::new("^[0-9]{4}-[0-9]{2}-[0-9]{2}$").expect("a valid pattern");
/// assert_eq!(date.find_in("2026-01-31"), Outcome::Found);
/// assert_eq!(date.find_in("yesterday"), Outcome::NotFound);
/// ```
pub struct Pattern {
    source: Box<str>,
    program: Program,
    /// For most patterns of dates, which need nothing else then.
    template: Option<Template>,
    /// Built at first use; `None` inside where the pattern is not plain, or has too many states for it.
    automaton: OnceLock<Option<Automaton>>,
}

impl Pattern {
    /// Reads ECMA-262 syntax. The automaton that searches is only built at first use.
    ///
    /// # Errors
    ///
    /// Where the text is no regular expression in either grammar, uses a construct of another
    /// dialect, or passes one of the sizes in the module's documentation.
    pub fn new(source: &str) -> Result<Pattern, PatternError> {
        let program = Program::new(parse::parse(source)?)?;
        let template = program.template();
        Ok(Pattern { source: source.into(), program, template, automaton: OnceLock::new() })
    }

    /// The text the pattern was read from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The same, unless that makes the cost of all searches pass the most that is allowed. What one costs at most is
    /// counted in characters times instructions.
    pub(crate) fn find_within(&self, text: &str, most: u64, cost: &mut u64) -> Outcome {
        let characters = text.len() as u64 + 1;
        let simple = self.template.is_some() || self.automaton().is_some();
        let own = match (simple, self.program.kind) {
            (true, _) => characters,
            // The budget of steps that one search has.
            (false, Kind::BackReferences) => 1_000_000 + 16 * characters,
            (false, _) => characters.saturating_mul(self.program.instructions.len() as u64),
        };
        *cost = cost.saturating_add(own);
        if *cost > most {
            return Outcome::TooComplex;
        }
        self.find_in(text)
    }

    /// Whether the pattern is found anywhere in the text.
    #[inline]
    pub fn find_in(&self, text: &str) -> Outcome {
        match &self.template {
            Some(template) => Outcome::from(template.fits(text.as_bytes())),
            None => self.search(text),
        }
    }

    fn search(&self, text: &str) -> Outcome {
        match (self.automaton(), self.program.kind) {
            (Some(automaton), _) => Outcome::from(automaton.accepts(text)),
            (None, Kind::BackReferences) => backtrack::search(&self.program, text),
            (None, _) => simulate::search(&self.program, text),
        }
    }

    /// What answers for the plain patterns, as long as they have few states.
    #[inline]
    fn automaton(&self) -> Option<&Automaton> {
        match self.automaton.get() {
            Some(automaton) => automaton.as_ref(),
            None => self.build_automaton(),
        }
    }

    #[cold]
    fn build_automaton(&self) -> Option<&Automaton> {
        let build = || (self.program.kind == Kind::Plain).then(|| Automaton::new(&self.program)).flatten();
        self.automaton.get_or_init(build).as_ref()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pattern").field(&self.source).finish()
    }
}

/// What a search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pattern occurs in the text.
    Found,
    /// It does not.
    NotFound,
    /// The search was given up: the budget of steps ran out, which takes back-references or a huge
    /// pattern on a huge text, or the look-arounds would need more than 64 MiB for this text.
    TooComplex,
}

impl From<bool> for Outcome {
    fn from(found: bool) -> Outcome {
        if found { Outcome::Found } else { Outcome::NotFound }
    }
}

/// Why a text is not a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    message: String,
    position: usize,
}

impl PatternError {
    /// Puts the place into the phrase, counted from one: "the group opened", " is not closed".
    fn new(position: usize, before: &str, after: &str) -> PatternError {
        let message = format!("{before} at character {}{after}", position + 1);
        PatternError { message, position }
    }

    /// A fault of the pattern as a whole.
    fn whole(message: &str) -> PatternError {
        PatternError { message: message.to_owned(), position: 0 }
    }

    /// What is wrong, in one phrase that names the place where there is one.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is wrong: the number of characters before that place.
    pub fn position(&self) -> usize {
        self.position
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}
