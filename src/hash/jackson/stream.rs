//! Text → Jackson's text in one pass, without a tree: what need not change is handed on in long runs.
//!
//! The pass gives up on everything that is not its business: on what is no JSON, for which the parser has the words;
//! on what nests too deep; and where two members of an object may have the same name, because the first one is
//! already written when the second is met.

use super::{DEPTH, Sink, number, string};
use crate::json::{end_of_plain, hash_of_name, unescape};

/// Objects with more members than this are left to the tree, whose search for repeated names does not grow with the
/// square.
const MOST_MEMBERS: usize = 1024;

/// Writes all of the text, or gives up somewhere and says so.
pub(super) fn rewrite(text: &str, sink: &mut dyn Sink) -> bool {
    let bytes = text.as_bytes();
    // As in the parser: some editors write a byte order mark.
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let open = Vec::new();
    let mut pass =
        Pass { text, bytes, at: start, written: start, sink, rewritten: String::new(), open, names: Vec::new() };
    pass.document().is_some()
}

struct Pass<'text, 'sink> {
    text: &'text str,
    bytes: &'text [u8],
    at: usize,
    /// Up to here the text was written, or left out.
    written: usize,
    sink: &'sink mut dyn Sink,
    /// Memory for what is not written as it stands.
    rewritten: String,
    open: Vec<Open>,
    /// The hashes of the names of all open objects, those of the innermost last.
    names: Vec<u32>,
}

/// An array or object that was not closed yet.
struct Open {
    close: u8,
    /// Where its names start among all names.
    names: usize,
    /// One bit for each hash seen: where none is met twice, no name is.
    seen: u64,
}

impl Pass<'_, '_> {
    fn document(&mut self) -> Option<()> {
        loop {
            self.skip_blanks();
            if self.value_or_start()? {
                while !self.open.is_empty() && self.next_or_close()? {}
            }
            if self.open.is_empty() {
                break;
            }
        }
        self.skip_blanks();
        self.write_up_to(self.at);
        (self.at == self.bytes.len()).then_some(())
    }

    fn peek(&self) -> u8 {
        // Zero stands for the end: a zero byte is no JSON outside a string either.
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// Writes what was passed over and not written yet.
    fn write_up_to(&mut self, end: usize) {
        if self.written < end {
            self.sink.put(&self.text[self.written..end]);
        }
        self.written = self.at;
    }

    fn rewrite(&mut self, write: impl FnOnce(&str, &mut String)) {
        self.rewritten.clear();
        write(self.text, &mut self.rewritten);
        self.sink.put(&self.rewritten);
    }

    #[inline]
    fn skip_blanks(&mut self) {
        if self.peek() > b' ' {
            return;
        }
        let start = self.at;
        while matches!(self.peek(), b' ' | b'\n' | b'\t' | b'\r') {
            self.at += 1;
        }
        self.write_up_to(start);
    }

    /// Passes over a scalar, an empty container or the start of a container; says whether a value ended.
    fn value_or_start(&mut self) -> Option<bool> {
        match self.peek() {
            b'"' => _ = self.string()?,
            b'{' => return self.start(b'}'),
            b'[' => return self.start(b']'),
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => return None,
        }
        Some(true)
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let is_there = self.bytes.get(self.at..)?.starts_with(word.as_bytes());
        self.at += word.len();
        is_there.then_some(())
    }

    fn start(&mut self, close: u8) -> Option<bool> {
        if self.open.len() == DEPTH {
            return None;
        }
        self.at += 1;
        self.skip_blanks();
        if self.peek() == close {
            self.at += 1;
            return Some(true);
        }
        self.open.push(Open { close, names: self.names.len(), seen: 0 });
        if close == b'}' {
            self.name()?;
        }
        Some(false)
    }

    /// After a value: passes over the comma (and name) before the next one, or a closing bracket, which ends a value.
    fn next_or_close(&mut self) -> Option<bool> {
        self.skip_blanks();
        let close = self.open.last()?.close;
        match self.peek() {
            b',' => {
                self.at += 1;
                if close == b'}' {
                    self.skip_blanks();
                    self.name()?;
                }
                Some(false)
            }
            byte if byte == close => {
                self.at += 1;
                self.names.truncate(self.open.pop()?.names);
                Some(true)
            }
            _ => None,
        }
    }

    /// A member's name and the colon.
    fn name(&mut self) -> Option<()> {
        let start = self.at + 1;
        if self.peek() != b'"' {
            return None;
        }
        let has_escapes = self.string()?;
        let inner = &self.text[start..self.at - 1];
        let hash = if has_escapes { hash_of_name(unescape(inner).as_bytes()) } else { hash_of_name(inner.as_bytes()) };
        self.note_name(hash)?;
        self.skip_blanks();
        if self.peek() != b':' {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// Gives up where the object may already have a member of that name.
    fn note_name(&mut self, hash: u32) -> Option<()> {
        let open = self.open.last_mut()?;
        let names = self.names.get(open.names..)?;
        let bit = 1 << (hash >> 26);
        let may_repeat = open.seen & bit != 0 && names.contains(&hash);
        if may_repeat || names.len() == MOST_MEMBERS {
            return None;
        }
        open.seen |= bit;
        self.names.push(hash);
        Some(())
    }

    /// Says whether it has escapes.
    #[inline]
    fn string(&mut self) -> Option<bool> {
        let start = self.at + 1;
        self.at = self.bytes.len() - end_of_plain(&self.bytes[start..]).len();
        if self.peek() == b'"' {
            self.at += 1;
            return Some(false);
        }
        self.string_with_escapes(start)?;
        Some(true)
    }

    fn string_with_escapes(&mut self, start: usize) -> Option<()> {
        while self.peek() == b'\\' {
            self.at += self.length_of_escape()?;
            self.at = self.bytes.len() - end_of_plain(&self.bytes[self.at..]).len();
        }
        if self.peek() != b'"' {
            return None;
        }
        let end = self.at;
        self.at = start;
        self.write_up_to(start);
        self.rewrite(|text, rewritten| string::write_inner(&text[start..end], rewritten));
        self.written = end;
        self.at = end + 1;
        Some(())
    }

    fn length_of_escape(&self) -> Option<usize> {
        match self.bytes.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
            b'u' => self.bytes.get(self.at + 2..self.at + 6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
            _ => None,
        }
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.at += usize::from(self.peek() == b'-');
        let first = self.peek();
        self.digits()?;
        let digits = self.at - start - usize::from(self.bytes[start] == b'-');
        if first == b'0' && digits > 1 {
            return None;
        }
        let mut is_whole = true;
        if self.peek() == b'.' {
            is_whole = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            is_whole = false;
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), b'+' | b'-'));
            self.digits()?;
        }
        // Of the whole numbers only minus zero is written differently.
        if !is_whole || (first == b'0' && self.bytes[start] == b'-') {
            self.write_up_to(start);
            let end = self.at;
            self.rewrite(|text, rewritten| number::write(&text[start..end], rewritten));
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
