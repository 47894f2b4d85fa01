//! Both databases in SQLite, with the rules that the platform keeps in code.
//!
//! ```text
//!  Store::open ──migrate──▶ Store ──read────▶ Reader: get, list, count, and what the platform asks
//!                             └────write───▶ Writer: the same, and insert, update, delete, and what the platform does
//!                                             one transaction: all of it or nothing
//! ```
//!
//! A row that is written is judged first: what [`crate::intake::Judge`] calls an error is refused
//! ([`Writer::insert`]). A row that is taken over from a deployment is stored as it is, and judged all the same
//! ([`Writer::take_over`]). Reading never fails because of what a row or document says.
//!
//! Ids and times come from [`Surroundings`]; by default they are SQLite's own clock and random numbers, natively and in
//! the browser alike.

mod actors;
mod arrangement;
mod ask;
mod bulk;
mod catalogs;
mod check;
mod column;
mod definitions;
mod deletion;
mod jobs;
mod key;
mod links;
mod list;
mod migration;
#[cfg(not(target_arch = "wasm32"))]
mod moment;
mod oauth_parameters;
mod page;
#[cfg(target_arch = "wasm32")]
mod pages;
mod paging;
mod problem;
mod questions;
mod replacement;
mod row;
mod scan;
mod sql;
mod statement;
mod states;
mod statistics;
mod status;
mod stream_resets;
mod surroundings;
mod taking;
#[cfg(test)]
mod tests;

pub use actors::SecretStore;
pub use arrangement::Arranging;
pub use ask::{AskLimits, SqlAnswer, SqlCell};
pub use catalogs::CatalogFetches;
pub use check::Damage;
pub use jobs::JobWithAttempts;
pub use key::Key;
pub(crate) use links::WITHOUT_KEY;
pub use links::{Reference, References, Referrers};
pub use list::{List, Order};
pub use migration::{Applied, Migration, migrations};
pub use page::{Page, PageRequest};
#[cfg(feature = "zones")]
pub use questions::zone;
pub use questions::{
    AnswerCell, AnswerColumn, AnswerKind, Asked, ByConnection, ByConnector, ByDay, ByWorkspace, CatalogFetch,
    ConnectionSchedule, ConnectorInUse, DocumentSize, FailingStreak, FailureReasonCount, LastSync, MovedByConnection,
    QUESTIONS, Question, RunningJob, UnusedActor, UpcomingRuns,
};
pub(crate) use row::json_of;
pub(crate) use scan::{StoredRow, naming_columns, naming_sql};
pub use statistics::{AttemptStatistics, Counts, Progress, StreamProgress};
pub use status::Status;
pub use surroundings::Surroundings;
pub(crate) use taking::{Ending, Place, Taken, name_of_row, size_of};

use crate::error::Result;
use crate::intake::Judge;
use crate::schema::Subject;
use crate::table::Table;
use crate::tables::{TABLES, number_of};
use arrangement::Arrangements;
use rusqlite::{Connection, OpenFlags};
use statement::Statements;
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::ops::Deref;
use std::path::Path;

/// How long a statement waits for another process that writes, in milliseconds.
const BUSY_TIMEOUT: u32 = 5_000;

/// The Config and Jobs databases of one deployment, in one SQLite database.
///
/// ```
/// use airbyte_db::store::Store;
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Workspace;
///
/// let mut store = Store::in_memory()?;
/// let workspace = Workspace::read(include_str!("../../tests/fixtures/rows/workspace.json"))?;
/// store.write(|writer| writer.insert(&workspace))?;
/// assert_eq!(store.read().get::<Workspace>(workspace.id)?, Some(workspace));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Store {
    connection: Connection,
    shared: Shared,
    /// What statements ask now and then.
    must_stop: Option<fn() -> bool>,
}

/// What reading and writing need beside the connection.
struct Shared {
    statements: Statements,
    /// Those of SQLite where there are none.
    surroundings: Option<Box<dyn Surroundings + Send>>,
    /// One for each table, made when it is first needed.
    judges: [OnceCell<Judge>; TABLES.len()],
    arrangements: RefCell<Arrangements>,
}

