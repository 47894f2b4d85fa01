//! What a file holds, looked at without changing it.

use super::migration::{self, Applied, Migration};
use super::{Damage, Reader, Store, opened};
use crate::error::{Result, StoreProblem};
use crate::tables::TABLES;
use rusqlite::OpenFlags;
use std::path::Path;

/// What a store holds and how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The migrations that it has gone through, those of the Config database first.
    pub applied: Vec<(&'static Migration, Applied)>,
    /// Those that it lacks.
    pub pending: Vec<&'static Migration>,
    /// How many rows each table has, in the order of the databases; nothing where migrations are pending.
    pub rows: Vec<(&'static str, u64)>,
    /// How many bytes the file has.
    pub bytes: u64,
    /// What is wrong in it; none where nobody looked.
    pub damage: Option<Vec<Damage>>,
}

impl Store {
    /// What a file holds. Nothing is changed, and nothing is migrated; `check` says whether to look at all of it for
    /// damage, as [`Reader::check`](super::Reader::check) does.
    ///
    /// # Errors
    /// As [`Store::open_read_only`], but for migrations that are pending.
    pub fn status_of(path: impl AsRef<Path>, check: bool) -> Result<Status> {
        Store::looked_at(path.as_ref())?.read().status(check)
    }

    /// The migrations that the store in a file lacks. Nothing is changed, and no row is looked at.
    ///
    /// # Errors
    /// As [`Store::status_of`].
    pub fn pending_in(path: impl AsRef<Path>) -> Result<Vec<&'static Migration>> {
        let store = Store::looked_at(path.as_ref())?;
        migration::state_of(&store.connection).map(|(_, pending)| pending)
    }

    fn looked_at(path: &Path) -> Result<Store> {
        Store::connected(opened(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
    }
}

impl Reader<'_> {
    /// What the store holds; `check` says whether to look at all of it for damage, as [`Reader::check`] does.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn status(&self, check: bool) -> Result<Status> {
        let (applied, pending) = migration::state_of(self.connection)?;
        let mut rows = Vec::new();
        for table in TABLES.iter().filter(|_| pending.is_empty()) {
            let count = self.number(&format!("SELECT count(*) FROM {}", table.name), &[])?;
            rows.push((table.name, count.unsigned_abs()));
        }
        let bytes = (self.number("PRAGMA page_count", &[])? * self.number("PRAGMA page_size", &[])?).unsigned_abs();
        let damage = if check { Some(self.check()?) } else { None };
        Ok(Status { applied, pending, rows, bytes, damage })
    }

    /// An error where a table has rows, those of the migrations left out: for what only an empty store can take.
    ///
    /// # Errors
    /// A store that is not empty, or cannot be read.
    pub fn refuse_rows(&self) -> Result<()> {
        for table in TABLES.iter().filter(|table| !table.name.ends_with("_migrations")) {
            if self.exists(&format!("SELECT 1 FROM {} LIMIT 1", table.name), &[])? {
                let message =
                    format!("the store has rows already ({}); give the name of a new one, or clear it", table.name);
                return Err(StoreProblem::NotAllowed.because(message));
            }
        }
        Ok(())
    }
}
