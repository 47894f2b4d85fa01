//! Catalogs: stored once, every fetch noted (facts, databases 2.1).

use super::support::{deployment, fixture, id};
use airbyte_db::blobs::AirbyteCatalog;
use airbyte_db::json::Json;
use airbyte_db::tables::{Actor, ActorCatalog, ActorCatalogFetchEvent};

const CONFIG_HASH: &str = "4d6cdf2743e326e6233749adcc15d0d2";
const OTHER_HASH: &str = "39971103a7c679bdeec8f5c1999c0f61";

fn catalog(text: &str) -> Json<AirbyteCatalog> {
    Json::parse(text).unwrap()
}

fn with_schema(schema: &str) -> Json<AirbyteCatalog> {
    catalog(&format!(
        r#"{{"streams":[{{"name":"users","json_schema":{schema},"supported_sync_modes":["full_refresh"]}}]}}"#
    ))
}

#[test]
fn an_equal_catalog_is_stored_once_and_each_fetch_is_noted() {
    let mut store = deployment();
    let actor = fixture::<Actor>().id;
    let before = store.read().count::<ActorCatalog>().unwrap();
    let mut fetch = |catalog: &Json<AirbyteCatalog>| {
        store.write(|writer| writer.note_catalog_fetch(actor, "1.0.0", CONFIG_HASH, catalog)).unwrap()
    };
    let first = fetch(&with_schema(r#"{"type":"object","minimum":1}"#));
    assert_eq!(fetch(&with_schema(r#"{"type":"object","minimum":1}"#)), first);
    // The same for the platform's class: what is absent is an empty list.
    let spelt_out = r#"{"streams":[{"name":"users","json_schema":{"type":"object","minimum":1},
        "supported_sync_modes":["full_refresh"],"default_cursor_field":[],"source_defined_primary_key":[]}]}"#;
    assert_eq!(fetch(&catalog(spelt_out)), first);
    // Another hash, since keys are hashed as they come: another row, as with the platform.
    let swapped = fetch(&with_schema(r#"{"minimum":1,"type":"object"}"#));
    assert_ne!(swapped, first);
    let other = fetch(&with_schema(r#"{"type":"object","minimum":1.0}"#));
    assert_ne!(other, first);
    assert_eq!(store.read().count::<ActorCatalog>().unwrap(), before + 3);
    assert_eq!(store.read().count::<ActorCatalogFetchEvent>().unwrap(), 5);
    let counts = store.read().catalog_fetches().unwrap();
    assert_eq!((counts[0].actor_catalog_id, counts[0].fetches, counts[0].actors), (first, 3, 1));
    assert_eq!(counts[0].catalog_hash.len(), 8);
    assert!(counts[0].last_fetched_at.is_some());
    let row = store.read().get::<ActorCatalog>(first).unwrap().unwrap();
    assert_eq!(row.created_at, row.modified_at);
}

#[test]
fn the_same_hash_does_not_make_catalogs_equal() {
    let mut store = deployment();
    let actor = fixture::<Actor>().id;
    let wanted = with_schema("{}");
    let first = store.write(|writer| writer.note_catalog_fetch(actor, "1", CONFIG_HASH, &wanted)).unwrap();
    // Another catalog under that hash, as if they had collided.
    let mut row = store.read().get::<ActorCatalog>(first).unwrap().unwrap();
    row.catalog = with_schema(r#"{"type":"object"}"#);
    store.write(|writer| writer.update_unjudged(&row)).unwrap();
    let second = store.write(|writer| writer.note_catalog_fetch(actor, "1", CONFIG_HASH, &wanted)).unwrap();
    assert_ne!(second, first);
}

#[test]
fn what_was_fetched_last_is_found_by_actor_version_and_configuration() {
    let mut store = deployment();
    let actor = fixture::<Actor>().id;
    let mut fetch = |version: &str, hash: &str, schema: &str| {
        store.write(|writer| writer.note_catalog_fetch(actor, version, hash, &with_schema(schema))).unwrap()
    };
    let old = fetch("1", CONFIG_HASH, "{}");
    let new = fetch("1", CONFIG_HASH, r#"{"type":"object"}"#);
    let of_other_version = fetch("2", CONFIG_HASH, r#"{"a":1}"#);
    let of_other_configuration = fetch("1", OTHER_HASH, r#"{"b":1}"#);
    let back = fetch("3", OTHER_HASH, "{}");
    assert_eq!(back, old);
    let cached =
        |actor, version, hash| store.read().cached_catalog(actor, version, hash).unwrap().map(|catalog| catalog.id);
    assert_eq!(cached(actor, "1", CONFIG_HASH), Some(new));
    assert_eq!(cached(actor, "2", CONFIG_HASH), Some(of_other_version));
    assert_eq!(cached(actor, "1", OTHER_HASH), Some(of_other_configuration));
    assert_eq!(cached(actor, "2", OTHER_HASH), None);
    assert_eq!(cached(id(1), "1", CONFIG_HASH), None);
    assert_eq!(store.read().newest_catalog(actor).unwrap().unwrap().id, old);
    assert!(store.read().newest_catalog(id(1)).unwrap().is_none());
}
