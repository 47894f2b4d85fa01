//! Rows that cannot be stored, and odd ones: each told once, and the numbers add up.

use super::{import, lines, options};
use airbyte_db::store::Store;
use airbyte_db::tables::{AirbyteMetadata, StreamReset};
use airbyte_db::transfer::{JsonLines, Options, REFUSED, Selection, Summary, Told};
use proptest::prelude::*;

const RESET: &str = r#"{"id":"00000000-0000-4000-8000-000000000001","connection_id":"00000000-0000-4000-8000-000000000002","stream_namespace":null,"stream_name":"orders","created_at":"2023-01-30T09:00:00Z","updated_at":"2023-01-30T09:00:00Z"}"#;

fn imported(files: &[(&str, &str)], options: Options) -> (Store, Summary, Vec<Told>) {
    let mut store = Store::in_memory().unwrap();
    let (summary, told) = import(JsonLines::of_texts(files.iter().copied()), options, &mut store);
    (store, summary.unwrap(), told)
}

/// Every row of the source is in one of the numbers.
fn add_up(summary: &Summary) {
    for (table, counts) in summary.tables() {
        let accounted = counts.stored + counts.there + counts.replaced + counts.refused;
        assert_eq!(counts.read, accounted, "{}: {counts:?}", table.name);
    }
}

#[test]
fn each_kind_of_row_that_cannot_be_stored_is_told_with_its_place_key_and_reason() {
    let metadata = "{\"key\":\"a\",\"value\":\"1\"}\n\nnonsense\n[1]\n{\"value\":\"1\"}\n{\"key\":\"a\",\"value\":\"2\"}\n\
                    {\"key\":\"b\",\"value\":7}\n{\"key\":\"a\",\"value\":\"1\"}";
    let other = RESET.replace("8000-000000000001", "8000-000000000003");
    let resets = format!("{RESET}\n{other}\n");
    let state = RESET.replace("stream_namespace", "namespace").replace("orders\"", "orders\",\"type\":\"Ärger!\"");
    let orphan = state.replace("Ärger!", "STREAM");
    let (store, summary, told) = imported(
        &[
            ("airbyte_metadata.jsonl", metadata),
            ("stream_reset.jsonl", &resets),
            ("state.jsonl", &format!("{state}\n{orphan}")),
        ],
        options(),
    );
    let short: Vec<String> = told
        .iter()
        .map(|told| {
            let line = told.line.map_or_else(String::new, |line| format!(":{line}"));
            let key = told.key.as_deref().unwrap_or("-");
            format!("{}{line} {key} {} {} {}", told.table, told.code, told.pointer, told.message)
        })
        .collect();
    let id = "00000000-0000-4000-8000-00000000000";
    let expected = [
        "airbyte_metadata:3 - unreadable  The row cannot be read: expected a JSON value; text needs double quotes \
         around it."
            .to_owned(),
        "airbyte_metadata:4 - unreadable  The row cannot be read: a row is an object; this is something else.".into(),
        "airbyte_metadata:5 - misfit /key key cannot be read: the row does not have this column, and it has no default."
            .into(),
        "airbyte_metadata:6 a conflict  A row of this key is in the store and says something else; that one stays. \
         Replace it, or import into a new store."
            .into(),
        "airbyte_metadata:7 b misfit /value value cannot be read: a value of type varchar(255) does not stand there as \
         a number."
            .into(),
        format!(
            "stream_reset:2 {id}3 conflict  A row of this key is in the store and says something else; that one stays. \
             Replace it, or import into a new store."
        ),
        format!("state:1 {id}1 not_allowed  type does not hold such a value."),
        format!("state:2 {id}1 unexpected_null /state state is SQL NULL, which the platform cannot read."),
        format!("state {id}1 dangling /connection_id connection_id refers to a row of connection that is not there."),
    ];
    assert_eq!(short, expected);
    assert!(told.iter().all(|told| REFUSED.contains(&told.code) != told.stored));
    add_up(&summary);
    let total = summary.total();
    assert_eq!((total.read, total.stored, total.there, total.refused), (11, 2, 1, 8));
    let reader = store.read();
    assert_eq!(reader.count::<AirbyteMetadata>().unwrap() + reader.count::<StreamReset>().unwrap(), 2);
}

#[test]
fn what_no_table_or_column_of_ours_holds_is_counted_and_named() {
    let (_, summary, told) = imported(
        &[
            (
                "airbyte_metadata.jsonl",
                "{\"key\":\"a\",\"value\":\"1\",\"color\":1}\n{\"key\":\"b\",\"value\":null,\"color\":2}",
            ),
            ("user_invitation.jsonl", "{\"id\":1}\n{\"id\":2}\n"),
            ("airbyte_jobs_migrations.jsonl", "{\"installed_rank\":1}\n"),
            ("notes.txt", "these are no rows"),
        ],
        options(),
    );
    assert_eq!(summary.unknown_tables.iter().collect::<Vec<_>>(), [(&"user_invitation".to_owned(), &2)]);
    assert_eq!(summary.left_out.iter().collect::<Vec<_>>(), [(&"airbyte_jobs_migrations", &1)]);
    let (_, counts) = summary.tables().next().unwrap();
    assert_eq!((counts.unknown_columns["color"], counts.stored), (2, 2));
    assert_eq!((summary.read(), told.len()), (5, 0));
}

