//! Rows taken over as cells, for who moves whole tables: whatever their order, whatever is there already.

use super::sql::bind;
use super::{Reader, Store, Writer, column, key, problem, row, scan};
use crate::error::{ErrorKind, Result, StoreProblem};
use crate::table::{Cell, KeyKind, Table};
use crate::tables::Workspace;
use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Transaction, TransactionBehavior};
use std::collections::VecDeque;
use std::path::Path;
use uuid::Uuid;

/// How many rows are read in a step, or looked at before those among them that refer to nothing are taken out.
const AT_ONCE: usize = 1_000;
/// How many bytes of rows are held.
const BYTES_AT_ONCE: usize = 4 << 20;

/// Where reading by key has got to: the key of the row that came last, as it is stored; empty before the first.
#[derive(Debug, Default)]
pub(crate) struct Place(Vec<Value>);

impl Place {
    fn of(table: &'static Table, row: &rusqlite::Row<'_>) -> Result<Place> {
        let place = |name: &&str| table.columns.iter().position(|column| column.name == *name);
        let stored = |at| row.get(at).map_err(problem::failed);
        key::columns(table).iter().filter_map(place).map(stored).collect::<Result<_>>().map(Place)
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It was new.
    Stored,
    /// The same row was there.
    There,
    /// A row of its key was there, and says now what this one says.
    Replaced,
    /// A row of its key is there and says something else.
    Conflict,
    /// Another row has what no two rows may have: the sentence.
    Duplicate(String),
    /// A value is not what its column holds: the sentence.
    NotAllowed(String),
}

/// Whether a transaction is to stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It stays.
    Commit,
    /// It was only tried.
    Undo,
}

impl Store {
    /// A store in a file that has no name and is gone when it is dropped; it may be larger than memory.
    ///
    /// # Errors
    /// No space for it.
    pub fn temporary() -> Result<Store> {
        // SQLite makes a private file for the empty name.
        let connection = rusqlite::Connection::open("").map_err(problem::failed)?;
        let mut store = Store::connected(connection)?;
        store.migrate()?;
        Ok(store)
    }

    /// Opens the store in a file to read it as it is now, whatever others write meanwhile.
    ///
    /// # Errors
    /// As [`Store::open_read_only`].
    pub fn open_as_of_now(path: impl AsRef<Path>) -> Result<Store> {
        let store = Store::open_read_only(path)?;
        // The transaction ends with the connection. It begins with the first thing that is read.
        store.connection.execute_batch("BEGIN; SELECT 1 FROM sqlite_schema").map_err(problem::failed)?;
        Ok(store)
    }

    /// Writes in one transaction in which a row may come before the one that it refers to. Whoever does has to end
    /// with [`Writer::take_out_dangling`].
    pub(crate) fn write_in_any_order<T>(
        &mut self,
        ending: Ending,
        writing: impl FnOnce(&Writer<'_>) -> Result<T>,
    ) -> Result<T> {
        // Within a transaction the setting cannot be changed.
        self.connection.execute_batch("PRAGMA foreign_keys = off").map_err(problem::failed)?;
        let result = self.written(ending, writing);
        self.connection.execute_batch("PRAGMA foreign_keys = on").map_err(problem::failed)?;
        result
    }

    /// Writes in one transaction.
    pub(super) fn written<T>(&mut self, ending: Ending, writing: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        // It takes the lock before it reads, so that nobody else can come between what is read and what is written.
        let transaction =
            Transaction::new(&mut self.connection, TransactionBehavior::Immediate).map_err(problem::failed)?;
        let writer = Writer { reader: Reader { connection: &transaction, shared: &self.shared } };
        let result = writing(&writer)?;
        match ending {
            Ending::Commit => transaction.commit(),
            Ending::Undo => transaction.rollback(),
        }
        .map_err(problem::failed)?;
        Ok(result)
    }
}

impl Reader<'_> {
    /// Shows each row of a table as cells. A row that cannot be read is shown as the error.
    pub(crate) fn each_cells(
        &self,
        table: &'static Table,
        show: &mut dyn FnMut(Result<Vec<Cell<'_>>>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.prepared(&self.shared.statements.of(table).select)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            show(row::cells(table, row).collect())?;
        }
        Ok(())
    }

