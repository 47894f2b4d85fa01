//! Files that come from elsewhere and take a store's place.

use super::support::{empty, fixture};
use airbyte_db::store::Store;
use airbyte_db::tables::Workspace;
use rusqlite::Connection;

/// The bytes of a store with a workspace, and with the log that a native store has beside it.
fn bytes() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let mut store = Store::open(&path).unwrap();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap();
    store.set_generation(7).unwrap();
    drop(store);
    std::fs::read(path).unwrap()
}

#[test]
fn a_file_becomes_a_store_in_memory() {
    let bytes = bytes();
    let mut store = Store::in_memory_of(bytes.as_slice(), bytes.len()).unwrap();
    assert_eq!(store.read().count::<Workspace>().unwrap(), 1);
    assert_eq!(store.generation().unwrap(), 0);
    store.write(|writer| writer.delete::<Workspace>(fixture::<Workspace>().id)).unwrap();
    assert_eq!(store.read().check().unwrap(), []);
}

#[test]
fn what_is_no_whole_store_is_refused() {
    let whole = bytes();
    let mut broken = whole.clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 8192].fill(0xa5);
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("songs.sqlite");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    let empty = folder.path().join("empty.sqlite");
    Connection::open(&empty).unwrap().execute_batch("PRAGMA page_size = 8192; VACUUM").unwrap();
    let cases = [
        (Vec::new(), "store_not_a_database"),
        (b"Dear reader, this is a letter. ".repeat(9), "store_not_a_database"),
        (std::fs::read(&other).unwrap(), "store_not_a_store"),
        (std::fs::read(&empty).unwrap(), "store_not_a_store"),
        (broken, "store_damaged"),
        (whole[..whole.len() - 4096].to_vec(), "store_damaged"),
    ];
    for (number, (bytes, code)) in cases.into_iter().enumerate() {
        let error = Store::in_memory_of(bytes.as_slice(), bytes.len()).unwrap_err();
        assert_eq!(error.code(), code, "case {number}: {error}");
    }
    let error = Store::open_replacement(&other).unwrap_err();
    assert_eq!(error.code(), "store_not_a_store");
}

#[test]
fn of_several_files_the_newest_that_was_finished_counts() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["first", "second"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let [first, second] = [names[0].as_str(), names[1].as_str()];
    let (store, chosen) = Store::open_newest(&[first, second], &[]).unwrap();
    assert_eq!((chosen, store.generation().unwrap()), (first, 1));
    drop(store);
    // One that was not finished, and one that is no store at all.
    std::fs::write(second, "nonsense".repeat(100)).unwrap();
    assert_eq!(Store::open_newest(&[first, second], &[first, second]).unwrap().1, first);
    std::fs::remove_file(second).unwrap();
    drop(Store::open(second).unwrap());
    assert_eq!(Store::open_newest(&[first, second], &[first, second]).unwrap().1, first);
    Store::open(second).unwrap().set_generation(2).unwrap();
    assert_eq!(Store::open_newest(&[first, second], &[first, second]).unwrap().1, second);
}

#[test]
fn only_an_empty_store_takes_what_is_no_addition() {
    let mut store = empty();
    store.read().refuse_rows().unwrap();
    store.write(|writer| writer.insert(&fixture::<Workspace>())).unwrap();
    let error = store.read().refuse_rows().unwrap_err();
    assert_eq!(error.code(), "store_not_allowed");
    assert!(error.to_string().contains("(workspace)"), "{error}");
}
