//! Rows in and out, for every table alike.

use super::sql::bind;
use super::{Key, Reader, Writer, column, key, problem};
use crate::error::{Error, ErrorKind, Result, StoreProblem};
use crate::json::ObjectText;
use crate::rules::Neighbours;
use crate::table::{Cell, KeyKind, Row, Table};
use crate::validate::{Options, Severity, Verdict};
use rusqlite::Statement;
use std::borrow::Cow;

impl Reader<'_> {
    /// The row of a key.
    ///
    /// # Errors
    /// A key of too few or too many parts; a store that cannot be read.
    pub fn get<R: Row>(&self, key: impl Key) -> Result<Option<R>> {
        let mut statement = self.prepared(&self.shared.statements.of(R::TABLE).get)?;
        bind_key(&mut statement, R::TABLE, 1, &key.into_cells())?;
        let mut rows = statement.raw_query();
        match rows.next().map_err(problem::failed)? {
            Some(row) => row_of(row).map(Some),
            None => Ok(None),
        }
    }

    /// The row of a key, which has to be there.
    pub(super) fn existing<R: Row>(&self, key: impl Key) -> Result<R> {
        self.get(key)?.ok_or_else(|| missing(R::TABLE))
    }

    /// How many rows a table has.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn count<R: Row>(&self) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM {}", R::TABLE.name);
        let count: i64 = self.prepared(&sql)?.query_row([], |row| row.get(0)).map_err(problem::failed)?;
        Ok(count.unsigned_abs())
    }

    /// What the rules of rows find in a row, with the rows of this store as its neighbours.
    ///
    /// # Errors
    /// A document that passes the limits; a store that cannot be read.
    pub fn judge_row<R: Row>(&self, row: &R) -> Result<Verdict> {
        self.judge(R::TABLE)?.judge(&row.write()?, &Options::default(), self)
    }
}

/// The rows of a store are at hand for the rules.
impl Neighbours for Reader<'_> {
    fn row(&self, table: &str, id: &str) -> Option<Cow<'_, str>> {
        let table = crate::tables::table(table)?;
        let statement = &self.shared.statements.of(table).get;
        let mut statement = self.prepared(statement).ok()?;
        statement.raw_bind_parameter(1, id).ok()?;
        let mut rows = statement.raw_query();
        let cells = cells(table, rows.next().ok()??).collect::<Result<Vec<_>>>().ok()?;
        Some(Cow::Owned(json_of(table, &cells)))
    }
}

