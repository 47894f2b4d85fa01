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
    let mut parser = Parser { text, nodes: memory, depth: 0, limits, failure: Failure::Syntax(""), failed_at: 0 };
    match parser.document() {
        Some(()) => Ok(parser.nodes),
        None => Err(parser.error()),
    }
}

/// Its methods are given what is left of the text, and give what is left behind the thing that they read; none where
/// they stopped, and then the reason is noted. That way the place in the text stays in a register.
struct Parser<'text> {
    text: &'text str,
    nodes: Vec<Node>,
    depth: usize,
    limits: Limits,
    failure: Failure,
    failed_at: usize,
}

/// What stopped the parser; made into an [`Error`] with line and column once, at the end.
#[derive(Clone, Copy)]
enum Failure {
    Syntax(&'static str),
    TooDeep,
}

type Rest<'text> = &'text [u8];

impl<'text> Parser<'text> {
    fn error(&self) -> Error {
        let position = Position::of(self.text, self.failed_at);
        match self.failure {
            Failure::Syntax(_) if self.text.trim().is_empty() => {
                let message = "the text is empty; an empty configuration is written {}".to_owned();
                ErrorKind::JsonSyntax { position, message }.into()
            }
            Failure::Syntax(message) => ErrorKind::JsonSyntax { position, message: message.to_owned() }.into(),
            Failure::TooDeep => ErrorKind::TooDeep { position, limit: self.limits.depth }.into(),
        }
    }

    /// Notes why the parser stops, and where: always none, so that a method can end with it.
    #[cold]
    fn stop<T>(&mut self, rest: Rest<'_>, failure: Failure) -> Option<T> {
        self.failure = failure;
        self.failed_at = self.at(rest);
        None
    }

    #[cold]
    fn refuse<T>(&mut self, rest: Rest<'_>, message: &'static str) -> Option<T> {
        self.stop(rest, Failure::Syntax(message))
    }

    /// Where in the text that is of which so much is left.
    #[inline]
    fn at(&self, rest: Rest<'_>) -> usize {
        self.text.len() - rest.len()
    }

