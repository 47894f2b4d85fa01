//! The archive that older versions of the platform gave for download, `airbyte_archive.tar.gz`: a YAML list a model
//! (facts, databases 2.14).

mod elements;
mod models;

use super::bytes::unreadable;
use super::files::Files;
use super::source::{Incoming, Place, Progress, Selection, Source, Values};
use crate::error::{Error, Result};
use elements::Elements;
use jiff::Timestamp;
use models::Model;
use std::collections::VecDeque;

/// The rows of a platform's archive.
///
/// Members are told as columns under the database's names and spellings. What a model does not have is as the
/// platform's own import writes it: times of making and change are those of the import; rows that say which operations
/// follow a connection get an id of version 3 (RFC 9562) in the namespace of the connection, of the operation's id, and
/// states one of the word `state`, so that they are the same in every import. A member that no column holds
/// comes along under its own name, for the import to tell.
///
/// ```
/// use airbyte_db::jiff::Timestamp;
/// use airbyte_db::transfer::{File, Folder, PlatformArchive, Selection, Source, Values};
///
/// let text = "---\n- key: \"airbyte_version\"\n  value: \"0.35.2-alpha\"\n";
/// let open = Box::new(move || Ok(Box::new(text.as_bytes()) as Box<dyn std::io::BufRead>));
/// let file = File { path: "airbyte_db/AIRBYTE_METADATA.yaml".to_owned(), size: None, open };
/// # if cfg!(feature = "yaml") {
/// let mut archive = PlatformArchive::new(Folder::new(vec![file]), Timestamp::UNIX_EPOCH);
/// archive.begin(&Selection::all())?;
/// let row = archive.next()?.expect("there is a row");
/// assert!(matches!(row.values, Values::Object(text) if text.ends_with("\"value\":\"0.35.2-alpha\"}")));
/// # }
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct PlatformArchive<F> {
    files: F,
    now: Timestamp,
    selection: Selection,
    path: String,
    file: Option<OpenFile>,
    n_files: u64,
    /// The rows of the last element that were not given yet.
    waiting: VecDeque<(&'static str, String)>,
    line: u64,
}

/// The file that is read.
enum OpenFile {
    /// Of a model.
    Model(&'static Model, Elements),
    /// Of no model that is known: its name, and how many elements it has.
    Unknown(String, Elements, u64),
}

/// What was found, before it is given.
enum Step {
    Row(&'static str, String),
    Broken(&'static str, String),
    Unread(String, u64),
}

impl<F: Files> PlatformArchive<F> {
    /// The rows in these files, those of an archive or of a folder that it was unpacked to. `now` is the moment of the
    /// import.
    pub fn new(files: F, now: Timestamp) -> PlatformArchive<F> {
        PlatformArchive {
            files,
            now,
            selection: Selection::all(),
            path: String::new(),
            file: None,
            n_files: 0,
            waiting: VecDeque::new(),
            line: 0,
        }
    }

    fn open_next(&mut self) -> Result<bool> {
        let Some(path) = self.files.open_next()? else {
            if self.n_files == 0 {
                return Err(unreadable("this is no archive of the platform: it has no YAML file of a model"));
            }
            return Ok(false);
        };
        let stem = stem(&path);
        self.file = match stem.and_then(Model::of_file) {
            Some(model) if model.tables().any(|table| self.selection.includes(table)) => {
                Some(OpenFile::Model(model, Elements::default()))
            }
            Some(_) => None,
            None => stem
                .filter(|stem| self.selection.includes(stem))
                .map(|stem| OpenFile::Unknown(stem.to_owned(), Elements::default(), 0)),
        };
        self.n_files += u64::from(stem.is_some());
        self.path = path;
        Ok(true)
    }

    fn step(&mut self) -> Result<Option<Step>> {
        loop {
            while let Some((table, row)) = self.waiting.pop_front() {
                if self.selection.includes(table) {
                    return Ok(Some(Step::Row(table, row)));
                }
            }
            match &mut self.file {
                None => {
                    if !self.open_next()? {
                        return Ok(None);
                    }
                }
                Some(OpenFile::Model(model, elements)) => match elements.next(self.files.reader(), &self.path)? {
                    None => self.file = None,
                    Some(element) => {
                        self.line = element.line;
                        match element.json.and_then(|json| models::rows_of(model, &json, self.now)) {
                            Ok(rows) => self.waiting = rows.into(),
                            Err(why) => {
                                let why = format!("the element cannot be read: {why}");
                                return Ok(Some(Step::Broken(model.table, why)));
                            }
                        }
                    }
                },
                Some(OpenFile::Unknown(name, elements, n_elements)) => {
                    if elements.next(self.files.reader(), &self.path)?.is_some() {
                        *n_elements += 1;
                        continue;
                    }
                    let (name, n_elements) = (std::mem::take(name), *n_elements);
                    self.file = None;
                    if n_elements > 0 {
                        return Ok(Some(Step::Unread(name, n_elements)));
                    }
                }
            }
        }
    }
}

/// The name of a YAML file, without folder and end.
fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit(['/', '\\']).next()?;
    // Archives made on a Mac hold files that only name others.
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).filter(|stem| !stem.starts_with("._"))
}

fn unreadable_file(path: &str, why: &str) -> Error {
    unreadable(format!("{path}: {why}"))
}

impl<F: Files> Source for PlatformArchive<F> {
    fn begin(&mut self, tables: &Selection) -> Result<()> {
        self.selection.clone_from(tables);
        (self.file, self.n_files, self.line) = (None, 0, 0);
        self.waiting.clear();
        self.files.restart()
    }

    fn next(&mut self) -> Result<Option<Incoming<'_>>> {
        let Some(step) = self.step()? else { return Ok(None) };
        let place = Place { file: &self.path, line: self.line };
        Ok(Some(match step {
            Step::Row(table, row) => Incoming { table: table.into(), place, values: Values::Object(row.into()) },
            Step::Broken(table, why) => Incoming { table: table.into(), place, values: Values::Broken(why) },
            Step::Unread(table, n_rows) => {
                let place = Place { line: 0, ..place };
                Incoming { table: table.into(), place, values: Values::Unread(n_rows) }
            }
        }))
    }

    fn progress(&self) -> Progress {
        let (done, total) = self.files.read();
        Progress { done, total }
    }
}

/// Shows where it is.
impl<F> std::fmt::Debug for PlatformArchive<F> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (path, line) = (&self.path, &self.line);
        formatter.debug_struct("PlatformArchive").field("path", path).field("line", line).finish_non_exhaustive()
    }
}
