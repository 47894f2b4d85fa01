//! A process that is killed in the middle of a batch leaves what it had committed, and nothing of the rest.

use super::support::{fixture, id};
use airbyte_db::store::Store;
use airbyte_db::tables::Workspace;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// How many rows are written in one transaction.
const BATCH: u64 = 50;

/// Where the child finds the store.
const STORE: &str = "AIRBYTE_DB_STORE_TO_FILL";

/// Not a test: what the child of the tests below does, until it is killed.
#[test]
#[ignore = "it never ends: the tests beside it run it in a process of its own, and kill it"]
fn child_that_writes_for_ever() {
    let path = PathBuf::from(std::env::var_os(STORE).expect("the store to fill"));
    let mut store = Store::open(path).unwrap();
    let mut workspace: Workspace = fixture();
    let mut number = u128::from(store.read().count::<Workspace>().unwrap());
    loop {
        store
            .write(|writer| {
                for _ in 0..BATCH {
                    number += 1;
                    workspace.id = id(number);
                    writer.insert_unjudged(&workspace)?;
                }
                Ok(())
            })
            .unwrap();
    }
}

/// Ends with the test, however that ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn child(path: &PathBuf) -> Killed {
    let name = "store::kill::child_that_writes_for_ever";
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--ignored"]).env(STORE, path).stdout(Stdio::null()).stderr(Stdio::null());
    Killed(command.spawn().unwrap())
}

#[test]
fn a_killed_process_leaves_whole_batches() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut committed = 0;
    for round in 1..=3 {
        // Made first, so that the reader below finds a store.
        drop(Store::open(&path).unwrap());
        let writing = child(&path);
        let store = Store::open_read_only(&path).unwrap();
        while store.read().count::<Workspace>().unwrap() < committed + 2 * BATCH {
            std::thread::yield_now();
        }
        let seen = store.read().count::<Workspace>().unwrap();
        drop(writing);
        drop(store);
        let store = Store::open(&path).unwrap();
        committed = store.read().count::<Workspace>().unwrap();
        assert!(committed >= seen, "round {round}: {committed} of {seen}");
        assert_eq!(committed % BATCH, 0, "round {round}: half a batch");
        assert_eq!(store.read().check().unwrap(), []);
    }
}

#[test]
fn two_processes_write_into_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut store = Store::open(&path).unwrap();
    // SQLite gives nobody a turn: who waits looks again and again, and the other one never rests.
    store.wait_for_writers(60_000).unwrap();
    let _writing = child(&path);
    while store.read().count::<Workspace>().unwrap() < BATCH {
        std::thread::yield_now();
    }
    for number in 0..5 {
        let workspace = Workspace { id: id(1 << 60 | number), ..fixture() };
        store.write(|writer| writer.insert_unjudged(&workspace)).unwrap();
    }
    assert!((0..5).all(|number| store.read().get::<Workspace>(id(1 << 60 | number)).unwrap().is_some()));
}
