//! Sources that end in the middle, and imports that are cut short.

use super::{archive, archived, import, options};
use crate::sample::stored;
use airbyte_db::sample::Plan;
use airbyte_db::store::Store;
use airbyte_db::tables::{Attempt, Job};
use airbyte_db::transfer::{Import, Options};

#[test]
fn an_archive_that_ends_too_early_is_told_and_what_came_before_can_be_gone_on_from() {
    let (one, _) = stored(&Plan { faults: true, ..Plan::default() });
    let bytes = archived(&one);
    let mut store = Store::in_memory().unwrap();
    let (result, _) = import(archive(&bytes[..bytes.len() / 2]), options(), &mut store);
    let error = result.unwrap_err();
    assert_eq!(error.code(), "unreadable");
    assert!(error.to_string().contains("it ends in the middle"), "{error}");
    assert!(store.read().count::<Job>().unwrap() > 0);
    // Nothing in it refers to what did not come.
    assert_eq!(store.read().check().unwrap(), []);
    let total = import(archive(&bytes), options(), &mut store).0.unwrap().total();
    assert!(total.there > 0 && total.stored > 0 && total.refused == 0);
    assert!(archived(&store) == bytes);
}

#[test]
fn all_or_nothing_is_nothing_where_the_source_is_damaged() {
    let (one, _) = stored(&Plan::default());
    let bytes = archived(&one);
    let mut store = Store::in_memory().unwrap();
    let before = archived(&store);
    let atomic = Options { atomic: true, ..options() };
    assert!(import(archive(&bytes[..bytes.len() - 20]), atomic.clone(), &mut store).0.is_err());
    assert!(archived(&store) == before);
    assert_eq!(import(archive(&bytes), atomic, &mut store).0.unwrap().total().refused, 0);
    assert!(archived(&store) == bytes);
}

#[test]
fn an_import_that_stops_between_two_steps_goes_on_when_it_is_run_again() {
    let (one, _) = stored(&Plan { jobs: 6_000, ..Plan::default() });
    let bytes = archived(&one);
    let mut store = Store::in_memory().unwrap();
    let mut cut = Import::new(archive(&bytes), options());
    while store.read().count::<Job>().unwrap() == 0 {
        assert!(cut.step(&mut store, &mut |told| panic!("{told:?}")).unwrap());
    }
    assert_eq!(store.read().count::<Attempt>().unwrap(), 0, "the rest is still to come");
    drop(cut);
    assert_eq!(import(archive(&bytes), options(), &mut store).0.unwrap().total().refused, 0);
    assert!(archived(&store) == bytes);
}

#[test]
fn whatever_byte_of_an_archive_is_wrong_nothing_panics() {
    let (one, _) = stored(&Plan { workspaces: 1, connections: 1, jobs: 2, ..Plan::default() });
    let bytes = archived(&one);
    for at in (0..bytes.len()).step_by(bytes.len() / 23) {
        let mut broken = bytes.clone();
        broken[at] ^= 0x55;
        let mut store = Store::in_memory().unwrap();
        // It is told, or it was a byte that nothing depends on.
        let unjudged = Options { judge: false, ..options() };
        let _ = import(archive(&broken), unjudged.clone(), &mut store);
        let _ = import(archive(&broken[..at]), unjudged, &mut store);
        assert_eq!(store.read().check().unwrap(), []);
    }
}
