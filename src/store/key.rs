//! By what a row is found.

use crate::table::{Cell, KeyKind, Table};
use uuid::Uuid;

/// The values of the columns that tell one row of a table from all others, in the order of [`Table::primary_key`], or
/// of the unique key where a table has no primary one (facts, trap 10).
///
/// ```
/// use airbyte_db::store::Store;
/// use airbyte_db::tables::{Job, WorkspaceServiceAccount};
///
/// let store = Store::in_memory()?;
/// assert!(store.read().get::<Job>(17)?.is_none());
/// assert!(store.read().get::<WorkspaceServiceAccount>((uuid::Uuid::nil(), "robot"))?.is_none());
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub trait Key: Sized {
    /// The values as cells.
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key;
}

impl Key for i64 {
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key,
    {
        vec![Cell::Integer(self)]
    }
}

impl Key for i32 {
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key,
    {
        vec![Cell::Integer(self.into())]
    }
}

impl Key for Uuid {
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key,
    {
        vec![Cell::Uuid(self)]
    }
}

impl Key for &str {
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key,
    {
        vec![Cell::Text(self.into())]
    }
}

impl Key for Option<&str> {
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key,
    {
        vec![self.map_or(Cell::Null, |text| Cell::Text(text.into()))]
    }
}

impl Key for Vec<Cell<'_>> {
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key,
    {
        self
    }
}

impl<A: Key, B: Key> Key for (A, B) {
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key,
    {
        let mut cells = self.0.into_cells();
        cells.extend(self.1.into_cells());
        cells
    }
}

impl<A: Key, B: Key, C: Key> Key for (A, B, C) {
    fn into_cells<'key>(self) -> Vec<Cell<'key>>
    where
        Self: 'key,
    {
        let mut cells = (self.0, self.1).into_cells();
        cells.extend(self.2.into_cells());
        cells
    }
}

/// The columns of the key of a table.
pub(crate) fn columns(table: &'static Table) -> &'static [&'static str] {
    let key = |kind| table.keys.iter().find(|key| key.kind == kind).map(|key| key.columns);
    key(KeyKind::Primary).or_else(|| key(KeyKind::Unique)).unwrap_or_default()
}

/// The key of a row, out of its cells.
pub(super) fn of_row<'row>(table: &'static Table, cells: &[Cell<'row>]) -> Vec<Cell<'row>> {
    let place = |name: &&str| table.columns.iter().position(|column| column.name == *name);
    columns(table).iter().filter_map(place).filter_map(|at| cells.get(at).cloned()).collect()
}
