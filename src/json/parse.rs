//! Text → nodes, in one pass, within limits.

use super::{Kind, Node};
use crate::error::{Error, ErrorKind, Position};
use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// How large and how deep a document may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Levels of arrays and objects inside each other. Default 512.
    pub depth: usize,
    /// Bytes of text. Default 64 MiB, at most 4 GiB.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { depth: 512, bytes: 64 << 20 }
    }
}

/// Objects with at most this many members look for repeated names pair by pair.
const FEW_MEMBERS: u32 = 24;

pub(super) fn parse(text: &str, limits: Limits, mut memory: Vec<Node>) -> Result<Vec<Node>, Error> {
    // Node positions are 32 bits wide.
    let limit = limits.bytes.min(u32::MAX as usize);
    if text.len() > limit {
        return Err(ErrorKind::TooLarge { size: text.len(), limit }.into());
    }
    memory.clear();
    // A node needs about eight bytes of text in real documents; a wrong guess costs a reallocation.
    memory.reserve(text.len() / 8 + 1);
    let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, nodes: memory, depth: 0, limits };
    parser.document().map_err(|failure| parser.error(&failure))?;
    Ok(parser.nodes)
}

struct Parser<'text> {
    text: &'text str,
    bytes: &'text [u8],
    at: usize,
    nodes: Vec<Node>,
    depth: usize,
    limits: Limits,
}

/// What stopped the parser; made into an [`Error`] with line and column once, at the end.
enum Failure {
    Syntax(&'static str),
    TooDeep,
}

type Parsed = Result<(), Failure>;

impl Parser<'_> {
    fn error(&self, failure: &Failure) -> Error {
        let position = Position::of(self.text, self.at);
        match failure {
            Failure::Syntax(_) if self.text.trim().is_empty() => {
                let message = "the text is empty; an empty configuration is written {}".to_owned();
                ErrorKind::JsonSyntax { position, message }.into()
            }
            Failure::Syntax(message) => ErrorKind::JsonSyntax { position, message: (*message).to_owned() }.into(),
            Failure::TooDeep => ErrorKind::TooDeep { position, limit: self.limits.depth }.into(),
        }
    }

