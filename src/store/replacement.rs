//! A whole store out of a SQLite file that somebody hands over: checked and brought up to date before it takes the
//! place of another one.

use super::{Store, check, migration, opened, problem};
use crate::error::{Result, StoreProblem};
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use std::io::Read;
use std::path::Path;

/// The first bytes of a SQLite file. In two of them it says whether it has a write-ahead log beside it; in four, which
/// generation it is.
const HEADER: usize = 64;
const LOG_VERSIONS: std::ops::Range<usize> = 18..20;
const GENERATION: std::ops::Range<usize> = 60..64;

impl Store {
    /// A store in memory that has what a SQLite file of so many bytes has.
    ///
    /// ```
    /// use airbyte_db::store::Store;
    ///
    /// let error = Store::in_memory_of(&b"id,name"[..], 7).unwrap_err();
    /// assert_eq!(error.code(), "store_not_a_database");
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Store::open_replacement`]; bytes that end early.
    pub fn in_memory_of(mut source: impl Read, size: usize) -> Result<Store> {
        let mut header = [0; HEADER];
        if size < HEADER || source.read_exact(&mut header).is_err() {
            return Err(not_a_database());
        }
        Store::prepare_replacement(&mut header)?;
        let mut connection = Connection::open_in_memory().map_err(problem::failed)?;
        connection.deserialize_read_exact(MAIN_DB, header.chain(source), size, false).map_err(problem::failed)?;
        Store::connected(connection)?.checked()
    }

    /// Makes the beginning of a SQLite file ready to be kept elsewhere: it has no log beside it there, and is of no
    /// generation yet.
    ///
    /// # Errors
    /// The beginning of something else, or less than 64 bytes of it.
    pub fn prepare_replacement(beginning: &mut [u8]) -> Result<()> {
        if beginning.len() < HEADER || !beginning.starts_with(b"SQLite format 3\0") {
            return Err(not_a_database());
        }
        beginning[LOG_VERSIONS].fill(1);
        beginning[GENERATION].fill(0);
        Ok(())
    }

    /// Opens the store that counts among several files: the one of the highest generation. A file of none is one that
    /// was not finished, unless it is the only one. Where there is no file, the first of `names` is made.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_newest<'name>(names: &[&'name str], there: &[&str]) -> Result<(Store, &'name str)> {
        let candidates: Vec<&'name str> = names.iter().copied().filter(|name| there.contains(name)).collect();
        let newest = candidates.iter().filter_map(|name| Some((generation_of(name)?, *name))).max();
        let chosen = newest.map(|(_, name)| name).or(candidates.first().copied()).or(names.first().copied());
        let chosen = chosen.unwrap_or_default();
        let store = Store::open(chosen)?;
        if store.generation()? == 0 {
            store.set_generation(1)?;
        }
        Ok((store, chosen))
    }

    /// Opens the store in a file that came from elsewhere, once its pages were found to be whole, and brings it up to
    /// date. Whether its indices say what its rows do, [`Reader::check`](super::Reader::check) tells.
    ///
    /// # Errors
    /// As [`Store::open_existing`]; a damaged file, and one that is no store yet.
    pub fn open_replacement(path: impl AsRef<Path>) -> Result<Store> {
        Store::connected(opened(path.as_ref(), OpenFlags::SQLITE_OPEN_READ_WRITE)?)?.checked()
    }

    fn checked(mut self) -> Result<Store> {
        self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(problem::failed)?;
        migration::check_is_a_store(&self.connection)?;
        if let Some(message) = check::damaged_pages(&self.connection)?.into_iter().next() {
            return Err(StoreProblem::Damaged
                .because(format!("the file is damaged ({message}); hand over a copy that is whole")));
        }
        self.migrate()?;
        Ok(self)
    }

    /// A number that a file keeps for whoever has several of them, to know which is the one that counts; 0 in a new
    /// one.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn generation(&self) -> Result<i32> {
        self.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(problem::failed)
    }

    /// Sets it.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn set_generation(&self, generation: i32) -> Result<()> {
        self.connection.pragma_update(None, "user_version", generation).map_err(problem::failed)
    }
}

fn not_a_database() -> crate::Error {
    StoreProblem::NotADatabase.because("it is no SQLite file; hand over one that airbyte-db made")
}

/// The generation of a file that was finished; none of any other.
fn generation_of(name: &str) -> Option<i32> {
    let connection = opened(Path::new(name), OpenFlags::SQLITE_OPEN_READ_WRITE).ok()?;
    let generation = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).ok()?;
    (generation > 0).then_some(generation)
}
