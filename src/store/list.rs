//! Which rows of a table, in which order, and how many of them.

use super::{Reader, column, key, problem, row};
use crate::error::{ErrorKind, Result};
use crate::nearest;
use crate::table::{Cell, Row, Table};
use std::fmt::Write as _;

/// For how many rows room is made before they come.
const MOST_EXPECTED: u64 = 1_000;

/// Which rows of a table, in which order, and how many of them.
///
/// A list is quick where its conditions begin with the columns of a key or index ([`Table::keys`]). Rows that are equal
/// by its order come in the order of their keys, so that pages neither overlap nor leave out any.
///
/// ```
/// use airbyte_db::store::{List, Order, Store};
/// use airbyte_db::tables::{Job, JobStatus};
/// use airbyte_db::table::ColumnValue;
///
/// let store = Store::in_memory()?;
/// let list = List::all().equal("status", JobStatus::Pending.cell()).order("created_at", Order::Descending).page(50, 0);
/// assert!(store.read().list::<Job>(&list)?.is_empty());
///
/// let error = store.read().list::<Job>(&List::all().equal("stauts", "pending")).unwrap_err();
/// assert_eq!(error.to_string(), "jobs has no column `stauts`; did you mean `status`?");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct List<'cell> {
    conditions: Vec<Condition<'cell>>,
    order: Vec<(String, Order)>,
    /// How many, and after how many.
    page: Option<(u64, u64)>,
}

/// In which direction rows are ordered. NULL comes first when ascending.
///
/// Texts are ordered by their bytes; so are the literals of enums, which Postgres orders as they were declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The smallest first.
    Ascending,
    /// The greatest first.
    Descending,
}

#[derive(Debug, Clone)]
pub(super) struct Condition<'cell> {
    pub(super) column: String,
    pub(super) comparison: Comparison,
    pub(super) values: Vec<Cell<'cell>>,
}

/// How a column is compared with values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    OneOf,
    AtLeast,
    Above,
    AtMost,
    LessThan,
    Containing,
    StartingWith,
}

impl Comparison {
    /// The condition of a column and the places of its values.
    pub(super) fn sql(self, column: &str, places: &[String]) -> String {
        let value = places.join(", ");
        match self {
            Comparison::Equal => format!("{column} IS {value}"),
            Comparison::NotEqual => format!("{column} IS NOT {value}"),
            Comparison::OneOf => format!("{column} IN ({value})"),
            Comparison::AtLeast => format!("{column} >= {value}"),
            Comparison::Above => format!("{column} > {value}"),
            Comparison::AtMost => format!("{column} <= {value}"),
            Comparison::LessThan => format!("{column} < {value}"),
            Comparison::Containing => format!("instr(lower({column}), lower({value})) > 0"),
            // No character comes after U+10FFFF, so an index serves.
            Comparison::StartingWith => format!("{column} >= {value} AND {column} < {value} || char(1114111)"),
        }
    }
}

