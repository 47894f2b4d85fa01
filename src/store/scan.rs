//! Rows at the level of tables and cells, for who looks at all of them alike.

use super::sql::bind;
use super::{Reader, column, key, problem, row};
use crate::error::Result;
use crate::json::ObjectText;
use crate::table::{Cell, SqlType, Table};
use rusqlite::types::ValueRef;

/// The columns that tell a row of a table from others, as people name rows: the id alone where there is one.
pub(crate) fn naming_columns(table: &'static Table) -> Vec<&'static str> {
    match table.column("id") {
        Some(id) => vec![id.name],
        None => key::columns(table).to_vec(),
    }
}

/// SQL for the text that names a row; `of` is the table's name in the statement.
pub(crate) fn naming_sql(table: &'static Table, of: &str) -> String {
    let parts: Vec<String> =
        naming_columns(table).iter().map(|column| format!("coalesce({of}.{column}, '')")).collect();
    parts.join(" || '/' || ")
}

/// A row of a table, where it stands.
pub(crate) struct StoredRow<'row, 'statement> {
    table: &'static Table,
    row: &'row rusqlite::Row<'statement>,
    /// By which the file knows it.
    pub(crate) number: i64,
}

impl StoredRow<'_, '_> {
    /// Writes the row as a JSON object behind what a text says; where that is an error, the text stays as it was.
    pub(crate) fn push_to(&self, text: &mut String) -> Result<()> {
        let start = text.len();
        let mut object = ObjectText::behind(std::mem::take(text));
        let pushed = self.table.columns.iter().zip(row::cells(self.table, self.row)).try_for_each(|(column, cell)| {
            column::push(&mut object, column, &cell?);
            Ok(())
        });
        *text = object.finish();
        if pushed.is_err() {
            text.truncate(start);
        }
        pushed
    }
}

impl Reader<'_> {
    /// Shows the rows of a table that come after a row's number, for as long as `show` wants more. Gives the number of
    /// the last one; none where there was none.
    pub(crate) fn rows_after(
        &self,
        table: &'static Table,
        after: i64,
        show: &mut dyn FnMut(&StoredRow<'_, '_>) -> Result<bool>,
    ) -> Result<Option<i64>> {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let (name, columns) = (table.name, columns.join(", "));
        let sql = format!("SELECT {columns}, rowid FROM {name} WHERE rowid > ?1 ORDER BY rowid");
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, &[Cell::Integer(after)])?;
        let mut rows = statement.raw_query();
        let mut last = None;
        while let Some(row) = rows.next().map_err(problem::failed)? {
            let number = row.get(table.columns.len()).map_err(problem::failed)?;
            last = Some(number);
            if !show(&StoredRow { table, row, number })? {
                break;
            }
        }
        Ok(last)
    }

    /// What names the row of a number.
    pub(crate) fn name_of_number(&self, table: &'static Table, number: i64) -> Result<String> {
        let sql = format!("SELECT {} FROM {} WHERE rowid = ?1", naming_sql(table, table.name), table.name);
        let mut name = None;
        self.each_of(&sql, &[Cell::Integer(number)], &mut |row| {
            name = row[0].take();
            Ok(())
        })?;
        Ok(name.unwrap_or_default())
    }

    /// The row of an id without its documents, as a JSON object.
    pub(crate) fn row_without_documents(&self, table: &'static Table, id: &str) -> Result<Option<String>> {
        let is_plain = |column: &&crate::table::Column| column.sql_type != SqlType::Jsonb;
        let columns: Vec<_> = table.columns.iter().filter(is_plain).collect();
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), table.name);
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, &[Cell::Text(id.into())])?;
        let mut rows = statement.raw_query();
        let Some(row) = rows.next().map_err(problem::failed)? else { return Ok(None) };
        let mut text = ObjectText::default();
        for (number, column) in columns.iter().enumerate() {
            let cell = column::cell(table.name, column, row.get_ref(number).map_err(problem::failed)?)?;
            column::push(&mut text, column, &cell);
        }
        Ok(Some(text.finish()))
    }

    /// Shows what a statement gives, as texts that may be taken; NULL is none.
    pub(crate) fn each_of(
        &self,
        sql: &str,
        values: &[Cell<'_>],
        show: &mut dyn FnMut(&mut [Option<String>]) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        let width = statement.column_count();
        bind(&mut statement, 1, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            let texts: std::result::Result<Vec<_>, _> = (0..width).map(|at| row.get_ref(at).map(text_of)).collect();
            show(&mut texts.map_err(problem::failed)?)?;
        }
        Ok(())
    }

    /// Shows the numbers that a statement gives, for as long as `show` wants more; what is no number is none.
    pub(crate) fn each_number(&self, sql: &str, show: &mut dyn FnMut(Option<i64>) -> bool) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            if !show(row.get(0).unwrap_or_default()) {
                break;
            }
        }
        Ok(())
    }

    /// Whether a statement gives a row.
    pub(crate) fn has_row(&self, sql: &str, values: &[Cell<'_>]) -> Result<bool> {
        self.exists(sql, values)
    }
}

pub(super) fn text_of(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}