impl Store {
    /// Opens the store in a file, makes it where there is none, and brings it up to date.
    ///
    /// # Errors
    /// [`StoreProblem`](crate::StoreProblem) names them: a file that is no database or no store, one of a later version, one whose
    /// migrations were changed, a read-only or locked one.
    pub fn open(path: impl AsRef<Path>) -> Result<Store> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        Store::opened_with(path.as_ref(), flags)
    }

    /// Opens the store in a file that is there, and brings it up to date.
    ///
    /// # Errors
    /// As [`Store::open`]; also where there is no file.
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Store> {
        Store::opened_with(path.as_ref(), OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    fn opened_with(path: &Path, flags: OpenFlags) -> Result<Store> {
        let mut store = Store::connected(opened(path, flags)?)?;
        // Before anything is written: the file may be somebody else's.
        migration::check_is_ours(&store.connection)?;
        // One writer and many readers, who do not wait for each other. It needs to be said once for a file.
        store.run("PRAGMA journal_mode = wal")?;
        store.migrate()?;
        Ok(store)
    }

    /// Opens the store in a file to read it only: nothing is written, nothing is migrated.
    ///
    /// # Errors
    /// As [`Store::open`]; also where there is no file, and where migrations are missing.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Store> {
        let store = Store::connected(opened(path.as_ref(), OpenFlags::SQLITE_OPEN_READ_ONLY)?)?;
        migration::check_is_current(&store.connection)?;
        Ok(store)
    }

    /// An empty store that is gone when it is dropped.
    ///
    /// # Errors
    /// None that is known.
    pub fn in_memory() -> Result<Store> {
        let connection = Connection::open_in_memory().map_err(problem::failed)?;
        let mut store = Store::connected(connection)?;
        store.migrate()?;
        Ok(store)
    }

    fn connected(connection: Connection) -> Result<Store> {
        // Nobody who can write the file shall run code here through its schema.
        let settings = format!(
            "PRAGMA busy_timeout = {BUSY_TIMEOUT}; PRAGMA foreign_keys = on; PRAGMA trusted_schema = off; \
             PRAGMA temp_store = memory; PRAGMA cache_size = -32000;"
        );
        connection.execute_batch(&settings).map_err(problem::failed)?;
        // As many as the typed access can have of all tables, and some for the rules.
        connection.set_prepared_statement_cache_capacity(256);
        let shared = Shared {
            statements: Statements::new(),
            surroundings: None,
            judges: std::array::from_fn(|_| OnceCell::new()),
            arrangements: RefCell::default(),
        };
        Ok(Store { connection, shared, must_stop: None })
    }

    /// The same store with another clock and other new ids, as tests need them.
    #[must_use]
    pub fn with_surroundings(mut self, surroundings: impl Surroundings + Send + 'static) -> Store {
        self.shared.surroundings = Some(Box::new(surroundings));
        self
    }

    /// How long a statement waits for another process that writes, in milliseconds; five seconds where nothing is said.
    ///
    /// # Errors
    /// None that is known.
    pub fn wait_for_writers(&self, milliseconds: u32) -> Result<()> {
        self.run(&format!("PRAGMA busy_timeout = {milliseconds}"))
    }

    /// The most that the file may grow to, in pages of 4096 bytes; never less than it has.
    ///
    /// # Errors
    /// None that is known.
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        self.run(&format!("PRAGMA max_page_count = {}", pages.max(1)))
    }

    fn migrate(&mut self) -> Result<()> {
        let now = self.read().now()?;
        migration::migrate(&mut self.connection, now)
    }

    fn run(&self, pragma: &str) -> Result<()> {
        // A pragma answers with a row, which nobody needs.
        self.connection.query_row(pragma, [], |_| Ok(())).map_err(problem::failed)
    }

    /// Access for reading.
    pub fn read(&self) -> Reader<'_> {
        Reader { connection: &self.connection, shared: &self.shared }
    }

    /// Reads several things of one moment, whatever others write meanwhile.
    ///
    /// # Errors
    /// Those of `reading`.
    pub fn read_at_once<T>(&mut self, reading: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.connection.transaction().map_err(problem::failed)?;
        reading(&Reader { connection: &transaction, shared: &self.shared })
    }

    /// Writes in one transaction: where `writing` fails, nothing of it stays.
    ///
    /// # Errors
    /// Those of `writing`; a store that another process keeps locked, a full disk.
    pub fn write<T>(&mut self, writing: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        self.written(Ending::Commit, writing)
    }
}

/// Shows that it is one, nothing of its content.
impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").finish_non_exhaustive()
    }
}

/// Reads from a store.
#[derive(Clone, Copy)]
pub struct Reader<'store> {
    connection: &'store Connection,
    shared: &'store Shared,
}

impl Reader<'_> {
    /// What judges the rows of a table.
    fn judge(&self, table: &'static Table) -> Result<&Judge> {
        let cell = &self.shared.judges[number_of(table)];
        if let Some(judge) = cell.get() {
            return Ok(judge);
        }
        let judge = Judge::new(Subject::Row(table))?;
        Ok(cell.get_or_init(|| judge))
    }
}

/// Shows that it is one, nothing of the content.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Reader").finish_non_exhaustive()
    }
}

/// Writes into a store, within one transaction; it reads, too, and sees what it has written.
#[derive(Debug)]
pub struct Writer<'store> {
    reader: Reader<'store>,
}

impl<'store> Deref for Writer<'store> {
    type Target = Reader<'store>;

    fn deref(&self) -> &Reader<'store> {
        &self.reader
    }
}

fn opened(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let opened = match connection(path, flags) {
        // Who was killed in the middle has left a note of what is to be undone; SQLite does so for whoever may write.
        Err(error) if problem::is_to_be_undone(&error) => {
            connection(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|_| connection(path, flags))
        }
        opened => opened,
    };
    opened.map_err(problem::failed)
}

fn connection(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // SQLite opens anything and complains later: what it complains of is told here.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}
