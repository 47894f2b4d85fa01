//! Columns of large tables in order, where no index has them so.
//!
//! An arrangement is a temporary table of a column's values with the keys and numbers of their rows. It is made once, in
//! steps, for all pages that are sorted or chosen by the column; it lives in memory, beside the file and never in it, and
//! is forgotten when rows change.

use super::list::{Comparison, Condition};
use super::sql::bind;
use super::{PageRequest, Reader, key, problem};
use crate::error::Result;
use crate::table::{Cell, KeyKind, SqlType, Table};

/// Up to so many rows are looked at as quickly as they would be put in order.
pub(super) const FEW: u64 = 20_000;
/// How many rows a step takes in.
const STEP: u64 = 20_000;
/// How many rows all arrangements together have at most, unless a single page needs more.
const MOST: u64 = 8_000_000;

/// What stands for NULL, which no key of a table can hold: it comes before all values of any column, as NULL does.
pub(super) const NULL: &str = "-9e999";

/// How far an arrangement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arranging {
    /// How many rows it has.
    pub done: u64,
    /// How many it will have.
    pub of: u64,
}

/// Those that a store has.
#[derive(Debug, Default)]
pub(super) struct Arrangements {
    /// What was written when they were made. Where something else was, they no longer hold.
    written: Option<(i64, u64)>,
    /// The one that was needed last stands last.
    made: Vec<Arrangement>,
}

#[derive(Debug)]
struct Arrangement {
    table: &'static Table,
    column: &'static str,
    /// The number of the last row that it has.
    last: i64,
    progress: Arranging,
    is_complete: bool,
}

impl Arrangement {
    fn is_of(&self, table: &'static Table, column: &str) -> bool {
        self.table.name == table.name && self.column == column
    }
}

/// The name of the temporary table.
pub(super) fn name_of(table: &'static Table, column: &str) -> String {
    format!("temp.airbyte_db_{}_by_{column}", table.name)
}

/// The condition of a column as its arrangement has it.
pub(super) fn condition_sql(condition: &Condition<'_>, places: &[String]) -> String {
    let sql = match condition.comparison {
        Comparison::Equal => return format!("value = ifnull({}, {NULL})", places.join(", ")),
        comparison => comparison.sql("value", places),
    };
    format!("value > {NULL} AND {sql}")
}

/// Whether a condition is one that rows in order answer.
pub(super) fn is_answered_by_order(table: &'static Table, condition: &Condition<'_>) -> bool {
    let is_document = table.column(&condition.column).is_none_or(|column| column.sql_type == SqlType::Jsonb);
    !is_document && !matches!(condition.comparison, Comparison::NotEqual | Comparison::Containing)
}

