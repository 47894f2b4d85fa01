//! A YAML list, element by element: each is read by itself, so a list of any length needs no more memory than its
//! largest element.

use crate::error::Result;
use crate::json::{Document, Limits};
use crate::transfer::files::{Line, read_line, unreadable};
use crate::yaml;
use std::collections::VecDeque;
use std::io::BufRead;

/// The elements of a list, in whose file an element begins with a dash at the start of a line, as the platform and
/// nearly everybody writes lists. A list that is written otherwise is read at once.
#[derive(Default)]
pub(super) struct Elements {
    line: Vec<u8>,
    /// The line that was read last.
    number: u64,
    /// Whether that line begins an element that was not read yet.
    starts: bool,
    /// Whether the file has ended.
    ended: bool,
    /// The elements of a list that was read at once.
    at_once: VecDeque<String>,
}

/// An element.
pub(super) struct Element {
    /// The line on which it begins.
    pub(super) line: u64,
    /// It as JSON, or why it cannot be read.
    pub(super) json: std::result::Result<String, String>,
}

impl Elements {
    /// The next element; none at the end.
    ///
    /// # Errors
    /// A file that cannot be read, or that holds no list.
    pub(super) fn next(&mut self, reader: &mut dyn BufRead, path: &str) -> Result<Option<Element>> {
        if let Some(json) = self.at_once.pop_front() {
            return Ok(Some(Element { line: 0, json: Ok(json) }));
        }
        while !self.starts {
            if self.ended {
                return Ok(None);
            }
            self.read(reader, path)?;
            if !self.starts && !is_between(&self.line) {
                return self.at_once(reader, path);
            }
        }
        let start = self.number;
        let mut text = Some(self.line.clone());
        self.starts = false;
        while !self.ended {
            let whole = self.read(reader, path)?;
            if self.starts || self.line == b"---" || self.line == b"..." {
                break;
            }
            let fits = text.as_ref().is_some_and(|text| text.len() + self.line.len() < Limits::default().bytes);
            match &mut text {
                Some(text) if whole && fits => {
                    text.push(b'\n');
                    text.extend_from_slice(&self.line);
                }
                // Longer than any row may be.
                _ => text = None,
            }
        }
        Ok(Some(Element { line: start, json: json_of(text, start) }))
    }

    /// Reads a line; says whether it is whole.
    fn read(&mut self, reader: &mut dyn BufRead, path: &str) -> Result<bool> {
        let read = read_line(reader, &mut self.line).map_err(|error| unreadable(path, &error))?;
        self.ended = read == Line::End;
        self.number += 1;
        let is_first = self.number == 1 && self.line.starts_with("\u{feff}".as_bytes());
        if is_first {
            self.line.drain(..3);
        }
        self.starts = self.line == b"-" || self.line.starts_with(b"- ");
        Ok(read != Line::TooLong)
    }

    fn at_once(&mut self, reader: &mut dyn BufRead, path: &str) -> Result<Option<Element>> {
        let no_list = |why: &str| super::unreadable_file(path, why);
        let limit = Limits::default().bytes;
        let mut text = std::mem::take(&mut self.line);
        while !self.ended {
            self.read(reader, path)?;
            text.push(b'\n');
            text.extend_from_slice(&self.line);
            if text.len() > limit {
                return Err(no_list(
                    "it is no list whose elements begin with a dash each, and too large to read at once",
                ));
            }
        }
        let text = String::from_utf8(text).map_err(|_| no_list("it is no UTF-8 text"))?;
        let json = yaml::to_json(&text).map_err(|error| no_list(&error.to_string()))?;
        let document = Document::parse(json)?;
        if document.root().kind() != crate::json::Kind::Array {
            return Err(no_list("it holds no list"));
        }
        self.at_once = document.root().items().map(|item| item.raw().to_owned()).collect();
        Ok(self.at_once.pop_front().map(|json| Element { line: 0, json: Ok(json) }))
    }
}

/// Whether a line stands between elements: it is empty, a comment, a directive, or begins or ends a document.
fn is_between(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.is_empty() || line.starts_with(b"#") || line.starts_with(b"%") || line == b"---" || line == b"..."
}

fn json_of(text: Option<Vec<u8>>, start: u64) -> std::result::Result<String, String> {
    let text = text.ok_or("it is larger than any row may be")?;
    let text = String::from_utf8(text).map_err(|_| "it is no UTF-8 text")?;
    let json = yaml::to_json(&text).map_err(|error| {
        let line = start + error.position().map_or(1, |place| place.line as u64) - 1;
        format!("line {line}: {}", error.message())
    })?;
    let document = Document::parse(json).map_err(|error| error.message())?;
    let element = document.root().items().next().map(|element| element.raw().to_owned());
    element.ok_or_else(|| "it is no element of a list".to_owned())
}
