//! Whether a file is whole.

use super::{Reader, problem};
use crate::error::Result;
use rusqlite::Connection;

/// Something that is wrong in a file, where SQLite looked at all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The table, where it is known.
    pub table: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl Reader<'_> {
    /// Looks at every page of the file and at every foreign key; gives what is wrong, nothing where all is well.
    ///
    /// It reads the whole file.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn check(&self) -> Result<Vec<Damage>> {
        let unrelated = |message| Damage { table: None, message };
        let mut found: Vec<Damage> = damage(self.connection)?.into_iter().map(unrelated).collect();
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check").map_err(problem::failed)?;
        let mut rows = statement.query([]).map_err(problem::failed)?;
        while let Some(row) = rows.next().map_err(problem::failed)? {
            let (table, parent): (String, String) =
                (row.get(0).map_err(problem::failed)?, row.get(2).map_err(problem::failed)?);
            let message = format!("a row refers to a row of {parent} that is not there");
            found.push(Damage { table: Some(table), message });
        }
        Ok(found)
    }
}

/// What SQLite finds in the pages of a file, and in what its indices say of its rows.
fn damage(connection: &Connection) -> Result<Vec<String>> {
    found_by(connection, "PRAGMA integrity_check")
}

/// What SQLite finds in the pages of a file alone. It reads each once; to look up every row in every index takes many
/// times as long where the file is larger than memory.
pub(super) fn damaged_pages(connection: &Connection) -> Result<Vec<String>> {
    found_by(connection, "PRAGMA quick_check")
}

fn found_by(connection: &Connection, check: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare(check).map_err(problem::failed)?;
    let mut rows = statement.query([]).map_err(problem::failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(problem::failed)? {
        let message: String = row.get(0).map_err(problem::failed)?;
        if message != "ok" {
            found.push(message);
        }
    }
    Ok(found)
}
