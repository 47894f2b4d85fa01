//! The migrations of both databases: what there are, what a store has, and how it gets the rest.
//!
//! They are recorded as Flyway, the platform's own tool, records its migrations: in `airbyte_configs_migrations` and
//! `airbyte_jobs_migrations`, with its checksum (facts, databases 1.2). The platform's own records, which come with the
//! rows of a deployment, stand in the same tables; ours have ranks from [`FIRST_RANK`] on.

use super::{column, problem};
use crate::error::{Result, StoreProblem};
use crate::table::Database;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

/// Flyway counts from 1, and the platform will never have that many.
pub(super) const FIRST_RANK: i32 = 1_000_001;

/// What a SQLite file says that it is: the letters `ABDB`.
const APPLICATION_ID: i32 = 0x4142_4442;

/// A migration: one step of a database from its first tables to what this version of the crate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// The database.
    pub database: Database,
    /// The platform's version whose tables it makes, and a number, as Flyway has it: `0.40.32.001`.
    pub version: &'static str,
    /// What it does.
    pub description: &'static str,
    /// Its file, below `migrations`.
    pub script: &'static str,
    sql: &'static str,
}

impl Migration {
    /// Flyway's checksum of the file: CRC-32 over its lines without their ends.
    pub fn checksum(&self) -> i32 {
        let mut hasher = crc32fast::Hasher::new();
        self.sql.lines().for_each(|line| hasher.update(line.as_bytes()));
        hasher.finalize().cast_signed()
    }
}

/// A migration that a store has gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its place in the order.
    pub installed_rank: i32,
    /// The version.
    pub version: String,
    /// What it did.
    pub description: String,
    /// The checksum of its file.
    pub checksum: Option<i32>,
    /// When it was applied.
    pub installed_on: String,
    success: bool,
}

/// The migrations of a database, the first one first. Append only: what has been released is never changed.
pub fn migrations(database: Database) -> &'static [Migration] {
    match database {
        Database::Config => CONFIGS,
        Database::Jobs => JOBS,
    }
}

const CONFIGS: &[Migration] = &[
    Migration {
        database: Database::Config,
        version: "0.40.32.001",
        description: "Create tables",
        script: "configs/V0_40_32_001__Create_tables.sql",
        sql: include_str!("../../migrations/configs/V0_40_32_001__Create_tables.sql"),
    },
    Migration {
        database: Database::Config,
        version: "0.40.32.002",
        description: "Null safe keys and our indices",
        script: "configs/V0_40_32_002__Null_safe_keys_and_our_indices.sql",
        sql: include_str!("../../migrations/configs/V0_40_32_002__Null_safe_keys_and_our_indices.sql"),
    },
    Migration {
        database: Database::Config,
        version: "0.40.32.003",
        description: "Indices for questions",
        script: "configs/V0_40_32_003__Indices_for_questions.sql",
        sql: include_str!("../../migrations/configs/V0_40_32_003__Indices_for_questions.sql"),
    },
];

const JOBS: &[Migration] = &[
    Migration {
        database: Database::Jobs,
        version: "0.40.32.001",
        description: "Create tables",
        script: "jobs/V0_40_32_001__Create_tables.sql",
        sql: include_str!("../../migrations/jobs/V0_40_32_001__Create_tables.sql"),
    },
    Migration {
        database: Database::Jobs,
        version: "0.40.32.002",
        description: "Null safe keys and our indices",
        script: "jobs/V0_40_32_002__Null_safe_keys_and_our_indices.sql",
        sql: include_str!("../../migrations/jobs/V0_40_32_002__Null_safe_keys_and_our_indices.sql"),
    },
    Migration {
        database: Database::Jobs,
        version: "0.40.32.003",
        description: "Indices for questions",
        script: "jobs/V0_40_32_003__Indices_for_questions.sql",
        sql: include_str!("../../migrations/jobs/V0_40_32_003__Indices_for_questions.sql"),
    },
];

const DATABASES: [Database; 2] = [Database::Config, Database::Jobs];

/// The table that a database's migrations are recorded in.
fn history(database: Database) -> &'static str {
    match database {
        Database::Config => "airbyte_configs_migrations",
        Database::Jobs => "airbyte_jobs_migrations",
    }
}

/// Applies what a store lacks, each migration in a transaction of its own.
pub(super) fn migrate(connection: &mut Connection, now: Timestamp) -> Result<()> {
    for database in DATABASES {
        while let Some((rank, migration)) = next(connection, database)? {
            // Another process may be about to do the same: look again once nobody else can write.
            let transaction = Transaction::new(connection, TransactionBehavior::Immediate).map_err(problem::failed)?;
            if next(&transaction, database)?.is_some_and(|(still, _)| still == rank) {
                apply(&transaction, rank, migration, now)?;
            }
            transaction.commit().map_err(problem::failed)?;
        }
    }
    Ok(())
}

/// Refuses what is no store, or none that can be brought up to date.
pub(super) fn check_is_ours(connection: &Connection) -> Result<()> {
    DATABASES.into_iter().try_for_each(|database| next(connection, database).map(|_| ()))
}

