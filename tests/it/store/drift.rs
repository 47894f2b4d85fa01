//! The tables that the migrations make are those that the rows are defined by.

use airbyte_db::store::Store;
use airbyte_db::table::{ColumnDefault, KeyKind, SqlType, Table};
use airbyte_db::tables::TABLES;
use rusqlite::Connection;

/// What is there beyond the platform's own tables is named so.
const OURS: &str = "airbyte_db_";

fn strings(connection: &Connection, sql: &str, columns: usize) -> Vec<Vec<String>> {
    let mut statement = connection.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let text = |at| {
            row.get::<_, rusqlite::types::Value>(at).map(|value| match value {
                rusqlite::types::Value::Null => "NULL".to_owned(),
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => panic!("{other:?}"),
            })
        };
        found.push((0..columns).map(|at| text(at).unwrap()).collect());
    }
    found
}

fn type_in_sqlite(sql_type: SqlType) -> &'static str {
    match sql_type {
        SqlType::Boolean | SqlType::Integer | SqlType::Bigint => "INTEGER",
        _ => "TEXT",
    }
}

fn default_in_sqlite(default: Option<ColumnDefault>) -> String {
    match default {
        None | Some(ColumnDefault::Identity) => "NULL".to_owned(),
        Some(ColumnDefault::False) => "0".to_owned(),
        Some(ColumnDefault::True) => "1".to_owned(),
        Some(ColumnDefault::Text(text)) => format!("'{text}'"),
        Some(ColumnDefault::Now) => "now".to_owned(),
    }
}

/// Name, type, NOT NULL, default of the columns.
fn columns_in_sqlite(connection: &Connection, table: &Table) -> Vec<Vec<String>> {
    let sql = format!("SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info('{}')", table.name);
    let mut columns = strings(connection, &sql, 4);
    for column in &mut columns {
        if column[3].starts_with("strftime") {
            "now".clone_into(&mut column[3]);
        }
    }
    columns
}

fn columns_of(table: &Table) -> Vec<Vec<String>> {
    let column = |column: &airbyte_db::table::Column| {
        // SQLite says of a row's own number that it may be NULL; it never is.
        let not_null = !column.nullable && column.default != Some(ColumnDefault::Identity);
        vec![
            column.name.to_owned(),
            type_in_sqlite(column.sql_type).to_owned(),
            u8::from(not_null).to_string(),
            default_in_sqlite(column.default),
        ]
    };
    table.columns.iter().map(column).collect()
}

/// Kind, name where it has one, columns.
fn keys_of(table: &Table) -> Vec<String> {
    let mut keys: Vec<String> = table
        .keys
        .iter()
        .map(|key| {
            let columns = key.columns.join(", ");
            match key.kind {
                KeyKind::Primary => format!("primary ({columns})"),
                KeyKind::Unique => format!("unique {} ({columns})", key.name),
                KeyKind::Index => format!("index {} ({columns})", key.name),
                KeyKind::Foreign { table, column } => format!("foreign ({columns}) to {table} ({column}) CASCADE"),
            }
        })
        .collect();
    keys.sort();
    keys
}

fn keys_in_sqlite(connection: &Connection, table: &Table) -> Vec<String> {
    let name = table.name;
    let primary = format!("SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk");
    let primary: Vec<String> = strings(connection, &primary, 1).into_iter().flatten().collect();
    let mut keys = Vec::new();
    if !primary.is_empty() {
        keys.push(format!("primary ({})", primary.join(", ")));
    }
    for index in strings(connection, &format!("SELECT name, \"unique\", origin FROM pragma_index_list('{name}')"), 3) {
        if index[2] == "pk" || index[0].starts_with(OURS) {
            continue;
        }
        let columns = format!("SELECT name FROM pragma_index_info('{}') ORDER BY seqno", index[0]);
        let columns: Vec<String> = strings(connection, &columns, 1).into_iter().flatten().collect();
        let kind = if index[1] == "1" { "unique" } else { "index" };
        keys.push(format!("{kind} {} ({})", index[0], columns.join(", ")));
    }
    let foreign = format!("SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list('{name}')");
    for key in strings(connection, &foreign, 4) {
        keys.push(format!("foreign ({}) to {} ({}) {}", key[0], key[1], key[2], key[3]));
    }
    keys.sort();
    keys
}

#[test]
fn the_migrations_make_the_tables_that_the_rows_are_defined_by() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    drop(Store::open(&path).unwrap());
    let connection = Connection::open(&path).unwrap();
    for table in TABLES {
        assert_eq!(columns_in_sqlite(&connection, table), columns_of(table), "columns of {}", table.name);
        assert_eq!(keys_in_sqlite(&connection, table), keys_of(table), "keys of {}", table.name);
        let strict = format!("SELECT strict FROM pragma_table_list('{}')", table.name);
        assert_eq!(strings(&connection, &strict, 1), [["1"]], "{} is not strict", table.name);
    }
    let others = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut known: Vec<Vec<String>> = TABLES.iter().map(|table| vec![table.name.to_owned()]).collect();
    known.sort();
    assert_eq!(strings(&connection, others, 1), known);
}