    /// Shows rows of a table as cells, in the order of their keys, those behind a place: some, or all that fulfil a
    /// condition, to which a workspace is given. A row that cannot be read is shown as the error. Gives where to go on;
    /// none where that was the end.
    pub(crate) fn cells_by_key(
        &self,
        table: &'static Table,
        condition: Option<(String, Uuid)>,
        Place(after): Place,
        show: &mut dyn FnMut(Result<Vec<Cell<'_>>>) -> Result<()>,
    ) -> Result<Option<Place>> {
        let key = key::columns(table);
        let is_nullable = |name: &&str| table.column(name).is_none_or(|column| column.nullable);
        // A condition looks at other tables: that is done once, and so all of its rows are one step. So are those of
        // stream_reset, whose key may have a NULL that nothing comes behind.
        let is_whole = condition.is_some() || key.iter().any(is_nullable);
        let key = key.join(", ");
        let (chosen, values) = match condition {
            Some((condition, workspace)) => (format!("WHERE {condition}"), vec![workspace.into()]),
            None if after.is_empty() => (String::new(), Vec::new()),
            None => {
                let places: Vec<String> = (1..=after.len()).map(|place| format!("?{place}")).collect();
                (format!("WHERE ({key}) > ({})", places.join(", ")), Vec::new())
            }
        };
        let sql = format!("{} {chosen} ORDER BY {key}", self.shared.statements.of(table).select);
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, &values)?;
        for (number, value) in (1..).zip(&after) {
            statement.raw_bind_parameter(number, value).map_err(problem::failed)?;
        }
        let mut rows = statement.raw_query();
        let (mut count, mut bytes) = (0, 0);
        while let Some(row) = rows.next().map_err(problem::failed)? {
            let cells: Result<Vec<_>> = row::cells(table, row).collect();
            count += 1;
            bytes += cells.iter().flatten().map(size_of).sum::<usize>();
            show(cells)?;
            if !is_whole && (count >= AT_ONCE || bytes >= BYTES_AT_ONCE) {
                return Place::of(table, row).map(Some);
            }
        }
        Ok(None)
    }

    /// Reads some rows behind a row, by its number in the file, as far as memory is little for them; gives the number of
    /// the last one.
    pub(crate) fn cells_after(
        &self,
        table: &'static Table,
        mut last: i64,
        into: &mut VecDeque<Result<Vec<Cell<'static>>>>,
    ) -> Result<i64> {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let sql = format!("SELECT {}, rowid FROM {} WHERE rowid > ?1 ORDER BY rowid", columns.join(", "), table.name);
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, &[Cell::Integer(last)])?;
        let mut rows = statement.raw_query();
        let mut bytes = 0;
        while let Some(row) = rows.next().map_err(problem::failed)? {
            last = row.get(columns.len()).map_err(problem::failed)?;
            let cells: Result<Vec<_>> = row::cells(table, row).map(|cell| cell.map(Cell::into_owned)).collect();
            bytes += cells.iter().flatten().map(size_of).sum::<usize>();
            into.push_back(cells);
            if into.len() >= AT_ONCE || bytes >= BYTES_AT_ONCE {
                break;
            }
        }
        Ok(last)
    }

    /// An error where there is no such workspace.
    pub(crate) fn existing_workspace(&self, id: Uuid) -> Result<()> {
        self.existing::<Workspace>(id).map(|_| ())
    }

    /// How many rows a table has.
    pub(crate) fn count_of(&self, table: &'static Table) -> Result<u64> {
        self.number(&format!("SELECT count(*) FROM {}", table.name), &[]).map(i64::unsigned_abs)
    }

    /// The rows of a key as cells, where there is one, compared with others.
    fn is_there(&self, table: &'static Table, cells: &[Cell<'_>]) -> Result<Option<bool>> {
        let mut statement = self.prepared(&self.shared.statements.of(table).get)?;
        bind(&mut statement, 1, &key::of_row(table, cells))?;
        let mut rows = statement.raw_query();
        let Some(found) = rows.next().map_err(problem::failed)? else { return Ok(None) };
        for (stored, given) in row::cells(table, found).zip(cells) {
            // What cannot be read is not the same as anything.
            if stored.ok().as_ref() != Some(given) {
                return Ok(Some(false));
            }
        }
        Ok(Some(true))
    }
}

