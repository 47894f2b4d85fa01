//! Rows as JSON Lines, a file a table, as exports are.

use super::files::{self, File, Files, Folder, Line};
use super::{Incoming, Place, Progress, Selection, Source, Values};
use crate::error::Result;
use std::borrow::Cow;
use std::io;

/// Rows in files that are named after their tables: `jobs.jsonl`, and where there are several, `jobs.2.jsonl`.
///
/// Each line is a row as a JSON object; an empty line is none.
pub struct JsonLines<F> {
    files: F,
    selection: Selection,
    /// The open file, and its table.
    path: String,
    table: Option<String>,
    line: Vec<u8>,
    number: u64,
}

impl<'text> JsonLines<Folder<'text>> {
    /// Rows in texts with the names of files.
    pub fn of_texts(texts: impl IntoIterator<Item = (&'text str, &'text str)>) -> Self {
        let file = |(path, text): (&'text str, &'text str)| File {
            path: path.to_owned(),
            size: Some(text.len() as u64),
            open: Box::new(move || Ok(Box::new(io::Cursor::new(text)))),
        };
        JsonLines::new(Folder::new(texts.into_iter().map(file).collect()))
    }
}

impl<F: Files> JsonLines<F> {
    /// The rows in these files. Files that do not end in `.jsonl` or `.ndjson` are passed over.
    pub fn new(files: F) -> JsonLines<F> {
        let (path, line) = (String::new(), Vec::new());
        JsonLines { files, selection: Selection::all(), path, table: None, line, number: 0 }
    }
}

/// The table of a file, by its name.
pub fn table_of_file(path: &str) -> Option<&str> {
    let name = path.rsplit(['/', '\\']).next()?;
    let stem = name.strip_suffix(".jsonl").or_else(|| name.strip_suffix(".ndjson"))?;
    let table = match stem.rsplit_once('.') {
        Some((table, part)) if part.bytes().all(|byte| byte.is_ascii_digit()) => table,
        _ => stem,
    };
    (!table.is_empty()).then_some(table)
}

impl<F: Files> Source for JsonLines<F> {
    fn begin(&mut self, tables: &Selection) -> Result<()> {
        self.selection.clone_from(tables);
        self.table = None;
        self.files.restart()
    }

    fn next(&mut self) -> Result<Option<Incoming<'_>>> {
        loop {
            if self.table.is_none() {
                let Some(path) = self.files.open_next()? else { return Ok(None) };
                self.table = table_of_file(&path).filter(|table| self.selection.includes(table)).map(str::to_owned);
                (self.path, self.number) = (path, 0);
                if self.table.is_none() {
                    continue;
                }
            }
            let read = files::read_line(self.files.reader(), &mut self.line);
            self.number += 1;
            match read.map_err(|error| files::unreadable(&self.path, &error))? {
                Line::End => self.table = None,
                Line::TooLong => return Ok(Some(self.incoming(Values::Broken("the line is too long".to_owned())))),
                Line::Whole if self.line.iter().all(u8::is_ascii_whitespace) => {}
                Line::Whole => return Ok(Some(self.whole())),
            }
        }
    }

    fn progress(&self) -> Progress {
        let (done, total) = self.files.read();
        Progress { done, total }
    }
}

impl<F: Files> JsonLines<F> {
    fn whole(&self) -> Incoming<'_> {
        self.incoming(match std::str::from_utf8(&self.line) {
            Ok(text) => Values::Object(text.into()),
            Err(_) => Values::Broken("the line is no UTF-8 text".to_owned()),
        })
    }

    fn incoming<'row>(&'row self, values: Values<'row>) -> Incoming<'row> {
        let table = Cow::Borrowed(self.table.as_deref().unwrap_or_default());
        Incoming { table, place: Place { file: &self.path, line: self.number }, values }
    }
}

/// Shows where it is.
impl<F> std::fmt::Debug for JsonLines<F> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (path, line) = (&self.path, &self.number);
        formatter.debug_struct("JsonLines").field("path", path).field("line", line).finish_non_exhaustive()
    }
}