    fn document(&mut self) -> Parsed {
        // A byte order mark is no JSON, but some editors write one and every person means none.
        if self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.at = 3;
        }
        self.skip_blanks();
        self.value()?;
        self.skip_blanks();
        if self.at < self.bytes.len() {
            return Err(Failure::Syntax("expected the end of the document; there is more text after the value"));
        }
        Ok(())
    }

    fn peek(&self) -> u8 {
        // Zero stands for the end: a zero byte is no JSON outside a string either.
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\t' | b'\r') {
            self.at += 1;
        }
    }

    fn push(&mut self, kind: Kind, start: usize, special: bool) {
        let next = as_u32(self.nodes.len() + 1);
        self.nodes.push(Node {
            start: as_u32(start),
            end: as_u32(self.at),
            next,
            extra: 0,
            kind,
            special,
            repeated: false,
        });
    }

    fn value(&mut self) -> Parsed {
        let start = self.at;
        match self.peek() {
            b'"' => {
                let special = self.string()?;
                self.push(Kind::String, start, special);
                Ok(())
            }
            b'{' => self.container(Kind::Object),
            b'[' => self.container(Kind::Array),
            b'-' | b'0'..=b'9' => {
                let special = self.number()?;
                self.push(Kind::Number, start, special);
                Ok(())
            }
            b't' => self.word("true", Kind::Boolean),
            b'f' => self.word("false", Kind::Boolean),
            b'n' => self.word("null", Kind::Null),
            _ => Err(self.no_value()),
        }
    }

    fn no_value(&self) -> Failure {
        Failure::Syntax(match self.peek() {
            0 if self.at >= self.bytes.len() => "the document ends here; a value is missing",
            b'\'' => "expected a JSON value; text needs double quotes, not single ones",
            b'}' | b']' => "expected a JSON value; is the comma before this bracket one too many?",
            b'/' | b'#' => "expected a JSON value; JSON has no comments",
            byte if byte.is_ascii_alphabetic() => "expected a JSON value; text needs double quotes around it",
            _ => "expected a JSON value",
        })
    }

    fn word(&mut self, word: &'static str, kind: Kind) -> Parsed {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.no_value());
        }
        let start = self.at;
        self.at += word.len();
        self.push(kind, start, false);
        Ok(())
    }

    fn container(&mut self, kind: Kind) -> Parsed {
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(Failure::TooDeep);
        }
        let node = self.nodes.len();
        let start = self.at;
        self.push(kind, start, false);
        self.at += 1;
        self.skip_blanks();
        let (count, may_repeat) = if kind == Kind::Object { self.members()? } else { (self.items()?, false) };
        self.at += 1;
        let next = as_u32(self.nodes.len());
        let container = &mut self.nodes[node];
        container.end = as_u32(self.at);
        container.next = next;
        container.extra = count;
        if may_repeat {
            self.mark_repeated_names(node);
        }
        self.depth -= 1;
        Ok(())
    }

    /// Stops at the closing bracket.
    fn items(&mut self) -> Result<u32, Failure> {
        let mut count = 0;
        if self.peek() == b']' {
            return Ok(count);
        }
        loop {
            self.value()?;
            count += 1;
            self.skip_blanks();
            match self.peek() {
                b',' => self.at += 1,
                b']' => return Ok(count),
                _ => return Err(self.no_separator("expected a comma or ] after an item")),
            }
            self.skip_blanks();
        }
    }

    /// Stops at the closing brace. Says how many members there are, and whether two of them may have the same name.
    fn members(&mut self) -> Result<(u32, bool), Failure> {
        let mut count = 0;
        // One bit for each hash seen: where none is met twice, no name is.
        let (mut seen, mut may_repeat) = (0_u64, false);
        if self.peek() == b'}' {
            return Ok((count, false));
        }
        loop {
            let bit = 1 << (self.name()? >> 26);
            may_repeat |= seen & bit != 0;
            seen |= bit;
            self.skip_blanks();
            if self.peek() != b':' {
                return Err(Failure::Syntax("expected a colon after a member's name"));
            }
            self.at += 1;
            self.skip_blanks();
            self.value()?;
            count += 1;
            self.skip_blanks();
            match self.peek() {
                b',' => self.at += 1,
                b'}' => return Ok((count, may_repeat)),
                _ => return Err(self.no_separator("expected a comma or } after a member")),
            }
            self.skip_blanks();
        }
    }

    fn no_separator(&self, expected: &'static str) -> Failure {
        if self.at >= self.bytes.len() {
            return Failure::Syntax("the document ends here; a closing bracket is missing");
        }
        Failure::Syntax(expected)
    }

    /// Reads a name and gives its hash.
    fn name(&mut self) -> Result<u32, Failure> {
        let start = self.at;
        if self.peek() != b'"' {
            return Err(Failure::Syntax(match self.peek() {
                b'}' => "expected a member's name; is the comma before this brace one too many?",
                0 if self.at >= self.bytes.len() => "the document ends here; a closing bracket is missing",
                _ => "expected a member's name in double quotes",
            }));
        }
        let special = self.string()?;
        self.push(Kind::String, start, special);
        let inner = &self.text[start + 1..self.at - 1];
        let hash = if special { hash_of_name(unescape(inner).as_bytes()) } else { hash_of_name(inner.as_bytes()) };
        if let Some(name) = self.nodes.last_mut() {
            name.extra = hash;
        }
        Ok(hash)
    }

    /// Reads a string from quote to quote and says whether it has an escape.
    fn string(&mut self) -> Result<bool, Failure> {
        let mut escaped = false;
        self.at += 1;
        loop {
            self.at = end_of_plain(self.bytes, self.at);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(escaped);
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(b'\n' | b'\r') => {
                    return Err(Failure::Syntax("a text may not span lines; close the quote, or write \\n"));
                }
                Some(_) => return Err(Failure::Syntax("a control character inside a text must be written as \\u00XX")),
                None => return Err(Failure::Syntax("the document ends inside a text; a closing quote is missing")),
            }
        }
    }

    fn escape(&mut self) -> Parsed {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..self.at + 6);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return Err(Failure::Syntax("\\u needs four hexadecimal digits"));
                }
                self.at += 6;
                Ok(())
            }
            _ => Err(Failure::Syntax("a backslash in a text must be doubled, or start an escape such as \\n")),
        }
    }

    /// Reads a number and says whether it has a fraction or an exponent.
    fn number(&mut self) -> Result<bool, Failure> {
        if self.peek() == b'-' {
            self.at += 1;
        }
        if self.peek() == b'0' {
            self.at += 1;
            if self.peek().is_ascii_digit() {
                return Err(Failure::Syntax("a number may not start with a zero; text needs double quotes around it"));
            }
        } else {
            self.digits("expected a digit after the minus sign")?;
        }
        let mut special = false;
        if self.peek() == b'.' {
            special = true;
            self.at += 1;
            self.digits("expected a digit after the decimal point")?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            special = true;
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits("expected a digit in the exponent")?;
        }
        Ok(special)
    }

    fn digits(&mut self, otherwise: &'static str) -> Parsed {
        if !self.peek().is_ascii_digit() {
            return Err(Failure::Syntax(otherwise));
        }
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        Ok(())
    }

    /// Of members with the same name the last value counts and stands in the first one's place.
    fn mark_repeated_names(&mut self, object: usize) {
        let members = self.nodes[object].extra;
        let repeated = if members <= FEW_MEMBERS { self.repeats_among_few(object) } else { self.repeats(object) };
        for (first, later) in repeated {
            // The first name points to the last value, and the later member no longer counts.
            self.nodes[first].next = as_u32(later + 1);
            self.nodes[later].repeated = true;
            self.nodes[object].extra -= 1;
        }
    }

    /// Pairs of nodes: the first name, and a later one that is the same. Allocates only where there are any.
    fn repeats_among_few(&self, object: usize) -> Vec<(usize, usize)> {
        let end = self.nodes[object].next as usize;
        let mut repeated = Vec::new();
        let mut later = object + 1;
        while later < end {
            repeated.extend(self.earlier_name(object, later).map(|first| (first, later)));
            later = self.nodes[later + 1].next as usize;
        }
        repeated
    }

    fn earlier_name(&self, object: usize, later: usize) -> Option<usize> {
        let mut earlier = object + 1;
        while earlier < later {
            if self.nodes[earlier].extra == self.nodes[later].extra && self.key_at(earlier) == self.key_at(later) {
                return Some(earlier);
            }
            earlier = self.nodes[earlier + 1].next as usize;
        }
        None
    }

    /// The same for large objects, in linear time whatever the names.
    fn repeats(&self, object: usize) -> Vec<(usize, usize)> {
        let end = self.nodes[object].next as usize;
        let mut first_of_name = HashMap::new();
        let mut repeated = Vec::new();
        let mut name = object + 1;
        while name < end {
            match first_of_name.entry(self.key_at(name)) {
                Entry::Occupied(first) => repeated.push((*first.get(), name)),
                Entry::Vacant(place) => _ = place.insert(name),
            }
            name = self.nodes[name + 1].next as usize;
        }
        repeated
    }

    /// What tells names apart: the text, and where that stands for lone surrogates, which they were. Names that differ
    /// only in those are different to Jackson.
    fn key_at(&self, name: usize) -> (Cow<'_, str>, Vec<u16>) {
        let node = &self.nodes[name];
        let text = super::string_of(self.text, node);
        if !(node.special && text.contains('\u{fffd}')) {
            return (text, Vec::new());
        }
        let units: Vec<u16> = super::code_units(&self.text[node.start as usize + 1..node.end as usize - 1]).collect();
        let is_whole = String::from_utf16(&units).is_ok();
        (text, if is_whole { Vec::new() } else { units })
    }
}