impl<'cell> List<'cell> {
    /// All rows, in the order of their keys.
    pub fn all() -> List<'cell> {
        List::default()
    }

    /// Those whose column holds a value; for [`Cell::Null`], NULL.
    #[must_use]
    pub fn equal(self, column: &str, value: impl Into<Cell<'cell>>) -> Self {
        self.with(column, Comparison::Equal, vec![value.into()])
    }

    /// Those whose column holds another value, NULL included; for [`Cell::Null`], any value at all.
    #[must_use]
    pub fn not_equal(self, column: &str, value: impl Into<Cell<'cell>>) -> Self {
        self.with(column, Comparison::NotEqual, vec![value.into()])
    }

    /// Those whose column holds one of several values.
    #[must_use]
    pub fn one_of(self, column: &str, values: impl IntoIterator<Item = Cell<'cell>>) -> Self {
        self.with(column, Comparison::OneOf, values.into_iter().collect())
    }

    /// Those whose column holds a value or a greater one.
    #[must_use]
    pub fn at_least(self, column: &str, value: impl Into<Cell<'cell>>) -> Self {
        self.with(column, Comparison::AtLeast, vec![value.into()])
    }

    /// Those whose column holds less than a value.
    #[must_use]
    pub fn less_than(self, column: &str, value: impl Into<Cell<'cell>>) -> Self {
        self.with(column, Comparison::LessThan, vec![value.into()])
    }

    /// Those whose column holds more than a value.
    #[must_use]
    pub fn above(self, column: &str, value: impl Into<Cell<'cell>>) -> Self {
        self.with(column, Comparison::Above, vec![value.into()])
    }

    /// Those whose column holds a value or less.
    #[must_use]
    pub fn at_most(self, column: &str, value: impl Into<Cell<'cell>>) -> Self {
        self.with(column, Comparison::AtMost, vec![value.into()])
    }

    /// Those whose text or document has a part, whatever the case of its letters from A to Z. It looks at every row.
    #[must_use]
    pub fn containing(self, column: &str, part: &'cell str) -> Self {
        self.with(column, Comparison::Containing, vec![part.into()])
    }

    /// Those whose text begins like this, exactly.
    #[must_use]
    pub fn starting_with(self, column: &str, beginning: &'cell str) -> Self {
        self.with(column, Comparison::StartingWith, vec![beginning.into()])
    }

    /// Ordered by a column, after those that were named before.
    #[must_use]
    pub fn order(mut self, column: &str, order: Order) -> Self {
        self.order.push((column.to_owned(), order));
        self
    }

    /// At most so many, after leaving out so many.
    #[must_use]
    pub fn page(mut self, size: u64, after: u64) -> Self {
        self.page = Some((size, after));
        self
    }

    pub(super) fn with(mut self, column: &str, comparison: Comparison, values: Vec<Cell<'cell>>) -> Self {
        self.conditions.push(Condition { column: column.to_owned(), comparison, values });
        self
    }

    fn sql(&self, table: &'static Table, select: &str) -> Result<String> {
        let mut sql = select.to_owned();
        self.push_conditions(&mut sql, table)?;
        let mut word = " ORDER BY";
        for (column, direction) in self.full_order(table)? {
            // Writing into memory cannot fail.
            let _ = write!(sql, "{word} {column}{}", if direction == Order::Descending { " DESC" } else { "" });
            word = ",";
        }
        if let Some((size, after)) = self.page {
            let _ = write!(sql, " LIMIT {size} OFFSET {after}");
        }
        Ok(sql)
    }

    /// `WHERE` and all conditions; nothing where there are none.
    fn push_conditions(&self, sql: &mut String, table: &'static Table) -> Result<()> {
        let mut places = 0;
        for (number, condition) in self.conditions.iter().enumerate() {
            let column = known(table, &condition.column)?;
            let first = places + 1;
            places += condition.values.len();
            let names: Vec<String> = (first..=places).map(|place| format!("?{place}")).collect();
            sql.push_str(if number == 0 { " WHERE " } else { " AND " });
            sql.push_str(&condition.comparison.sql(column, &names));
        }
        Ok(())
    }

    /// The columns that decide the order: those that were named, then those of the key that are left.
    pub(super) fn full_order(&self, table: &'static Table) -> Result<Vec<(&'static str, Order)>> {
        let mut order = Vec::new();
        for (column, direction) in &self.order {
            order.push((known(table, column)?, *direction));
        }
        // The key comes after, in the direction of what stands before it: an index serves both at once.
        let last = order.last().map_or(Order::Ascending, |(_, direction)| *direction);
        for column in key::columns(table) {
            if !order.iter().any(|(name, _)| name == column) {
                order.push((column, last));
            }
        }
        Ok(order)
    }

    /// The column that comes first in the order, where one was named.
    pub(super) fn first_of_order(&self, table: &'static Table) -> Result<Option<&'static str>> {
        self.order.first().map(|(column, _)| known(table, column)).transpose()
    }

    /// Whether all that decides the order goes in one direction.
    pub(super) fn has_one_direction(&self) -> bool {
        self.order.len() <= 1
    }

    pub(super) fn conditions(&self) -> &[Condition<'cell>] {
        &self.conditions
    }

    fn values(&self) -> impl Iterator<Item = &Cell<'cell>> {
        self.conditions.iter().flat_map(|condition| &condition.values)
    }
}

impl Reader<'_> {
    /// Rows of a table.
    ///
    /// # Errors
    /// A column that the table does not have; a store that cannot be read.
    pub fn list<R: Row>(&self, list: &List<'_>) -> Result<Vec<R>> {
        // A page is mostly full; whoever asks for all rows gets a list that grows.
        let expected = list.page.map_or(0, |(size, _)| size.min(MOST_EXPECTED));
        let mut rows = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
        self.for_each(list, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Shows rows of a table, one after the other: for more rows than memory holds.
    ///
    /// # Errors
    /// As [`Reader::list`], and those of `show`, which end it.
    pub fn for_each<R: Row>(&self, list: &List<'_>, mut show: impl FnMut(R) -> Result<()>) -> Result<()> {
        let sql = list.sql(R::TABLE, &self.shared.statements.of(R::TABLE).select)?;
        let mut statement = self.prepared(&sql)?;
        for (number, value) in (1..).zip(list.values()) {
            statement.raw_bind_parameter(number, column::bound(value)).map_err(problem::failed)?;
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(problem::failed)? {
            show(row::row_of(row)?)?;
        }
        Ok(())
    }
}

/// The column of a name. Only names of columns get into a statement.
pub(super) fn known(table: &'static Table, name: &str) -> Result<&'static str> {
    if let Some(column) = table.column(name) {
        return Ok(column.name);
    }
    let near = nearest::nearest(name, table.columns.iter().map(|column| column.name));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(ErrorKind::UnknownName { message: format!("{} has no column `{name}`{hint}", table.name) }.into())
}