impl Writer<'_> {
    /// Stores a row, if it can be; where one of its key is there, that one stays or is replaced.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub(crate) fn take(&self, table: &'static Table, cells: &[Cell<'_>], replace: bool) -> Result<Taken> {
        let mut statement = self.prepared(&self.shared.statements.of(table).insert)?;
        bind(&mut statement, 1, cells)?;
        let Err(error) = statement.raw_execute() else { return Ok(Taken::Stored) };
        if !is_of_key(&error) {
            return not_allowed(error);
        }
        match self.is_there(table, cells)? {
            None => Ok(Taken::Duplicate(problem::failed(error).message())),
            Some(true) => Ok(Taken::There),
            Some(false) if replace => self.replace(table, cells),
            Some(false) => Ok(Taken::Conflict),
        }
    }

    fn replace(&self, table: &'static Table, cells: &[Cell<'_>]) -> Result<Taken> {
        let mut statement = self.prepared(&self.shared.statements.of(table).update)?;
        bind(&mut statement, 1, cells)?;
        bind(&mut statement, cells.len() + 1, &key::of_row(table, cells))?;
        match statement.raw_execute() {
            Ok(_) => Ok(Taken::Replaced),
            Err(error) if is_of_key(&error) => Ok(Taken::Duplicate(problem::failed(error).message())),
            Err(error) => not_allowed(error),
        }
    }

    /// Takes out the rows of a table that refer to a row which is not there, and tells each: the text that names it,
    /// and the column and table that it refers with and to.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub(crate) fn take_out_dangling(
        &self,
        table: &'static Table,
        tell: &mut dyn FnMut(&str, &'static str, &'static str),
    ) -> Result<()> {
        for key in table.keys {
            let KeyKind::Foreign { table: parent, column: parent_column } = key.kind else { continue };
            let (name, column) = (table.name, key.columns[0]);
            let sql = format!(
                "SELECT rowid, {} FROM {name} WHERE {column} IS NOT NULL \
                 AND NOT EXISTS (SELECT 1 FROM {parent} WHERE {parent}.{parent_column} = {name}.{column}) LIMIT {AT_ONCE}",
                scan::naming_sql(table, name)
            );
            loop {
                let found = self.each(&sql, &[], |answer| Ok((answer.count(0)?, answer.text(1)?)))?;
                for (row, named) in &found {
                    self.execute(&format!("DELETE FROM {name} WHERE rowid = ?1"), &[Cell::Integer(row.cast_signed())])?;
                    tell(named, column, parent);
                }
                if found.len() < AT_ONCE {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Whether a row was refused for another row that has its key.
fn is_of_key(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    matches!(code, Some(SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_UNIQUE))
}

/// A row that was refused for what it says; the error where the store takes no row at all.
fn not_allowed(error: rusqlite::Error) -> Result<Taken> {
    let error = problem::failed(error);
    match error.kind() {
        ErrorKind::Store { problem: StoreProblem::Constraint, message } => Ok(Taken::NotAllowed(message.clone())),
        _ => Err(error),
    }
}

/// What names a row, as [`scan::naming_sql`] writes it.
pub(crate) fn name_of_row(table: &'static Table, cells: &[Cell<'_>]) -> String {
    let columns = scan::naming_columns(table).into_iter();
    let parts = columns.filter_map(|name| {
        let place = table.columns.iter().position(|column| column.name == name)?;
        cells.get(place).map(plain)
    });
    parts.collect::<Vec<_>>().join("/")
}

/// How many bytes of memory a cell takes, about.
pub(crate) fn size_of(cell: &Cell<'_>) -> usize {
    match cell {
        Cell::Text(text) | Cell::Json(text) => text.len(),
        _ => 16,
    }
}

fn plain(cell: &Cell<'_>) -> String {
    match column::bound(cell) {
        ToSqlOutput::Borrowed(ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
        ToSqlOutput::Owned(Value::Text(text)) => text,
        ToSqlOutput::Owned(Value::Integer(number)) => number.to_string(),
        _ => String::new(),
    }
}