/// Positions fit: the size was checked against `u32::MAX`, and there are fewer nodes than bytes.
#[expect(clippy::cast_possible_truncation, reason = "checked in `parse`: no position is beyond u32::MAX")]
fn as_u32(position: usize) -> u32 {
    position as u32
}

/// The first byte from `at` on that is a quote, a backslash or a control character. Eight bytes a step.
pub(crate) fn end_of_plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*word);
        // The usual "has a zero byte" test, once for each byte looked for; control characters are below 0x20.
        let quote = word ^ (ONES * u64::from(b'"'));
        let backslash = word ^ (ONES * u64::from(b'\\'));
        let found = (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        if found & HIGH != 0 {
            // The lowest flag is always right; higher ones may be borrowed from it.
            return at + ((found & HIGH).trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|&byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        at += 1;
    }
    at
}

/// A quick hash of a member's name: its length, first and last bytes. Equal hashes are always followed by a comparison.
pub(crate) fn hash_of_name(name: &[u8]) -> u32 {
    let length = name.len() as u64;
    let bits = if let (Some(first), Some(last)) = (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        // The middle tells long names apart that start and end alike.
        let middle =
            name.get(name.len() / 2..).and_then(<[u8]>::first_chunk::<4>).map_or(0, |four| u32::from_le_bytes(*four));
        u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(23) ^ u64::from(middle).rotate_left(41)
    } else if let (Some(first), Some(last)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*first)) | (u64::from(u32::from_le_bytes(*last)) << 32)
    } else {
        name.iter().fold(0, |bits, &byte| (bits << 8) | u64::from(byte))
    };
    let mixed = (bits ^ length.rotate_left(56)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as u32
}

