//! Files: made, opened again, and those that are something else.

use super::support::fixture;
use airbyte_db::store::{Store, migrations};
use airbyte_db::table::Database;
use airbyte_db::tables::{AirbyteConfigsMigration, AirbyteJobsMigration, Workspace};
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

fn new_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    (folder, path)
}

/// A store in a file, changed by SQL behind its back.
fn changed(sql: &str) -> (TempDir, PathBuf) {
    let (folder, path) = new_file();
    drop(Store::open(&path).unwrap());
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    (folder, path)
}

#[track_caller]
fn refused(path: &PathBuf, code: &str, message: &str) {
    let before = fs::read(path).unwrap();
    let error = Store::open(path).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(message), "{error}");
    assert!(fs::read(path).unwrap() == before, "the file was changed");
}

#[test]
fn what_was_written_is_there_when_it_is_opened_again() {
    let (_folder, path) = new_file();
    let workspace: Workspace = fixture();
    Store::open(&path).unwrap().write(|writer| writer.insert(&workspace)).unwrap();
    assert_eq!(Store::open(&path).unwrap().read().get::<Workspace>(workspace.id).unwrap(), Some(workspace.clone()));
    let store = Store::open_read_only(&path).unwrap();
    assert_eq!(store.read().get::<Workspace>(workspace.id).unwrap(), Some(workspace));
    assert!(store.read().check().unwrap().is_empty());
}

#[test]
fn migrations_are_recorded_as_flyway_records_its_own() {
    let (_folder, path) = new_file();
    let store = Store::open(&path).unwrap();
    let configs = store.read().list::<AirbyteConfigsMigration>(&airbyte_db::store::List::all()).unwrap();
    let jobs = store.read().list::<AirbyteJobsMigration>(&airbyte_db::store::List::all()).unwrap();
    assert_eq!(configs.len(), migrations(Database::Config).len());
    assert_eq!(jobs.len(), migrations(Database::Jobs).len());
    for (row, migration) in configs.iter().zip(migrations(Database::Config)) {
        assert_eq!(row.version.as_deref(), Some(migration.version));
        assert_eq!((&*row.r#type, &*row.script), ("SQL", migration.script));
        assert_eq!((row.checksum, row.success), (Some(migration.checksum()), true));
    }
    assert_eq!(configs[0].installed_rank, 1_000_001);
}

#[test]
fn what_is_no_database_is_left_alone() {
    let (_folder, path) = new_file();
    fs::write(&path, "This is a letter, longer than the head of a database. ".repeat(100)).unwrap();
    refused(&path, "store_not_a_database", "the file is no SQLite database");
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let (_folder, path) = new_file();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    refused(&path, "store_not_a_store", "another program");
}

#[test]
fn a_store_from_the_future_is_left_alone() {
    let (_folder, path) = changed(
        "INSERT INTO airbyte_jobs_migrations
         SELECT 1000099, '9.0.0.001', 'Time travel', type, script, checksum, installed_by, installed_on, 0, 1
         FROM airbyte_jobs_migrations LIMIT 1",
    );
    refused(&path, "store_newer", "9.0.0.001 (Time travel)");
}

#[test]
fn a_changed_migration_is_told() {
    let (_folder, path) = changed("UPDATE airbyte_configs_migrations SET checksum = 1 WHERE installed_rank = 1000002");
    refused(&path, "store_migration", "another text of migration configs/V0_40_32_002");
}

#[test]
fn a_half_applied_migration_is_told() {
    let (_folder, path) = changed("DELETE FROM airbyte_configs_migrations WHERE installed_rank = 1000001");
    refused(&path, "store_migration", "0.40.32.001 of airbyte_configs_migrations was not finished");
    let (_folder, path) = changed("UPDATE airbyte_jobs_migrations SET success = 0 WHERE installed_rank = 1000002");
    refused(&path, "store_migration", "0.40.32.002 of airbyte_jobs_migrations was not finished");
}

#[test]
fn a_locked_store_is_told() {
    let (_folder, path) = new_file();
    let mut store = Store::open(&path).unwrap();
    store.wait_for_writers(0).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap_err();
    assert_eq!(error.code(), "store_locked");
    // Readers need not wait.
    assert_eq!(store.read().count::<Workspace>().unwrap(), 0);
    other.execute_batch("COMMIT").unwrap();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap();
}

#[test]
fn reading_only_never_writes() {
    let (folder, path) = new_file();
    assert_eq!(Store::open_read_only(&path).unwrap_err().code(), "store_cannot_open");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    drop(Store::open(&path).unwrap());
    let mut store = Store::open_read_only(&path).unwrap();
    let error = store.write(|writer| writer.insert_unjudged(&fixture::<Workspace>())).unwrap_err();
    assert_eq!(error.code(), "store_read_only");
}

#[test]
fn a_full_disk_is_an_error_and_no_damage() {
    let (_folder, path) = new_file();
    let mut store = Store::open(&path).unwrap();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap();
    store.limit_pages(0).unwrap();
    let mut workspace: Workspace = fixture();
    let error = store.write(|writer| {
        for number in 0..10_000 {
            workspace.id = super::support::id(number);
            writer.insert_unjudged(&workspace)?;
        }
        Ok(())
    });
    assert_eq!(error.unwrap_err().code(), "store_full");
    assert_eq!(store.read().count::<Workspace>().unwrap(), 1);
    assert!(store.read().check().unwrap().is_empty());
}
