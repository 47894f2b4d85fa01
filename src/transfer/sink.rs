//! Where rows go: what every form of an export does with them.

use crate::error::Result;
use crate::table::{Cell, Table};

/// Something that takes the rows of a store, one table after the other.
pub trait Sink {
    /// All rows that follow are of this table, until another is named. A table is named once, with rows or without.
    ///
    /// # Errors
    /// Something that cannot be written.
    fn begin(&mut self, table: &'static Table) -> Result<()>;

    /// A row, as cells in the order of the table's columns. Gives why it cannot be taken, where this form of export
    /// cannot hold it; such a row is told and left out.
    ///
    /// # Errors
    /// Something that cannot be written.
    fn row(&mut self, table: &'static Table, cells: &[Cell<'_>]) -> Result<Option<String>>;

    /// There are no more rows. What was written counts from now on.
    ///
    /// # Errors
    /// Something that cannot be written.
    fn finish(&mut self) -> Result<()>;
}
