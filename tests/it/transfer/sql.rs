//! SQL as an export, without a Postgres at hand.

use airbyte_db::table::KeyKind;
use airbyte_db::table::{Cell, Row, Table};
use airbyte_db::tables::{AirbyteConfigsMigration, AirbyteMetadata, Attempt, Job, Secret, State, TABLES, Workspace};
use airbyte_db::transfer::{Sink, Sql};

/// A row of NULLs, but for the fields that are given.
fn row<'cell>(table: &'static Table, given: &[(&str, Cell<'cell>)]) -> Vec<Cell<'cell>> {
    let cell = |name: &str| given.iter().find(|(given, _)| *given == name).map_or(Cell::Null, |(_, cell)| cell.clone());
    table.columns.iter().map(|column| cell(column.name)).collect()
}

fn text_of(write: impl FnOnce(&mut Sql<&mut Vec<u8>>)) -> String {
    let mut text = Vec::new();
    let mut sql = Sql::new(&mut text);
    write(&mut sql);
    sql.finish().unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn nothing_is_a_transaction_without_rows() {
    let text = text_of(|_| ());
    assert!(text.contains("\nBEGIN;\n\nCOMMIT;\n"), "{text}");
}

#[test]
fn tables_are_copied_and_sequences_set() {
    let text = text_of(|sql| {
        sql.begin(Secret::TABLE).unwrap();
        let secret = row(Secret::TABLE, &[("coordinate", "a\tb".into())]);
        assert_eq!(sql.row(Secret::TABLE, &secret).unwrap(), None);
        sql.begin(Attempt::TABLE).unwrap();
        sql.begin(Job::TABLE).unwrap();
        let config = Cell::Json(r#"{"a": "b\nc"}"#.into());
        let job = row(Job::TABLE, &[("id", 7.into()), ("status", "pending".into()), ("config", config)]);
        assert_eq!(sql.row(Job::TABLE, &job).unwrap(), None);
        sql.begin(AirbyteMetadata::TABLE).unwrap();
    });
    let (_, text) = text.split_once("BEGIN;\n").unwrap();
    assert_eq!(
        text,
        "\nCREATE TABLE IF NOT EXISTS secrets (\n  coordinate text NOT NULL,\n  payload text,\n  \
         PRIMARY KEY (coordinate)\n);\n\
         COPY secrets (coordinate, payload) FROM stdin;\na\\tb\t\\N\n\\.\n\
         \nCOPY jobs (id, config_type, scope, config, status, started_at, created_at, updated_at) FROM stdin;\n\
         7\t\\N\t\\N\t{\"a\": \"b\\\\nc\"}\tpending\t\\N\t\\N\t\\N\n\\.\n\
         \nSELECT setval(pg_get_serial_sequence('jobs', 'id'), (SELECT max(id) FROM jobs));\n\
         \nCOMMIT;\n"
    );
}

#[test]
fn what_postgres_cannot_hold_is_left_out_with_a_reason() {
    let state = |json: &'static str| {
        let mut cells = State::read(include_str!("../../fixtures/rows/state.json")).unwrap();
        cells.state = Some(airbyte_db::json::Json::parse(json).unwrap());
        cells
    };
    let mut text = Vec::new();
    let mut sql = Sql::new(&mut text);
    let mut check = |table: &'static Table, cells: &[Cell<'_>], why: &str| {
        assert_eq!(sql.row(table, cells).unwrap().as_deref(), Some(why));
    };
    for (json, why) in [
        (r#"{"a": "\u0000"}"#, "Postgres cannot hold it: state holds the character U+0000, which no jsonb can"),
        (r#"["\ud800"]"#, "Postgres cannot hold it: state holds half a surrogate pair, which no jsonb can"),
        ("1e200000", "Postgres cannot hold it: state holds a number larger or longer than those of jsonb"),
    ] {
        check(State::TABLE, &state(json).cells(), why);
    }
    let key = "x".repeat(256);
    let metadata = row(AirbyteMetadata::TABLE, &[("key", key.as_str().into())]);
    check(AirbyteMetadata::TABLE, &metadata, "Postgres cannot hold it: key is longer than 255 characters");
    let metadata = row(AirbyteMetadata::TABLE, &[("key", "\0".into())]);
    check(AirbyteMetadata::TABLE, &metadata, "Postgres cannot hold it: key holds the character U+0000");
    let job = row(Job::TABLE, &[("id", 1.into()), ("status", "done".into())]);
    check(Job::TABLE, &job, "Postgres cannot hold it: status is none of the literals of job_status");
    let attempt = row(Attempt::TABLE, &[("id", 1.into()), ("attempt_number", (1 << 31).into())]);
    check(Attempt::TABLE, &attempt, "Postgres cannot hold it: attempt_number is a number of more than 32 bits");
    check(Workspace::TABLE, &row(Workspace::TABLE, &[]), "Postgres cannot hold it: id is NULL, which it must not be");
    let history = row(AirbyteConfigsMigration::TABLE, &[]);
    let why = "the history of migrations is the database's own; SQL does not carry it";
    check(AirbyteConfigsMigration::TABLE, &history, why);
    sql.finish().unwrap();
    assert!(!String::from_utf8(text).unwrap().contains("COPY"));
}

#[test]
fn a_table_comes_after_those_that_it_refers_to() {
    for (number, table) in TABLES.iter().enumerate() {
        for key in table.keys {
            if let KeyKind::Foreign { table: other, .. } = key.kind {
                assert!(TABLES[..number].iter().any(|before| before.name == other), "{} before {other}", table.name);
            }
        }
    }
}
