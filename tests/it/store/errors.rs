//! One error of each kind, for the page that lists them.

use super::support::{empty, fixture};
use airbyte_db::store::{AskLimits, List, Store};
use airbyte_db::tables::Workspace;
use airbyte_db::{Error, ErrorKind, StoreProblem};
use rusqlite::Connection;
use std::path::Path;

/// In the order of `docs/errors.md`.
pub(crate) fn errors() -> Vec<Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let changed = |name: &str, sql: &str| {
        drop(Store::open(path(name)).unwrap());
        Connection::open(path(name)).unwrap().execute_batch(sql).unwrap();
        path(name)
    };
    std::fs::write(path("letter.db"), "Dear reader, this is a long letter. ".repeat(100)).unwrap();
    std::fs::write(path("empty.db"), "").unwrap();
    Connection::open(path("songs.db")).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    let newer = changed(
        "newer.db",
        "INSERT INTO airbyte_jobs_migrations
         SELECT 1000099, '9.0.0.001', 'Time travel', type, script, checksum, installed_by, installed_on, 0, 1
         FROM airbyte_jobs_migrations LIMIT 1",
    );
    let other = "UPDATE airbyte_configs_migrations SET checksum = 1 WHERE installed_rank = 1000002";
    let other = changed("other.db", other);
    vec![
        refused(),
        Store::open(path("letter.db")).unwrap_err(),
        Store::open(path("songs.db")).unwrap_err(),
        Store::open(newer).unwrap_err(),
        Store::open_read_only(path("empty.db")).unwrap_err(),
        Store::open(other).unwrap_err(),
        read_only(&path("read_only.db")),
        locked(&path("locked.db")),
        full(),
        damaged(&path("damaged.db")),
        Store::open_existing(path("gone.db")).unwrap_err(),
        constraint(),
        empty().write(|writer| writer.update(&fixture::<Workspace>())).unwrap_err(),
        not_allowed(),
        empty().ask("DELETE FROM actor", &[], AskLimits::default()).unwrap_err(),
        empty().ask(ENDLESS, &[], AskLimits { steps: 100_000, ..AskLimits::default() }).unwrap_err(),
        // What leads there is known for none of them.
        ErrorKind::Store { problem: StoreProblem::Other, message: "disk I/O error".to_owned() }.into(),
    ]
}

const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

fn refused() -> Error {
    let workspace = Workspace { slug: "x".repeat(300), ..fixture() };
    empty().write(|writer| writer.insert(&workspace)).unwrap_err()
}

fn read_only(path: &Path) -> Error {
    drop(Store::open(path).unwrap());
    let mut store = Store::open_read_only(path).unwrap();
    store.write(|writer| writer.insert_unjudged(&fixture::<Workspace>())).unwrap_err()
}

fn locked(path: &Path) -> Error {
    let mut store = Store::open(path).unwrap();
    store.wait_for_writers(0).unwrap();
    let other = Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap_err()
}

fn full() -> Error {
    let mut store = empty();
    store.limit_pages(0).unwrap();
    let filling = store.write(|writer| {
        (0..10_000)
            .try_for_each(|number| writer.insert_unjudged(&Workspace { id: super::support::id(number), ..fixture() }))
    });
    filling.unwrap_err()
}

fn damaged(path: &Path) -> Error {
    let mut store = Store::open(path).unwrap();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap();
    let id = "UPDATE workspace SET id = 'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz'";
    Connection::open(path).unwrap().execute_batch(id).unwrap();
    store.read().list::<Workspace>(&List::all()).unwrap_err()
}

fn constraint() -> Error {
    let mut store = empty();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap_err()
}

fn not_allowed() -> Error {
    let scope = "00000000-0000-4000-8000-000000000001";
    let written = empty().write(|writer| {
        let job = writer.enqueue_job(scope, &super::jobs::sync())?.expect("there is none yet");
        writer.cancel_job(job)?;
        writer.create_attempt(job, "/log")
    });
    written.unwrap_err()
}
