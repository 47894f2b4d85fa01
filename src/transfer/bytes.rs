//! Bytes read one after the other with one in sight, and lines counted. It knows nothing of what they say.

use crate::error::{Error, ErrorKind};
use std::io::{self, BufRead};

/// What one row or text may have at most: more than any database holds in one value.
pub(super) const LIMIT: usize = 512 << 20;

/// What cannot be read, as an error.
pub(super) fn unreadable(message: impl Into<String>) -> Error {
    ErrorKind::Unreadable { message: message.into() }.into()
}

/// A reader that says where it is.
pub(super) struct Bytes<'files> {
    reader: Box<dyn BufRead + 'files>,
    /// A byte that was put back.
    held: Option<[u8; 1]>,
    /// The line of the next byte, counted from 1.
    pub(super) line: u64,
    /// How many bytes were taken.
    pub(super) done: u64,
}

/// How a line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// With a line feed.
    Whole,
    /// With a line feed, but it is longer than the limit: what was kept is its beginning.
    TooLong,
    /// With the end of what is read: it may be cut off. Nothing was kept where there was nothing.
    Cut,
}

impl<'files> Bytes<'files> {
    pub(super) fn new(reader: Box<dyn BufRead + 'files>) -> Self {
        Bytes { reader, held: None, line: 1, done: 0 }
    }

    /// The next byte, which stays.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        self.sight().map(|bytes| bytes.first().copied())
    }

    /// What is at hand; empty at the end.
    fn sight(&mut self) -> io::Result<&[u8]> {
        if let Some(held) = &self.held {
            return Ok(held);
        }
        while let Err(error) = self.reader.fill_buf() {
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        self.reader.fill_buf()
    }

    /// The next byte, taken.
    pub(super) fn take(&mut self) -> io::Result<Option<u8>> {
        let next = self.peek()?;
        if let Some(byte) = next {
            self.line += u64::from(byte == b'\n');
            self.consume(1);
        }
        Ok(next)
    }

    /// Puts back the byte that was just taken, which is no line feed.
    pub(super) fn put_back(&mut self, byte: u8) {
        self.held = Some([byte]);
        self.done -= 1;
    }

    fn consume(&mut self, n_bytes: usize) {
        self.done += n_bytes as u64;
        if self.held.take().is_none() {
            self.reader.consume(n_bytes);
        }
    }

    /// Takes everything up to a byte for which `stops` holds, or to the end, and keeps as much of it as `kept` may
    /// hold. Says whether all was kept.
    pub(super) fn take_until(&mut self, stops: impl Fn(u8) -> bool, kept: &mut Vec<u8>) -> io::Result<bool> {
        let mut all = true;
        loop {
            let sight = self.sight()?;
            if sight.is_empty() {
                return Ok(all);
            }
            let length = sight.iter().position(|byte| stops(*byte)).unwrap_or(sight.len());
            let stopped = length < sight.len();
            let room = LIMIT.saturating_sub(kept.len()).min(length);
            kept.extend_from_slice(&sight[..room]);
            all &= room == length;
            self.line += sight[..length].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
            self.consume(length);
            if stopped {
                return Ok(all);
            }
        }
    }

    /// Takes a line, and keeps it without its end.
    pub(super) fn take_line(&mut self, kept: &mut Vec<u8>) -> io::Result<Line> {
        kept.clear();
        let all = self.take_until(|byte| byte == b'\n', kept)?;
        if self.take()?.is_none() {
            return Ok(Line::Cut);
        }
        // A carriage return of the text itself is escaped: this one came with the line feed.
        if kept.last() == Some(&b'\r') {
            kept.pop();
        }
        Ok(if all { Line::Whole } else { Line::TooLong })
    }
}

/// What cannot be written, as an error.
pub(super) fn unwritable(error: &io::Error) -> Error {
    unreadable(format!("the export cannot be written: {error}"))
}
