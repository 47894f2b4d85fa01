//! Statements of our own, for the rules and the questions.

use super::{Reader, Writer, column, problem, row};
use crate::error::{Result, StoreProblem};
use crate::table::{Cell, Row};
use jiff::Timestamp;
use rusqlite::{CachedStatement, Statement};
use uuid::Uuid;

impl<'store> Reader<'store> {
    pub(super) fn prepared(&self, sql: &str) -> Result<CachedStatement<'store>> {
        #[cfg(test)]
        super::tests::note(sql);
        self.connection.prepare_cached(sql).map_err(problem::failed)
    }

    /// The rows of a table that a statement's end chooses: `WHERE …`, `ORDER BY …`.
    pub(super) fn select<R: Row>(&self, rest: &str, values: &[Cell<'_>]) -> Result<Vec<R>> {
        let sql = format!("{} {rest}", self.shared.statements.of(R::TABLE).select);
        self.each(&sql, values, |answer| row::row_of(answer.0))
    }

    /// The first of them.
    pub(super) fn first<R: Row>(&self, rest: &str, values: &[Cell<'_>]) -> Result<Option<R>> {
        Ok(self.select(&format!("{rest} LIMIT 1"), values)?.into_iter().next())
    }

    /// What `read` makes of each row that a statement gives.
    pub(super) fn each<T>(
        &self,
        sql: &str,
        values: &[Cell<'_>],
        mut read: impl FnMut(&Answer<'_, '_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, 1, values)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            found.push(read(&Answer(row))?);
        }
        Ok(found)
    }

    /// The one number that a statement gives.
    pub(super) fn number(&self, sql: &str, values: &[Cell<'_>]) -> Result<i64> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, 1, values)?;
        let mut rows = statement.raw_query();
        match rows.next().map_err(problem::failed)? {
            Some(row) => row.get(0).map_err(problem::failed),
            None => Ok(0),
        }
    }

    /// Whether there is a row that a statement chooses.
    pub(super) fn exists(&self, sql: &str, values: &[Cell<'_>]) -> Result<bool> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, 1, values)?;
        let mut rows = statement.raw_query();
        Ok(rows.next().map_err(problem::failed)?.is_some())
    }
}

impl Writer<'_> {
    /// Runs a statement; gives how many rows it changed.
    pub(super) fn execute(&self, sql: &str, values: &[Cell<'_>]) -> Result<u64> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, 1, values)?;
        statement.raw_execute().map(|count| count as u64).map_err(problem::failed)
    }
}

/// A row that a statement of ours gives, read column by column.
pub(super) struct Answer<'row, 'statement>(&'row rusqlite::Row<'statement>);

impl Answer<'_, '_> {
    pub(super) fn text(&self, at: usize) -> Result<String> {
        self.borrowed_text(at).map(str::to_owned)
    }

    /// A text; none for NULL.
    pub(super) fn optional_text(&self, at: usize) -> Result<Option<String>> {
        self.0.get(at).map_err(problem::failed)
    }

    pub(super) fn borrowed_text(&self, at: usize) -> Result<&str> {
        let value = self.0.get_ref(at).map_err(problem::failed)?;
        value.as_str().map_err(|error| problem::failed(error.into()))
    }

    pub(super) fn count(&self, at: usize) -> Result<u64> {
        self.0.get::<_, i64>(at).map(i64::unsigned_abs).map_err(problem::failed)
    }

    pub(super) fn id(&self, at: usize) -> Result<Uuid> {
        let text = self.borrowed_text(at)?;
        Uuid::try_parse(text).map_err(|_| StoreProblem::Damaged.because("an id in the store is no UUID"))
    }

    /// A moment; none for NULL.
    pub(super) fn moment(&self, at: usize) -> Result<Option<Timestamp>> {
        let text: Option<String> = self.0.get(at).map_err(problem::failed)?;
        Ok(text.and_then(|text| column::timestamp(&text)))
    }
}

pub(super) fn bind(statement: &mut Statement<'_>, first: usize, cells: &[Cell<'_>]) -> Result<()> {
    for (number, cell) in (first..).zip(cells) {
        statement.raw_bind_parameter(number, column::bound(cell)).map_err(problem::failed)?;
    }
    Ok(())
}
