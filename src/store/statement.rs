//! The SQL of typed access, one set a table.

use super::key;
use crate::table::Table;
use crate::tables::{TABLES, number_of};

/// The statements of all tables.
pub(super) struct Statements([OfTable; TABLES.len()]);

/// The statements of one table.
pub(super) struct OfTable {
    /// `SELECT` of all columns, without a condition.
    pub(super) select: String,
    /// The row of a key.
    pub(super) get: String,
    pub(super) insert: String,
    /// All columns of the row of a key.
    pub(super) update: String,
    /// The row of a key, away.
    pub(super) delete: String,
}

impl Statements {
    pub(super) fn new() -> Statements {
        Statements(TABLES.map(OfTable::new))
    }

    pub(super) fn of(&self, table: &'static Table) -> &OfTable {
        &self.0[number_of(table)]
    }
}

impl OfTable {
    fn new(table: &'static Table) -> OfTable {
        let name = table.name;
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let list = columns.join(", ");
        let places: Vec<String> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
        let set: Vec<String> =
            columns.iter().zip(&places).map(|(column, place)| format!("{column} = {place}")).collect();
        let after = columns.len();
        // `IS` finds NULL, too, and uses an index all the same.
        let matched = |first: usize| -> String {
            let parts = key::columns(table).iter().enumerate();
            let parts: Vec<String> = parts.map(|(number, column)| format!("{column} IS ?{}", first + number)).collect();
            parts.join(" AND ")
        };
        let select = format!("SELECT {list} FROM {name}");
        OfTable {
            get: format!("{select} WHERE {}", matched(1)),
            insert: format!("INSERT INTO {name} ({list}) VALUES ({})", places.join(", ")),
            update: format!("UPDATE {name} SET {} WHERE {}", set.join(", "), matched(after + 1)),
            delete: format!("DELETE FROM {name} WHERE {}", matched(1)),
            select,
        }
    }
}
