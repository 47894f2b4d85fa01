//! Where rows come from: what every source gives, whatever its form.

use crate::error::Result;
use crate::table::{Cell, Table};
use std::borrow::Cow;

/// Something that has rows of a deployment, and gives them one after the other, as often as it is asked to.
pub trait Source {
    /// Starts from the beginning with the rows of the tables that are selected, in whatever order the source has them.
    /// Tables are asked for by the names that the source has for them; others are passed over silently.
    ///
    /// # Errors
    /// A source that cannot be read.
    fn begin(&mut self, tables: &Selection) -> Result<()>;

    /// The next row; none at the end.
    ///
    /// # Errors
    /// A source that cannot be read on. What is wrong with one row is no error, but [`Values::Broken`].
    fn next(&mut self) -> Result<Option<Incoming<'_>>>;

    /// How far it is read.
    fn progress(&self) -> Progress;
}

impl<S: Source + ?Sized> Source for &mut S {
    fn begin(&mut self, tables: &Selection) -> Result<()> {
        (**self).begin(tables)
    }

    fn next(&mut self) -> Result<Option<Incoming<'_>>> {
        (**self).next()
    }

    fn progress(&self) -> Progress {
        (**self).progress()
    }
}

impl<S: Source + ?Sized> Source for Box<S> {
    fn begin(&mut self, tables: &Selection) -> Result<()> {
        (**self).begin(tables)
    }

    fn next(&mut self) -> Result<Option<Incoming<'_>>> {
        (**self).next()
    }

    fn progress(&self) -> Progress {
        (**self).progress()
    }
}

/// Which tables are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// These; all where none is named.
    pub only: Vec<String>,
    /// Not these.
    pub except: Vec<String>,
}

impl Selection {
    /// All tables, known or not.
    pub fn all() -> Selection {
        Selection::default()
    }

    /// One table.
    pub fn one(table: &str) -> Selection {
        Selection { only: vec![table.to_owned()], except: Vec::new() }
    }

    /// Whether a table is among them.
    pub fn includes(&self, table: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|name| name == table);
        (self.only.is_empty() || names(&self.only)) && !names(&self.except)
    }
}

/// A row on its way.
#[derive(Debug)]
pub struct Incoming<'source> {
    /// The name of its table, as the source has it.
    pub table: Cow<'source, str>,
    /// Where it stands, as far as the source can say.
    pub place: Place<'source>,
    /// What it says.
    pub values: Values<'source>,
}

/// Where a row stands in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'source> {
    /// The file, or what is like one.
    pub file: &'source str,
    /// The line, or the number of the row, counted from 1; 0 where there is none.
    pub line: u64,
}

/// What a row says, in one of the forms in which rows are written.
pub enum Values<'source> {
    /// As a JSON object, a member a column; documents stand in it as JSON. An absent document is SQL NULL.
    Object(Cow<'source, str>),
    /// As Postgres writes values as text, with the names of their columns; none is SQL NULL.
    Texts(&'source [String], Vec<Option<Cow<'source, str>>>),
    /// As cells, in the order of a known table's columns.
    Cells(&'static Table, Vec<Cell<'source>>),
    /// So many rows that the source counts and does not read, since no table of that name is known.
    Unread(u64),
    /// Nothing that can be read: why. It quotes nothing of the row.
    Broken(String),
}

/// Shows the form alone: a row may hold secrets.
impl std::fmt::Debug for Values<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Values::Object(_) => "Object(..)",
            Values::Texts(..) => "Texts(..)",
            Values::Cells(..) => "Cells(..)",
            Values::Unread(_) => "Unread(..)",
            Values::Broken(_) => "Broken(..)",
        })
    }
}

/// How far a source is read, in what it can count: bytes or rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// So much is read.
    pub done: u64,
    /// Of so much; none where nobody knows.
    pub total: Option<u64>,
}