#[test]
fn odd_rows_are_stored_and_told() {
    let row = RESET.replace("stream_namespace", "namespace").replace("orders\"", "orders\",\"type\":\"FUTURE\"");
    let actor = include_str!("../../fixtures/rows/workspace.json").replace('\n', " ");
    let long = actor.replace("\"slug\": \"", &format!("\"slug\": \"{}", "x".repeat(300)));
    assert_ne!(long, actor);
    let (_, summary, told) = imported(&[("workspace.jsonl", &long)], options());
    assert_eq!((summary.total().stored, summary.total().odd), (1, 1));
    assert_eq!((told[0].stored, told[0].code, told[0].pointer.as_str()), (true, "maxLength", "/slug"));
    // Nobody looks where nobody is asked to.
    let unjudged = Options { judge: false, ..options() };
    assert!(imported(&[("workspace.jsonl", &long)], unjudged).2.is_empty());
    // A literal that only later versions have is kept.
    let (_, summary, _) = imported(&[("state.jsonl", &row)], options());
    assert_eq!(summary.total().refused, 1, "its connection is missing");
}

#[test]
fn tables_are_chosen() {
    let files = [("airbyte_metadata.jsonl", "{\"key\":\"a\",\"value\":\"1\"}"), ("stream_reset.jsonl", RESET)];
    let only = Options { tables: Selection::one("stream_reset"), ..options() };
    assert_eq!(imported(&files, only).1.tables().map(|(table, _)| table.name).collect::<Vec<_>>(), ["stream_reset"]);
    let except = Selection { only: Vec::new(), except: vec!["stream_reset".to_owned()] };
    let summary = imported(&files, Options { tables: except, ..options() }).1;
    assert_eq!(summary.tables().map(|(table, _)| table.name).collect::<Vec<_>>(), ["airbyte_metadata"]);
}

#[test]
fn a_row_takes_the_place_of_another_where_it_is_allowed_to() {
    let text = "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":\"a\",\"value\":\"2\"}";
    let replace = Options { replace: true, ..options() };
    let (store, summary, told) = imported(&[("airbyte_metadata.jsonl", text)], replace);
    assert_eq!((summary.total().stored, summary.total().replaced, told.len()), (1, 1, 0));
    assert_eq!(store.read().get::<AirbyteMetadata>("a").unwrap().unwrap().value.as_deref(), Some("2"));
}

#[test]
fn a_dry_run_tells_the_same_and_stores_nothing() {
    let text = "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":17}";
    let (wet, summary, told) = imported(&[("airbyte_metadata.jsonl", text)], options());
    let (dry, tried, tried_told) =
        imported(&[("airbyte_metadata.jsonl", text)], Options { dry_run: true, ..options() });
    assert_eq!((summary, told), (tried, tried_told));
    assert_eq!(wet.read().count::<AirbyteMetadata>().unwrap(), 1);
    assert_eq!(dry.read().count::<AirbyteMetadata>().unwrap(), 0);
}

#[test]
fn the_catalogs_names_of_columns_are_taken_too() {
    let event = r#"{"id":"00000000-0000-4000-8000-000000000001","catalog_id":"00000000-0000-4000-8000-000000000002","actor_id":"00000000-0000-4000-8000-000000000003","config_hash":"x","actor_version":"1","created_at":"2023-01-30 09:00:00.5+05:30","modified_at":"2023-01-30T09:00:00Z"}"#;
    let (_, summary, told) = imported(&[("actor_catalog_fetch_event.jsonl", event)], options());
    // It was read; what it refers to is missing.
    assert_eq!((summary.total().read, told.last().unwrap().code), (1, "dangling"));
}

/// Lines as a broken file may have them.
fn line() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("\"a\"".to_owned()),
        Just("\"2023-01-30T09:00:00Z\"".to_owned()),
        Just("\"00000000-0000-4000-8000-000000000001\"".to_owned()),
        Just("{\"a\": 1}".to_owned()),
        Just("[".to_owned()),
        "-?[0-9]{1,25}",
        Just("true".to_owned()),
    ];
    let name =
        prop::sample::select(vec!["id", "connection_id", "key", "value", "stream_name", "created_at", "job_id", "x"]);
    let members = prop::collection::vec((name, value), 0..8)
        .prop_map(|members| members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect::<Vec<_>>())
        .prop_map(|members| format!("{{{}}}", members.join(",")));
    prop_oneof![8 => members, 1 => "[ -~]{0,20}"]
}

proptest! {
    #[test]
    fn whatever_the_lines_are_the_numbers_add_up(
        metadata in prop::collection::vec(line(), 0..12),
        resets in prop::collection::vec(line(), 0..12),
        attempts in prop::collection::vec(line(), 0..12),
    ) {
        let files: Vec<(String, String)> = [("airbyte_metadata", metadata), ("stream_reset", resets), ("attempts", attempts)]
            .into_iter()
            .map(|(table, lines)| (format!("{table}.jsonl"), lines.join("\n")))
            .collect();
        let mut store = Store::in_memory().unwrap();
        let (summary, told) = import(lines(&files), options(), &mut store);
        let summary = summary.unwrap();
        add_up(&summary);
        let filled = files.iter().flat_map(|(_, text)| text.lines()).filter(|line| !line.trim_ascii().is_empty()).count();
        prop_assert_eq!(summary.read(), filled as u64);
        prop_assert_eq!(summary.total().refused, told.iter().filter(|told| !told.stored).count() as u64);
        let rows: u64 = store.read().count::<AirbyteMetadata>().unwrap()
            + store.read().count::<StreamReset>().unwrap()
            + store.read().count::<airbyte_db::tables::Attempt>().unwrap();
        prop_assert_eq!(summary.total().stored, rows);
    }
}