impl Writer<'_> {
    /// Stores a new row, unless the rules of rows find an error in it.
    ///
    /// ```
    /// use airbyte_db::store::Store;
    /// use airbyte_db::table::Row;
    /// use airbyte_db::tables::{StatusType, Workspace};
    ///
    /// let mut store = Store::in_memory()?;
    /// let mut workspace = Workspace::read(include_str!("../../tests/fixtures/rows/workspace.json"))?;
    /// workspace.slug = "x".repeat(300);
    /// let error = store.write(|writer| writer.insert(&workspace)).unwrap_err();
    /// assert_eq!(error.code(), "refused");
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the row of workspace is not stored: slug must have at most 256 characters, but has 300. (/slug)"
    /// );
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A row with errors; a key that another row has; a row that is referred to and is not there.
    pub fn insert<R: Row>(&self, row: &R) -> Result<()> {
        self.refuse_errors(row)?;
        self.insert_unjudged(row)
    }

    /// Stores a new row as it is, and gives what the rules of rows find in it: for rows that come out of a deployment.
    ///
    /// # Errors
    /// A key that another row has; a row that is referred to and is not there.
    pub fn take_over<R: Row>(&self, row: &R) -> Result<Verdict> {
        let verdict = self.judge_row(row)?;
        self.insert_unjudged(row)?;
        Ok(verdict)
    }

    /// Stores a new row as it is and does not look at what it says: for rows that were judged before.
    ///
    /// # Errors
    /// As [`Writer::take_over`].
    pub fn insert_unjudged<R: Row>(&self, row: &R) -> Result<()> {
        self.insert_all_unjudged([row]).map(|_| ())
    }

    /// Stores many new rows as they are; gives how many.
    ///
    /// # Errors
    /// As [`Writer::take_over`]; the rows before the one with the error are stored unless the whole transaction fails.
    pub fn insert_all_unjudged<'row, R: Row + 'row>(&self, rows: impl IntoIterator<Item = &'row R>) -> Result<u64> {
        let mut statement = self.prepared(&self.shared.statements.of(R::TABLE).insert)?;
        let mut count = 0;
        for row in rows {
            self.execute_insert(&mut statement, R::TABLE, &row.cells())?;
            count += 1;
        }
        Ok(count)
    }

    /// Stores a new row whose number the store gives: that of the column `id`, which must be NULL among the cells.
    pub(super) fn insert_numbered(&self, table: &'static Table, cells: &[Cell<'_>]) -> Result<i64> {
        let mut statement = self.prepared(&self.shared.statements.of(table).insert)?;
        self.execute_insert(&mut statement, table, cells)?;
        Ok(self.connection.last_insert_rowid())
    }

    fn execute_insert(&self, statement: &mut Statement<'_>, table: &'static Table, cells: &[Cell<'_>]) -> Result<()> {
        bind(statement, 1, cells)?;
        match statement.raw_execute() {
            Ok(_) => Ok(()),
            Err(error) => Err(self.explained(error, table, cells)),
        }
    }

    /// Writes all columns of a row that is there, unless the rules of rows find an error in it.
    ///
    /// The platform sets `updated_at` in its code, and no trigger does; so it is with the caller here.
    ///
    /// # Errors
    /// A row with errors; no row of that key; a row that is referred to and is not there.
    pub fn update<R: Row>(&self, row: &R) -> Result<()> {
        self.refuse_errors(row)?;
        self.update_unjudged(row)
    }

    /// Writes all columns of a row that is there, whatever it says.
    ///
    /// # Errors
    /// No row of that key; a row that is referred to and is not there.
    pub fn update_unjudged<R: Row>(&self, row: &R) -> Result<()> {
        let cells = row.cells();
        let mut statement = self.prepared(&self.shared.statements.of(R::TABLE).update)?;
        bind(&mut statement, 1, &cells)?;
        bind_key(&mut statement, R::TABLE, cells.len() + 1, &key::of_row(R::TABLE, &cells))?;
        match statement.raw_execute() {
            Ok(0) => Err(missing(R::TABLE)),
            Ok(_) => Ok(()),
            Err(error) => Err(self.explained(error, R::TABLE, &cells)),
        }
    }

    /// Deletes the row of a key, and with it all rows that refer to it: every foreign key cascades. Gives whether it
    /// was there.
    ///
    /// # Errors
    /// A key of too few or too many parts.
    pub fn delete<R: Row>(&self, key: impl Key) -> Result<bool> {
        let mut statement = self.prepared(&self.shared.statements.of(R::TABLE).delete)?;
        bind_key(&mut statement, R::TABLE, 1, &key.into_cells())?;
        Ok(statement.raw_execute().map_err(problem::failed)? > 0)
    }

    /// An error where the rules of rows find one.
    pub(super) fn refuse_errors<R: Row>(&self, row: &R) -> Result<()> {
        refuse(R::TABLE, &self.judge_row(row)?, "")
    }

    /// What SQLite says of a row, with the name of the row that is missing where one is: SQLite does not tell.
    fn explained(&self, error: rusqlite::Error, table: &'static Table, cells: &[Cell<'_>]) -> Error {
        let foreign = rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY;
        if error.sqlite_error().is_some_and(|error| error.extended_code == foreign)
            && let Some(told) = self.missing_parent(table, cells)
        {
            return StoreProblem::Constraint.because(told);
        }
        problem::failed(error)
    }

    fn missing_parent(&self, table: &'static Table, cells: &[Cell<'_>]) -> Option<String> {
        table.keys.iter().find_map(|key| {
            let KeyKind::Foreign { table: parent, column: parent_column } = key.kind else { return None };
            let at = table.columns.iter().position(|column| column.name == key.columns[0])?;
            let sql = format!("SELECT 1 FROM {parent} WHERE {parent_column} = ?1");
            let mut statement = self.prepared(&sql).ok()?;
            statement.raw_bind_parameter(1, column::bound(cells.get(at)?)).ok()?;
            let is_missing = cells[at] != Cell::Null && statement.raw_query().next().ok()?.is_none();
            is_missing.then(|| {
                let column = key.columns[0];
                format!("{}.{column} refers to a row of {parent} that is not there; write that one first", table.name)
            })
        })
    }
}

/// An error where a verdict has one; its pointers lead on from `below`, a pointer into the row.
pub(super) fn refuse(table: &'static Table, verdict: &Verdict, below: &str) -> Result<()> {
    if verdict.valid {
        return Ok(());
    }
    let errors = verdict.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let findings = errors.map(|finding| format!("{} ({below}{})", finding.message, finding.pointer)).collect();
    Err(ErrorKind::Refused { table: table.name, findings }.into())
}

/// There is no row of that key.
pub(super) fn missing(table: &Table) -> Error {
    StoreProblem::Missing.because(format!("there is no such row of {}", table.name))
}

fn bind_key(statement: &mut Statement<'_>, table: &'static Table, first: usize, key: &[Cell<'_>]) -> Result<()> {
    let wanted = key::columns(table);
    if key.len() == wanted.len() {
        return bind(statement, first, key);
    }
    let message = format!("a row of {} is found by {}: {} values", table.name, wanted.join(", "), wanted.len());
    Err(StoreProblem::Missing.because(message))
}

/// A row as its type.
pub(super) fn row_of<R: Row>(row: &rusqlite::Row<'_>) -> Result<R> {
    // Read cell by cell, without a list in between; what goes wrong on the way comes first.
    let mut failed = None;
    let made = R::from_cells(cells(R::TABLE, row).map_while(|cell| cell.map_err(|error| failed = Some(error)).ok()));
    match failed {
        Some(error) => Err(error),
        None => made,
    }
}

/// The cells of a row that was selected with all columns.
pub(super) fn cells<'row>(
    table: &'static Table,
    row: &'row rusqlite::Row<'_>,
) -> impl Iterator<Item = Result<Cell<'row>>> {
    table.columns.iter().enumerate().map(|(number, column)| {
        let value = row.get_ref(number).map_err(problem::failed)?;
        column::cell(table.name, column, value)
    })
}

/// A row as a JSON object, as [`Row::write`] gives it.
pub(crate) fn json_of(table: &'static Table, cells: &[Cell<'_>]) -> String {
    let mut text = ObjectText::default();
    for (column, cell) in table.columns.iter().zip(cells) {
        column::push(&mut text, column, cell);
    }
    text.finish()
}
