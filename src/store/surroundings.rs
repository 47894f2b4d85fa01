//! Where times and new ids come from.

use super::{Reader, column, problem};
use crate::error::{Result, StoreProblem};
use jiff::Timestamp;
use rusqlite::Connection;
use uuid::{Builder, Uuid};

/// A clock and a source of new ids, in the place of SQLite's own.
///
/// The platform makes its ids at random (version 4), and takes times from the clock of the machine it runs on.
pub trait Surroundings {
    /// The present; the store keeps microseconds of it.
    fn now(&self) -> Timestamp;

    /// An id that no row has.
    fn new_id(&self) -> Uuid;
}

impl Reader<'_> {
    /// The present.
    ///
    /// # Errors
    /// None that is known.
    pub fn now(&self) -> Result<Timestamp> {
        match &self.shared.surroundings {
            Some(given) => Ok(column::in_microseconds(given.now())),
            None => now_of(self.connection),
        }
    }

    /// An id for a new row.
    ///
    /// # Errors
    /// None that is known.
    pub fn new_id(&self) -> Result<Uuid> {
        if let Some(given) = &self.shared.surroundings {
            return Ok(given.new_id());
        }
        let mut statement = self.connection.prepare_cached("SELECT randomblob(16)").map_err(problem::failed)?;
        let bytes: [u8; 16] = statement.query_row([], |row| row.get(0)).map_err(problem::failed)?;
        Ok(Builder::from_random_bytes(bytes).into_uuid())
    }
}

fn now_of(connection: &Connection) -> Result<Timestamp> {
    let sql = "SELECT strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')";
    let mut statement = connection.prepare_cached(sql).map_err(problem::failed)?;
    let text: String = statement.query_row([], |row| row.get(0)).map_err(problem::failed)?;
    column::timestamp(&text).ok_or_else(|| StoreProblem::Damaged.because("the clock of SQLite gives no time"))
}