    fn document(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        // A byte order mark is no JSON, but some editors write one and every person means none.
        let rest = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let rest = self.value(without_blanks(rest))?;
        let rest = without_blanks(rest);
        if !rest.is_empty() {
            return self.refuse(rest, "expected the end of the document; there is more text after the value");
        }
        Some(())
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: built for size, the call costs more than it does")]
    fn push(&mut self, kind: Kind, start: Rest<'_>, end: Rest<'_>, special: bool, extra: u32) {
        let next = as_u32(self.nodes.len() + 1);
        let (start, end) = (as_u32(self.at(start)), as_u32(self.at(end)));
        self.nodes.push(Node { start, end, next, extra, kind, special, repeated: false });
    }

    /// Most values are strings, and are read where they are met; for the rest a call is cheap enough.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: a call for each string costs a tenth of all reading")]
    fn value(&mut self, rest: Rest<'text>) -> Option<Rest<'text>> {
        if let [b'"', inside @ ..] = rest {
            let after = end_of_plain(inside);
            let (special, after) =
                if let [b'"', after @ ..] = after { (false, after) } else { (true, self.string_with_escapes(after)?) };
            self.push(Kind::String, rest, after, special, 0);
            return Some(after);
        }
        self.value_but_string(rest)
    }

    #[inline(never)]
    fn value_but_string(&mut self, rest: Rest<'text>) -> Option<Rest<'text>> {
        match rest.first() {
            Some(b'{') => self.object(rest),
            Some(b'[') => self.array(rest),
            Some(b'-' | b'0'..=b'9') => {
                let (special, after) = self.number(rest)?;
                self.push(Kind::Number, rest, after, special, 0);
                Some(after)
            }
            Some(b't') => self.word("true", Kind::Boolean, rest),
            Some(b'f') => self.word("false", Kind::Boolean, rest),
            Some(b'n') => self.word("null", Kind::Null, rest),
            _ => self.no_value(rest),
        }
    }

    #[cold]
    fn no_value<T>(&mut self, rest: Rest<'_>) -> Option<T> {
        let message = match rest.first() {
            None => "the document ends here; a value is missing",
            Some(b'\'') => "expected a JSON value; text needs double quotes, not single ones",
            Some(b'}' | b']') => "expected a JSON value; is the comma before this bracket one too many?",
            Some(b'/' | b'#') => "expected a JSON value; JSON has no comments",
            Some(byte) if byte.is_ascii_alphabetic() => "expected a JSON value; text needs double quotes around it",
            Some(_) => "expected a JSON value",
        };
        self.refuse(rest, message)
    }

    fn word(&mut self, word: &'static str, kind: Kind, rest: Rest<'text>) -> Option<Rest<'text>> {
        let Some(after) = rest.strip_prefix(word.as_bytes()) else { return self.no_value(rest) };
        self.push(kind, rest, after, false, 0);
        Some(after)
    }

    /// Pushes the node of a container and gives its number.
    fn open(&mut self, kind: Kind, rest: Rest<'_>) -> Option<usize> {
        self.depth += 1;
        if self.depth > self.limits.depth {
            return self.stop(rest, Failure::TooDeep);
        }
        let node = self.nodes.len();
        self.push(kind, rest, rest, false, 0);
        Some(node)
    }

    fn close(&mut self, node: usize, count: u32, after: Rest<'_>) {
        let (end, next) = (as_u32(self.at(after)), as_u32(self.nodes.len()));
        let container = &mut self.nodes[node];
        (container.end, container.next, container.extra) = (end, next, count);
        self.depth -= 1;
    }

    fn array(&mut self, start: Rest<'text>) -> Option<Rest<'text>> {
        let node = self.open(Kind::Array, start)?;
        let mut rest = without_blanks(&start[1..]);
        let mut count = 0;
        if let [b']', after @ ..] = rest {
            self.close(node, count, after);
            return Some(after);
        }
        loop {
            rest = without_blanks(self.value(rest)?);
            count += 1;
            match rest {
                [b',', after @ ..] => rest = without_blanks(after),
                [b']', after @ ..] => {
                    self.close(node, count, after);
                    return Some(after);
                }
                _ => return self.no_separator(rest, "expected a comma or ] after an item"),
            }
        }
    }

    fn object(&mut self, start: Rest<'text>) -> Option<Rest<'text>> {
        let node = self.open(Kind::Object, start)?;
        let mut rest = without_blanks(&start[1..]);
        let mut seen = NamesSeen::default();
        if let [b'}', after @ ..] = rest {
            self.close(node, 0, after);
            return Some(after);
        }
        loop {
            rest = before(b':', self.name(rest, node, &mut seen)?);
            let [b':', after @ ..] = rest else {
                return self.refuse(rest, "expected a colon after a member's name");
            };
            rest = before(b',', self.value(before(b'"', after))?);
            match rest {
                [b',', after @ ..] => rest = before(b'"', after),
                [b'}', after @ ..] => {
                    self.close(node, seen.count, after);
                    if seen.may_repeat {
                        self.mark_repeated_names(node);
                    }
                    return Some(after);
                }
                _ => return self.no_separator(rest, "expected a comma or } after a member"),
            }
        }
    }

    #[cold]
    fn no_separator<T>(&mut self, rest: Rest<'_>, expected: &'static str) -> Option<T> {
        if rest.is_empty() {
            return self.refuse(rest, "the document ends here; a closing bracket is missing");
        }
        self.refuse(rest, expected)
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "there is one caller, which asks for each member")]
    fn name(&mut self, rest: Rest<'text>, object: usize, seen: &mut NamesSeen) -> Option<Rest<'text>> {
        let [b'"', inside @ ..] = rest else { return self.no_name(rest) };
        let end = end_of_plain(inside);
        let (special, hash, after) = if let [b'"', after @ ..] = end {
            (false, hash_of_name(&inside[..inside.len() - end.len()]), after)
        } else {
            let after = self.string_with_escapes(end)?;
            let inner = &self.text[self.at(inside)..self.at(after) - 1];
            (true, hash_of_name(unescape(inner).as_bytes()), after)
        };
        if seen.note(hash) {
            seen.may_repeat = seen.may_repeat || seen.count > FEW_MEMBERS || self.has_hash(object, hash);
        }
        self.push(Kind::String, rest, after, special, hash);
        Some(after)
    }

    #[cold]
    fn no_name<T>(&mut self, rest: Rest<'_>) -> Option<T> {
        let message = match rest.first() {
            Some(b'}') => "expected a member's name; is the comma before this brace one too many?",
            None => "the document ends here; a closing bracket is missing",
            Some(_) => "expected a member's name in double quotes",
        };
        self.refuse(rest, message)
    }

    /// Whether a name of that hash is among those that an unfinished object has so far.
    fn has_hash(&self, object: usize, hash: u32) -> bool {
        let mut name = object + 1;
        while let [name_node, value_node, ..] = self.nodes.get(name..).unwrap_or_default() {
            if name_node.extra == hash {
                return true;
            }
            name = value_node.next as usize;
        }
        false
    }

    /// Reads the rest of a string from the first character on that is not plain.
    #[cold]
    fn string_with_escapes(&mut self, mut rest: Rest<'text>) -> Option<Rest<'text>> {
        loop {
            match rest {
                [b'"', after @ ..] => return Some(after),
                [b'\\', ..] => rest = end_of_plain(self.escape(rest)?),
                [b'\n' | b'\r', ..] => {
                    return self.refuse(rest, "a text may not span lines; close the quote, or write \\n");
                }
                [_, ..] => return self.refuse(rest, "a control character inside a text must be written as \\u00XX"),
                [] => return self.refuse(rest, "the document ends inside a text; a closing quote is missing"),
            }
        }
    }

    fn escape(&mut self, rest: Rest<'text>) -> Option<Rest<'text>> {
        match rest {
            [_, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', after @ ..] => Some(after),
            [_, b'u', a, b, c, d, after @ ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) => {
                Some(after)
            }
            [_, b'u', ..] => self.refuse(rest, "\\u needs four hexadecimal digits"),
            _ => self.refuse(rest, "a backslash in a text must be doubled, or start an escape such as \\n"),
        }
    }

    /// Reads a number and says whether it has a fraction or an exponent.
    fn number(&mut self, rest: Rest<'text>) -> Option<(bool, Rest<'text>)> {
        let mut rest = rest.strip_prefix(b"-").unwrap_or(rest);
        if let [b'0', after @ ..] = rest {
            rest = after;
            if rest.first().is_some_and(u8::is_ascii_digit) {
                return self.refuse(rest, "a number may not start with a zero; text needs double quotes around it");
            }
        } else {
            rest = self.digits(rest, "expected a digit after the minus sign")?;
        }
        let mut special = false;
        if let [b'.', after @ ..] = rest {
            special = true;
            rest = self.digits(after, "expected a digit after the decimal point")?;
        }
        if let [b'e' | b'E', after @ ..] = rest {
            special = true;
            let after = if let [b'+' | b'-', after @ ..] = after { after } else { after };
            rest = self.digits(after, "expected a digit in the exponent")?;
        }
        Some((special, rest))
    }

    #[inline]
    fn digits(&mut self, rest: Rest<'text>, otherwise: &'static str) -> Option<Rest<'text>> {
        let [b'0'..=b'9', rest @ ..] = rest else { return self.refuse(rest, otherwise) };
        let mut rest = rest;
        while let [b'0'..=b'9', after @ ..] = rest {
            rest = after;
        }
        Some(rest)
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

/// What the names of an object have in common with each other, as far as it was read.
#[derive(Default)]
struct NamesSeen {
    count: u32,
    /// One bit for each hash seen: where none is met twice, no name is.
    bits: u64,
    /// Two names may be the same.
    may_repeat: bool,
}

impl NamesSeen {
    /// Counts a name, and says whether an earlier one may have the same hash.
    #[inline]
    fn note(&mut self, hash: u32) -> bool {
        let bit = 1 << (hash >> 26);
        let met = self.bits & bit != 0;
        self.bits |= bit;
        self.count += 1;
        met
    }
}

/// The same where nearly always the text goes on with that byte, and without blanks.
#[inline(always)]
#[expect(clippy::inline_always, reason = "measured: a call for each byte between values costs more than a look at it")]
fn before(byte: u8, rest: &[u8]) -> &[u8] {
    if rest.first() == Some(&byte) { rest } else { without_blanks(rest) }
}

#[inline]
fn without_blanks(mut rest: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\t' | b'\r', after @ ..] = rest {
        rest = after;
    }
    rest
}

/// What is left from the first quote, backslash or control character on. Eight bytes a step.
#[inline]
pub(crate) fn end_of_plain(mut rest: &[u8]) -> &[u8] {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Built for size, splitting would be a call.
    while let Some(word) = rest.first_chunk::<8>() {
        let word = u64::from_le_bytes(*word);
        // The usual "has a byte below" test. One flipped bit brings the quote, 0x22, down to the end of the control
        // characters; the space takes its place, and 0x21 stays clear of both.
        let quote_or_control = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
        let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
        let found = (quote_or_control | backslash) & !word & HIGH;
        if found != 0 {
            // The lowest flag is always right; higher ones may be borrowed from it.
            return &rest[(found.trailing_zeros() / 8) as usize..];
        }
        rest = &rest[8..];
    }
    while let [byte, after @ ..] = rest
        && *byte >= 0x20
        && *byte != b'"'
        && *byte != b'\\'
    {
        rest = after;
    }
    rest
}

/// A quick hash of a member's name: its length, first and last bytes. Equal hashes are always followed by a comparison.
#[inline]
pub(crate) fn hash_of_name(name: &[u8]) -> u32 {
    let bits = if let Some((first, last)) = ends::<8>(name) {
        let bits = u64::from_le_bytes(first) ^ u64::from_le_bytes(last).rotate_left(23);
        if name.len() > 16 { bits ^ middle_of(name) } else { bits }
    } else if let Some((first, last)) = ends::<4>(name) {
        u64::from(u32::from_le_bytes(first)) | (u64::from(u32::from_le_bytes(last)) << 32)
    } else {
        name.iter().fold(0, |bits, &byte| (bits << 8) | u64::from(byte))
    };
    let mixed = (bits ^ (name.len() as u64).rotate_left(56)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as u32
}

/// The middle tells long names apart that start and end alike.
fn middle_of(name: &[u8]) -> u64 {
    let middle = name.get(name.len() / 2..).and_then(<[u8]>::first_chunk::<4>);
    middle.map_or(0, |four| u64::from(u32::from_le_bytes(*four)).rotate_left(41))
}

/// Whether two names are the same bytes. Names are short, so this beats the call that the general comparison makes.
#[inline]
pub(crate) fn same_name(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    // The two words of each side overlap where the name is shorter than both.
    if let (Some(left_ends), Some(right_ends)) = (ends::<8>(left), ends::<8>(right)) {
        return left_ends == right_ends && (left.len() <= 16 || left == right);
    }
    match (ends::<4>(left), ends::<4>(right)) {
        (Some(left_ends), Some(right_ends)) => left_ends == right_ends,
        _ => left.iter().zip(right).all(|(left, right)| left == right),
    }
}

/// The first and the last bytes of a name that has so many.
#[inline(always)]
#[expect(clippy::inline_always, reason = "measured: it is two loads, and several calls otherwise")]
fn ends<const N: usize>(name: &[u8]) -> Option<([u8; N], [u8; N])> {
    let last = name.get(name.len().checked_sub(N)?..)?;
    Some((*name.first_chunk()?, *last.first_chunk()?))
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