/// The same, and refuses a file that is empty: it may become a store, but it is none.
pub(super) fn check_is_a_store(connection: &Connection) -> Result<()> {
    check_is_ours(connection)?;
    if is_store(connection)? {
        return Ok(());
    }
    Err(StoreProblem::NotAStore.because("the file is an empty SQLite database; hand over one that airbyte-db made"))
}

/// What a store has gone through, and what it lacks.
pub(super) type State = (Vec<(&'static Migration, Applied)>, Vec<&'static Migration>);

/// The same, of a store.
pub(super) fn state_of(connection: &Connection) -> Result<State> {
    check_is_ours(connection)?;
    let (mut done, mut pending) = (Vec::new(), Vec::new());
    for database in DATABASES {
        let applied = applied(connection, database)?;
        pending.extend(&migrations(database)[applied.len()..]);
        done.extend(migrations(database).iter().zip(applied));
    }
    Ok((done, pending))
}

/// Refuses a store that lacks migrations.
pub(super) fn check_is_current(connection: &Connection) -> Result<()> {
    for database in DATABASES {
        if next(connection, database)?.is_some() {
            return Err(StoreProblem::Older.because(
                "the store is of an earlier version and opened for reading only; `airbyte-db migrate` brings it up to date",
            ));
        }
    }
    Ok(())
}

/// The first migration that a store lacks, and its rank.
fn next(connection: &Connection, database: Database) -> Result<Option<(i32, &'static Migration)>> {
    let applied = applied(connection, database)?;
    let known = migrations(database);
    for (migration, applied) in known.iter().zip(&applied) {
        if applied.version != migration.version || !applied.success {
            return Err(StoreProblem::Migration.because(format!(
                "migration {} of {} was not finished or is missing, and later ones are there; go back to a copy of the store",
                migration.version,
                history(database)
            )));
        }
        if applied.checksum != Some(migration.checksum()) {
            return Err(StoreProblem::Migration.because(format!(
                "the store was made with another text of migration {}; use the version of airbyte-db that made it",
                migration.script
            )));
        }
    }
    if let Some(newer) = applied.get(known.len()) {
        return Err(StoreProblem::Newer.because(format!(
            "the store has migration {} ({}), which this version does not know; use a newer airbyte-db",
            newer.version, newer.description
        )));
    }
    let rank = FIRST_RANK + i32::try_from(applied.len()).unwrap_or(i32::MAX - FIRST_RANK);
    Ok(known.get(applied.len()).map(|migration| (rank, migration)))
}

/// What a store has gone through; nothing where it is new.
///
/// # Errors
/// A SQLite file that is something else.
pub(super) fn applied(connection: &Connection, database: Database) -> Result<Vec<Applied>> {
    if !is_store(connection)? {
        return Ok(Vec::new());
    }
    let table = history(database);
    let exists = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    let exists: i64 = connection.query_row(exists, [table], |row| row.get(0)).map_err(problem::failed)?;
    if exists == 0 {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT installed_rank, version, description, checksum, installed_on, success FROM {table} \
         WHERE installed_rank >= {FIRST_RANK} ORDER BY installed_rank"
    );
    let mut statement = connection.prepare(&sql).map_err(problem::failed)?;
    let rows = statement.query_map([], |row| {
        Ok(Applied {
            installed_rank: row.get(0)?,
            version: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
            description: row.get(2)?,
            checksum: row.get(3)?,
            installed_on: row.get(4)?,
            success: row.get(5)?,
        })
    });
    rows.and_then(Iterator::collect).map_err(problem::failed)
}

/// Whether a SQLite file is a store; a new one is none yet.
fn is_store(connection: &Connection) -> Result<bool> {
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(problem::failed)?;
    if id == APPLICATION_ID {
        return Ok(true);
    }
    let other = "SELECT name FROM sqlite_schema LIMIT 1";
    let other: Option<String> =
        connection.query_row(other, [], |row| row.get(0)).optional().map_err(problem::failed)?;
    match other {
        None if id == 0 => Ok(false),
        _ => Err(StoreProblem::NotAStore.because(
            "the file is a SQLite database of another program; give the name of a store, or of a file that is not there yet",
        )),
    }
}

fn apply(transaction: &Transaction<'_>, rank: i32, migration: &Migration, now: Timestamp) -> Result<()> {
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(problem::failed)?;
    transaction.execute_batch(migration.sql).map_err(problem::failed)?;
    let sql = format!(
        "INSERT INTO {} VALUES (?1, ?2, ?3, 'SQL', ?4, ?5, 'airbyte-db', ?6, 0, 1)",
        history(migration.database)
    );
    let installed_on = column::timestamp_text(now);
    let values = params![
        rank,
        migration.version,
        migration.description,
        migration.script,
        migration.checksum(),
        installed_on.trim_end_matches('Z'),
    ];
    transaction.execute(&sql, values).map_err(problem::failed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_flyway_wants() {
        for migration in DATABASES.into_iter().flat_map(migrations) {
            let version = migration.version.replace('.', "_");
            let name = format!("V{version}__{}.sql", migration.description.replace(' ', "_"));
            assert!(migration.script.ends_with(&name), "{} {name}", migration.script);
        }
        for database in DATABASES {
            assert!(migrations(database).is_sorted_by_key(|migration| migration.version));
        }
    }
}
