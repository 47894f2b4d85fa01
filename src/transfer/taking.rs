//! A batch of rows on its way into a store: each is read, redacted, stored, counted, and handed over to be judged.

use super::cells::{self, Misfit};
use super::import::Options;
use super::judging::{Judges, ToJudge};
use super::redact::Redactor;
use super::told::{Summary, Tell, Told};
use super::{Incoming, Source, Values};
use crate::error::{Error, Result};
use crate::json::Document;
use crate::letters::capitalised;
use crate::store::{Taken, Writer, json_of, name_of_row, naming_columns, size_of};
use crate::table::Table;
use crate::tables::table;
use std::borrow::Cow;
use std::sync::Arc;

/// How many rows are stored in one transaction: fewer where a worker wants to be heard in between. Ids are random, and so
/// nearly every row of a large table is noted in another page of an index: the more rows a transaction has, the more of
/// them share a page.
const BATCH_ROWS: usize = if cfg!(target_arch = "wasm32") { 1_000 } else { 20_000 };
/// How many bytes of them.
const BATCH_BYTES: usize = 8 << 20;
/// The longest key that is told: what a broken row has in its place may be anything.
const LONGEST_KEY: usize = 200;

/// What a row needs on its way.
pub(super) struct Taking<'a, 'store> {
    pub(super) options: &'a Options,
    pub(super) redactor: Option<&'a Redactor>,
    pub(super) writer: &'a Writer<'store>,
    pub(super) summary: &'a mut Summary,
    pub(super) judges: &'a Judges,
    /// Who judges the rows that are stored.
    pub(super) hand_over: &'a mut dyn FnMut(ToJudge, usize),
    /// The file that the last row stood in.
    pub(super) file: Arc<str>,
}

/// Why no further row is taken for now.
pub(super) enum End {
    OfBatch,
    OfSource,
    /// The source cannot be read on.
    Failed(Error),
}

impl Taking<'_, '_> {
    /// Takes as many rows as one transaction should have.
    pub(super) fn take_some(&mut self, source: &mut impl Source, tell: &mut Tell<'_>) -> Result<End> {
        let mut bytes = 0;
        for _ in 0..BATCH_ROWS {
            match source.next() {
                Ok(Some(incoming)) => bytes += self.take(&incoming, tell)?,
                Ok(None) => return Ok(End::OfSource),
                Err(error) => return Ok(End::Failed(error)),
            }
            if bytes > BATCH_BYTES {
                break;
            }
        }
        Ok(End::OfBatch)
    }

    /// Takes a row; gives its size in bytes, about.
    fn take(&mut self, incoming: &Incoming<'_>, tell: &mut Tell<'_>) -> Result<usize> {
        let Some(table) = table(&incoming.table) else {
            let count = if let Values::Unread(count) = incoming.values { count } else { 1 };
            *self.summary.unknown_tables.entry(incoming.table.clone().into_owned()).or_default() += count;
            return Ok(0);
        };
        if is_own(table) {
            *self.summary.left_out.entry(table.name).or_default() += 1;
            return Ok(0);
        }
        self.summary.of(table).read += 1;
        match cells::read(table, &incoming.values, self.options.now) {
            Ok(row) => self.take_cells(table, row, incoming, tell),
            Err(misfit) => {
                self.summary.of(table).refused += 1;
                tell(refused(table, incoming, &misfit));
                Ok(0)
            }
        }
    }

    fn take_cells(
        &mut self,
        table: &'static Table,
        mut row: cells::Read<'_>,
        incoming: &Incoming<'_>,
        tell: &mut Tell<'_>,
    ) -> Result<usize> {
        if let Some(redactor) = self.redactor {
            redactor.redact(table, &mut row.cells);
        }
        let taken = self.writer.take(table, &row.cells, self.options.replace)?;
        let problem = self.taken(table, taken);
        let counts = self.summary.of(table);
        if let Some((code, message)) = problem {
            counts.refused += 1;
            let key = name_of_row(table, &row.cells);
            tell(Told::about(table, Some(key), incoming.place, code, message));
            return Ok(0);
        }
        for column in row.unknown {
            *counts.unknown_columns.entry(column).or_default() += 1;
        }
        if !self.options.judge {
            return Ok(row.cells.iter().map(size_of).sum());
        }
        let key = name_of_row(table, &row.cells);
        let text = json_of(table, &row.cells);
        let size = text.len();
        let (file, line) = (self.file(incoming.place.file), incoming.place.line);
        self.judges.make_ready(table)?;
        (self.hand_over)(ToJudge { table, key, file, line, text }, size);
        Ok(size)
    }

    /// The name of a file, once for all rows in a line that stand in it.
    fn file(&mut self, name: &str) -> Arc<str> {
        if &*self.file != name {
            self.file = name.into();
        }
        Arc::clone(&self.file)
    }

    /// Counts it; gives why it is not stored, where it is not.
    fn taken(&mut self, table: &'static Table, taken: Taken) -> Option<(&'static str, String)> {
        let counts = self.summary.of(table);
        match taken {
            Taken::Stored => counts.stored += 1,
            Taken::There => counts.there += 1,
            Taken::Replaced => counts.replaced += 1,
            Taken::Conflict => {
                let message = "A row of this key is in the store and says something else; that one stays. Replace it, \
                               or import into a new store.";
                return Some(("conflict", message.to_owned()));
            }
            Taken::Duplicate(message) => return Some(("duplicate", sentence(&message))),
            // It begins with the name of a column.
            Taken::NotAllowed(message) => return Some(("not_allowed", format!("{message}."))),
        }
        None
    }
}

/// Tables in which a store says of itself which migrations it has: those of the source tell of another database.
pub(super) fn is_own(table: &Table) -> bool {
    table.name.ends_with("_migrations")
}

/// What the store says begins small and ends without a full stop.
fn sentence(message: &str) -> String {
    capitalised(message) + "."
}

fn refused(table: &'static Table, incoming: &Incoming<'_>, misfit: &Misfit) -> Told {
    let code = if misfit.column.is_some() { "misfit" } else { "unreadable" };
    let mut told = Told::about(table, written_key(table, &incoming.values), incoming.place, code, String::new());
    if let Some(column) = &misfit.column {
        told.pointer = format!("/{column}");
        told.message = format!("{column} cannot be read: {}.", misfit.reason);
    } else {
        told.message = format!("The row cannot be read: {}.", misfit.reason);
    }
    told
}

/// What names a row that could not be read, as far as it says it.
fn written_key(table: &'static Table, values: &Values<'_>) -> Option<String> {
    let columns = naming_columns(table);
    let parts: Option<Vec<String>> = match values {
        Values::Object(text) => {
            let document = Document::parse(&**text).ok()?;
            let part = |name: &&str| {
                let value = document.root().get(name)?;
                Some(value.as_str().map_or_else(|| value.raw().to_owned(), Cow::into_owned))
            };
            columns.iter().map(part).collect()
        }
        Values::Texts(names, texts) => {
            let part = |name: &&str| {
                let place = names.iter().position(|given| given == name)?;
                texts.get(place)?.as_deref().map(str::to_owned)
            };
            columns.iter().map(part).collect()
        }
        _ => None,
    };
    // Whatever stands in the place of an id may be anything.
    parts.map(|parts| parts.join("/")).filter(|key| key.len() <= LONGEST_KEY)
}
