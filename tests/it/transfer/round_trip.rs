//! What comes out is what went in, row for row and byte for byte.

use super::{archive, archived, archived_with, files_of, import, lines, options};
use crate::sample::stored;
use airbyte_db::sample::Plan;
use airbyte_db::store::{List, Store};
use airbyte_db::table::Row;
use airbyte_db::tables::{Actor, Connection, Job, TABLES, Workspace};
use airbyte_db::transfer::{Export, ExportOptions, JsonLinesSink, Parts, StoreRows, copy};

fn plan() -> Plan {
    Plan { faults: true, ..Plan::default() }
}

fn with_secrets() -> ExportOptions {
    ExportOptions { secrets: true, ..ExportOptions::default() }
}

#[test]
fn a_deployment_comes_back_as_it_was_with_all_its_faults() {
    let (one, faults) = stored(&plan());
    assert!(!faults.is_empty());
    let mut other = Store::in_memory().unwrap();
    let bytes = archived(&one);
    let (summary, told) = import(archive(&bytes), options(), &mut other);
    let total = summary.unwrap().total();
    assert_eq!((total.read, total.refused), (total.stored, 0), "{told:#?}");
    assert!(archived(&other) == bytes, "the second export differs from the first");
}

#[test]
fn an_export_in_steps_goes_on_where_it_was() {
    // More rows of a table than a step has; keys of one column, and of several.
    let (store, _) = stored(&Plan { jobs: 1_500, ..Plan::default() });
    let (reader, mut sink) = (store.read(), JsonLinesSink::new(Parts::default()));
    let mut export = Export::new(&reader, &with_secrets()).unwrap();
    let mut steps = 0;
    while export.step(&reader, &mut sink, &mut |told| panic!("{told:?}"), &mut |_, _| Ok(())).unwrap() {
        steps += 1;
    }
    assert!(steps > TABLES.len());
    let files = sink.into_inner().0;
    let written = |table: &str| {
        let file = files.iter().find(|(name, _)| *name == format!("{table}.jsonl"));
        file.map_or(0, |(_, lines)| lines.split(|byte| *byte == b'\n').count() as u64 - 1)
    };
    for (table, rows) in reader.status(false).unwrap().rows {
        assert_eq!(written(table), if table.ends_with("_migrations") { 0 } else { rows }, "{table}");
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    let (one, _) = stored(&plan());
    let mut files = files_of(&one, &with_secrets());
    // Now most rows come before those that they refer to.
    files.reverse();
    let mut other = Store::in_memory().unwrap();
    let (summary, _) = import(lines(&files), options(), &mut other);
    assert_eq!(summary.unwrap().total().refused, 0);
    assert!(archived(&other) == archived(&one));
}

#[test]
fn stores_are_copied_both_ways() {
    let (one, _) = stored(&plan());
    let mut imported = Store::in_memory().unwrap();
    let (summary, _) = import(StoreRows::new(one.read(), "one.db"), options(), &mut imported);
    assert_eq!(summary.unwrap().total().refused, 0);
    assert!(archived(&imported) == archived(&one));
    let mut copied = Store::in_memory().unwrap();
    copy(&one.read(), &mut copied, &with_secrets(), &mut |told| panic!("{told:?}"), &mut |_, _| Ok(())).unwrap();
    assert!(archived(&copied) == archived(&one));
}

#[test]
fn an_import_that_is_run_again_finds_everything_there() {
    let (one, _) = stored(&plan());
    let bytes = archived(&one);
    let mut other = Store::in_memory().unwrap();
    import(archive(&bytes), options(), &mut other).0.unwrap();
    let total = import(archive(&bytes), options(), &mut other).0.unwrap().total();
    assert_eq!((total.stored, total.replaced, total.refused, total.there), (0, 0, 0, total.read));
}

#[test]
fn documents_keep_every_byte() {
    // The order of members, the text of numbers, escapes, blanks, and the four kinds of nothing.
    let catalog =
        r#"{"z": 1.50, "a": 1e400, "n": 12345678901234567890, "t": "\u00e9\/é", "e": {}, "l": [ ], "x": null}"#;
    let row = |id: u8, catalog: &str| {
        format!(
            "{{\"id\":\"00000000-0000-4000-8000-0000000000{id:02}\",{catalog}\"catalog_hash\":\"0f1e2d3c\",\
             \"created_at\":\"2023-01-30T09:00:00.123456Z\",\"modified_at\":\"2023-01-30T09:00:00Z\"}}\n"
        )
    };
    let texts: String = [catalog, "null", "{}", "[]"]
        .iter()
        .zip(1..)
        .map(|(text, id)| row(id, &format!("\"catalog\":{text},")))
        .collect();
    let files = vec![("actor_catalog.jsonl".to_owned(), texts.clone())];
    let mut store = Store::in_memory().unwrap();
    import(lines(&files), options(), &mut store).0.unwrap();
    assert_eq!(files_of(&store, &ExportOptions::default()), files);
    // SQL NULL is absent, and the column forbids it.
    let absent = vec![("actor_catalog.jsonl".to_owned(), row(9, ""))];
    let (summary, told) = import(lines(&absent), options(), &mut store);
    assert_eq!(summary.unwrap().total().refused, 1);
    assert_eq!((told[0].code, told[0].pointer.as_str()), ("misfit", "/catalog"));
}

#[test]
fn null_and_the_document_null_stay_apart() {
    let job = |id: u8, more: &str| {
        format!(
            "{{\"id\":{id},\"config_type\":\"sync\",\"scope\":null{more},\"status\":\"failed\",\"started_at\":null,\"created_at\":null,\"updated_at\":null}}\n"
        )
    };
    let files = vec![("jobs.jsonl".to_owned(), job(1, "") + &job(2, ",\"config\":null"))];
    let mut store = Store::in_memory().unwrap();
    import(lines(&files), options(), &mut store).0.unwrap();
    assert!(store.read().get::<Job>(1).unwrap().unwrap().config.is_none());
    assert!(store.read().get::<Job>(2).unwrap().unwrap().config.unwrap().is_null());
    assert_eq!(files_of(&store, &ExportOptions::default()), files);
}

#[test]
fn a_workspace_comes_with_all_that_belongs_to_it_and_nothing_else() {
    let (one, _) = stored(&Plan { workspaces: 4, connections: 20, ..Plan::default() });
    let workspaces: Vec<Workspace> = one.read().list(&List::all()).unwrap();
    let (mut connections, mut jobs, mut actors) = (0, 0, 0);
    for workspace in &workspaces {
        let options = ExportOptions { workspace: Some(workspace.id), ..with_secrets() };
        let bytes = archived_with(&one, &options);
        let mut other = Store::in_memory().unwrap();
        let (summary, told) = import(archive(&bytes), super::options(), &mut other);
        assert_eq!(summary.unwrap().total().refused, 0, "{told:#?}");
        let reader = other.read();
        assert_eq!(reader.list::<Workspace>(&List::all()).unwrap(), std::slice::from_ref(workspace));
        for actor in reader.list::<Actor>(&List::all()).unwrap() {
            assert_eq!(actor.workspace_id, workspace.id);
            // Its secrets came along.
            assert_eq!(reader.hydrated_actor(actor.id).unwrap(), one.read().hydrated_actor(actor.id).unwrap());
        }
        connections += reader.count::<Connection>().unwrap();
        actors += reader.count::<Actor>().unwrap();
        jobs += reader.count::<Job>().unwrap();
    }
    let reader = one.read();
    assert_eq!(connections, reader.count::<Connection>().unwrap());
    assert_eq!(actors, reader.count::<Actor>().unwrap());
    assert_eq!(jobs, reader.count::<Job>().unwrap());
    let nobody = ExportOptions { workspace: Some(airbyte_db::uuid::Uuid::nil()), ..with_secrets() };
    let mut sink = airbyte_db::transfer::JsonLinesSink::new(airbyte_db::transfer::Parts::default());
    let error = airbyte_db::transfer::export(&reader, &mut sink, &nobody, &mut |_| {}, &mut |_, _| Ok(())).unwrap_err();
    assert_eq!(error.to_string(), format!("there is no such row of {}", Workspace::TABLE.name));
}