impl Reader<'_> {
    /// Does a part of what has to be done once so that all pages of a request are quick: tells how far it is, and nothing
    /// once all is done. Without it every page looks at all rows.
    ///
    /// ```
    /// use airbyte_db::store::{PageRequest, Store};
    /// use airbyte_db::tables;
    ///
    /// let jobs = tables::table("jobs").expect("it is a table");
    /// let request = PageRequest::read(jobs, r#"{"order": [{"column": "started_at"}]}"#)?;
    /// let store = Store::in_memory()?;
    /// while let Some(arranging) = store.read().arrange(&request)? {
    ///     println!("{} of {} rows", arranging.done, arranging.of);
    /// }
    /// assert!(store.read().page(&request)?.rows.is_empty());
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A store that cannot be read; no memory, after which nothing more is tried.
    pub fn arrange(&self, request: &PageRequest) -> Result<Option<Arranging>> {
        self.forget_stale()?;
        let columns = self.unordered(request)?;
        for column in &columns {
            let progress = self.step(request.table, column).inspect_err(|_| self.forget_all())?;
            if progress.is_some() {
                self.make_room(request.table, &columns)?;
                return Ok(progress);
            }
        }
        Ok(None)
    }

    /// The columns that a request sorts or chooses by, and that nothing has in order.
    fn unordered(&self, request: &PageRequest) -> Result<Vec<&'static str>> {
        let (table, mut columns) = (request.table, Vec::new());
        if !self.is_large(table)? {
            return Ok(columns);
        }
        let chosen = request.list.conditions().iter().filter(|condition| is_answered_by_order(table, condition));
        let sorted = request.list.first_of_order(table)?.filter(|_| request.list.has_one_direction());
        for name in sorted.into_iter().chain(chosen.map(|condition| condition.column.as_str())) {
            let Some(column) = table.column(name).filter(|column| column.sql_type != SqlType::Jsonb) else { continue };
            if !columns.contains(&column.name) && !self.has_index(table, column.name)? {
                columns.push(column.name);
            }
        }
        Ok(columns)
    }

    pub(super) fn is_large(&self, table: &'static Table) -> Result<bool> {
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})", table.name, FEW + 1);
        self.number(&sql, &[]).map(|rows| rows.unsigned_abs() > FEW)
    }

    /// Whether a key or index begins with a column.
    pub(super) fn has_index(&self, table: &'static Table, column: &str) -> Result<bool> {
        let primary = table.keys.iter().find(|key| key.kind == KeyKind::Primary);
        if primary.is_some_and(|key| key.columns.first() == Some(&column)) {
            return Ok(true);
        }
        let sql = "SELECT 1 FROM pragma_index_list(?1) AS list, pragma_index_info(list.name) AS info \
                   WHERE NOT list.partial AND info.seqno = 0 AND info.name = ?2";
        self.exists(sql, &[Cell::Text(table.name.into()), Cell::Text(column.into())])
    }

    /// Whether all of a column stands in order.
    pub(super) fn is_arranged(&self, table: &'static Table, column: &str) -> Result<bool> {
        self.forget_stale()?;
        let arrangements = self.shared.arrangements.borrow();
        Ok(arrangements.made.iter().any(|made| made.is_complete && made.is_of(table, column)))
    }

    fn step(&self, table: &'static Table, column: &'static str) -> Result<Option<Arranging>> {
        let mut arrangements = self.shared.arrangements.borrow_mut();
        let mut made = match arrangements.made.iter().position(|made| made.is_of(table, column)) {
            Some(place) => arrangements.made.remove(place),
            None => self.begun(table, column)?,
        };
        let told = if made.is_complete {
            None
        } else {
            self.take_in(&mut made)?;
            Some(made.progress)
        };
        arrangements.made.push(made);
        arrangements.written = Some(self.written()?);
        Ok(told)
    }

    fn begun(&self, table: &'static Table, column: &'static str) -> Result<Arrangement> {
        let of = self.number(&format!("SELECT count(*) FROM {}", table.name), &[])?.unsigned_abs();
        let keys: Vec<String> = (0..key::columns(table).len()).map(|number| format!("key_{number}, ")).collect();
        let keys = keys.concat();
        let name = name_of(table, column);
        // Whoever was given up in the middle may have left one.
        let sql = format!(
            "DROP TABLE IF EXISTS {name}; \
             CREATE TABLE {name} (value, {keys}row INTEGER, PRIMARY KEY (value, {keys}row)) WITHOUT ROWID"
        );
        self.connection.execute_batch(&sql).map_err(problem::failed)?;
        Ok(Arrangement { table, column, last: i64::MIN, progress: Arranging { done: 0, of }, is_complete: false })
    }

    fn take_in(&self, made: &mut Arrangement) -> Result<()> {
        let (table, column) = (made.table, made.column);
        let keys: Vec<String> = key::columns(table).iter().map(|key| format!("ifnull({key}, {NULL}), ")).collect();
        let keys = keys.concat();
        let sql = format!(
            "INSERT INTO {} SELECT ifnull({column}, {NULL}), {keys}rowid FROM {} \
             WHERE rowid > ?1 ORDER BY rowid LIMIT {STEP} RETURNING row",
            name_of(table, column),
            table.name
        );
        let mut statement = self.prepared(&sql)?;
        bind(&mut statement, 1, &[Cell::Integer(made.last)])?;
        let mut rows = statement.raw_query();
        let mut taken = 0;
        while let Some(row) = rows.next().map_err(problem::failed)? {
            made.last = row.get(0).map_err(problem::failed)?;
            taken += 1;
        }
        made.progress.done += taken;
        made.is_complete = taken < STEP;
        Ok(())
    }

    /// Forgets those that were not needed for longest, where there are too many.
    fn make_room(&self, table: &'static Table, needed: &[&str]) -> Result<()> {
        let mut arrangements = self.shared.arrangements.borrow_mut();
        let rows = |made: &[Arrangement]| made.iter().map(|made| made.progress.of).sum::<u64>();
        let is_spare = |made: &Arrangement| !needed.iter().any(|column| made.is_of(table, column));
        while rows(&arrangements.made) > MOST
            && let Some(place) = arrangements.made.iter().position(is_spare)
        {
            let made = arrangements.made.remove(place);
            let sql = format!("DROP TABLE {}", name_of(made.table, made.column));
            self.connection.execute_batch(&sql).map_err(problem::failed)?;
        }
        arrangements.written = Some(self.written()?);
        Ok(())
    }

    fn forget_stale(&self) -> Result<()> {
        if self.shared.arrangements.borrow().made.is_empty() {
            return Ok(());
        }
        let written = self.written()?;
        if self.shared.arrangements.borrow().written != Some(written) {
            self.forget_all();
        }
        Ok(())
    }

    fn forget_all(&self) {
        for made in self.shared.arrangements.take().made {
            // One that stays is dropped when its like is made.
            let _ =
                self.connection.execute_batch(&format!("DROP TABLE IF EXISTS {}", name_of(made.table, made.column)));
        }
    }

    /// It differs after any write: of another connection, or of this one.
    fn written(&self) -> Result<(i64, u64)> {
        Ok((self.number("PRAGMA data_version", &[])?, self.connection.total_changes()))
    }
}