/// Whether two names are the same bytes. Names are short, so this beats the call that the general comparison makes.
#[inline]
pub(crate) fn same_name(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    match (left.first_chunk::<8>(), right.first_chunk::<8>(), left.last_chunk::<8>(), right.last_chunk::<8>()) {
        (Some(left_start), Some(right_start), Some(left_end), Some(right_end)) => {
            // The two words of each side overlap where the name is shorter than both.
            u64::from_le_bytes(*left_start) == u64::from_le_bytes(*right_start)
                && u64::from_le_bytes(*left_end) == u64::from_le_bytes(*right_end)
                && (left.len() <= 16 || left == right)
        }
        _ => left.iter().zip(right).all(|(left, right)| left == right),
    }
}

/// The characters of the inside of a string. Its escapes were checked when it was read.
pub(crate) fn unescape(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let mut used = 1;
        if after.starts_with('u') {
            let (character, length) = unicode_escape(after);
            text.push(character);
            used = length;
        } else {
            text.push(unescape_one(after));
        }
        rest = after.get(used..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// The UTF-16 code units of the inside of a string: what a Java string is made of, lone surrogates included.
pub(crate) fn code_units(inner: &str) -> impl Iterator<Item = u16> {
    let mut characters = inner.chars();
    let mut low = None;
    std::iter::from_fn(move || {
        if let Some(unit) = low.take() {
            return Some(unit);
        }
        let mut character = characters.next()?;
        if character == '\\' {
            let escape = characters.as_str();
            characters.next();
            if escape.starts_with('u') {
                characters = escape.get(5..).unwrap_or_default().chars();
                return Some(
                    escape.get(1..5).and_then(|digits| u16::from_str_radix(digits, 16).ok()).unwrap_or(0xfffd),
                );
            }
            character = unescape_one(escape);
        }
        let mut pair = [0; 2];
        let units = character.encode_utf16(&mut pair);
        low = units.get(1).copied();
        units.first().copied()
    })
}

/// The character of a short escape, from the text after the backslash.
fn unescape_one(escape: &str) -> char {
    match escape.bytes().next() {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        other => other.map_or('\u{fffd}', char::from),
    }
}

/// The character of `uXXXX`, or of `uXXXX\uXXXX` for a surrogate pair, and how many bytes it took.
fn unicode_escape(after: &str) -> (char, usize) {
    let unit = |from: usize| after.get(from..from + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let first = unit(1).unwrap_or(0xfffd);
    if (0xd800..0xdc00).contains(&first)
        && after.get(5..7) == Some("\\u")
        && let Some(second @ 0xdc00..0xe000) = unit(7)
    {
        let combined = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(combined).unwrap_or('\u{fffd}'), 11);
    }
    (char::from_u32(first).unwrap_or('\u{fffd}'), 5)
}
