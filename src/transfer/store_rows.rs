//! Rows of another store.

use super::{Incoming, Place, Progress, Selection, Source, Values};
use crate::error::Result;
use crate::store::Reader;
use crate::table::{Cell, Table};
use crate::tables::TABLES;
use std::collections::VecDeque;

/// The rows of a store, table by table.
///
/// ```
/// use airbyte_db::jiff::Timestamp;
/// use airbyte_db::store::Store;
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Workspace;
/// use airbyte_db::transfer::{Import, Options, StoreRows};
///
/// let mut one = Store::in_memory()?;
/// let workspace = Workspace::read(include_str!("../../tests/fixtures/rows/workspace.json"))?;
/// one.write(|writer| writer.insert(&workspace))?;
/// let mut other = Store::in_memory()?;
/// let rows = StoreRows::new(one.read(), "one.db");
/// Import::new(rows, Options::new(Timestamp::UNIX_EPOCH)).run(&mut other, &mut |_| {})?;
/// assert_eq!(other.read().get::<Workspace>(workspace.id)?, Some(workspace));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct StoreRows<'store> {
    reader: Reader<'store>,
    name: String,
    waiting: VecDeque<&'static Table>,
    table: Option<&'static Table>,
    /// The rows that were read and not yet given, and the number of the last one that was read.
    rows: VecDeque<Result<Vec<Cell<'static>>>>,
    last: i64,
    given: u64,
    progress: Progress,
}

impl<'store> StoreRows<'store> {
    /// The rows that a reader sees; `name` is told of as their file.
    pub fn new(reader: Reader<'store>, name: impl Into<String>) -> StoreRows<'store> {
        StoreRows {
            reader,
            name: name.into(),
            waiting: VecDeque::new(),
            table: None,
            rows: VecDeque::new(),
            last: i64::MIN,
            given: 0,
            progress: Progress::default(),
        }
    }
}

impl Source for StoreRows<'_> {
    fn begin(&mut self, tables: &Selection) -> Result<()> {
        self.waiting = TABLES.into_iter().filter(|table| tables.includes(table.name)).collect();
        let mut total = 0;
        for table in &self.waiting {
            total += self.reader.count_of(table)?;
        }
        self.progress = Progress { done: 0, total: Some(total) };
        self.table = None;
        self.rows.clear();
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Incoming<'_>>> {
        while self.rows.is_empty() {
            let table = match self.table {
                Some(table) => table,
                None => match self.waiting.pop_front() {
                    Some(table) => {
                        (self.table, self.last, self.given) = (Some(table), i64::MIN, 0);
                        table
                    }
                    None => return Ok(None),
                },
            };
            self.last = self.reader.cells_after(table, self.last, &mut self.rows)?;
            if self.rows.is_empty() {
                self.table = None;
            }
        }
        let (Some(table), Some(row)) = (self.table, self.rows.pop_front()) else { return Ok(None) };
        self.given += 1;
        self.progress.done += 1;
        let values = match row {
            Ok(cells) => Values::Cells(table, cells),
            Err(error) => Values::Broken(error.message()),
        };
        let place = Place { file: &self.name, line: self.given };
        Ok(Some(Incoming { table: table.name.into(), place, values }))
    }

    fn progress(&self) -> Progress {
        self.progress
    }
}

/// Shows the name.
impl std::fmt::Debug for StoreRows<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("StoreRows").field("name", &self.name).finish_non_exhaustive()
    }
}
