//! Tables that are known by their names: pages, rows by key, references, statements that only read.

use super::support::{deployment, empty, id};
use airbyte_db::store::{AskLimits, PageRequest, SqlCell, Store};
use airbyte_db::table::Table;
use airbyte_db::tables::{self, Workspace};

fn table(name: &str) -> &'static Table {
    tables::table(name).unwrap()
}

fn keys(store: &Store, name: &str, request: &str) -> Vec<String> {
    store.read().page(&PageRequest::read(table(name), request).unwrap()).unwrap().keys
}

/// Workspaces of which some have the same name, and some no email.
fn workspaces(count: u128) -> Store {
    let mut store = empty();
    store
        .write(|writer| {
            (0..count).try_for_each(|number| {
                writer.insert_unjudged(&Workspace {
                    id: id(number),
                    name: format!("Workspace {}", number % 4),
                    slug: format!("workspace-{number}"),
                    email: (number % 3 > 0).then(|| format!("{}@example.com", number % 5)),
                    ..super::support::fixture()
                })
            })
        })
        .unwrap();
    store
}

#[test]
fn pages_have_every_row_once_in_any_order() {
    let store = workspaces(37);
    let orders = [
        "",
        r#""order": [{"column": "name"}],"#,
        r#""order": [{"column": "name", "descending": true}],"#,
        r#""order": [{"column": "email"}, {"column": "name", "descending": true}],"#,
        r#""order": [{"column": "email", "descending": true}, {"column": "slug"}],"#,
    ];
    for order in orders {
        let whole = keys(&store, "workspace", &format!("{{{order} \"limit\": 1000}}"));
        assert_eq!(whole.len(), 37);
        let mut paged = Vec::new();
        let mut after = "null".to_owned();
        loop {
            let request = format!("{{{order} \"limit\": 5, \"columns\": [\"id\"], \"after\": {after}}}");
            let page = store.read().page(&PageRequest::read(table("workspace"), &request).unwrap()).unwrap();
            paged.extend(page.keys);
            let Some(next) = page.next else { break };
            after = format!("{next:?}");
        }
        assert_eq!(paged, whole, "{order}");
        let offset = keys(&store, "workspace", &format!("{{{order} \"limit\": 3, \"offset\": 35}}"));
        assert_eq!(offset, whole[35..], "{order}");
    }
}

#[test]
fn conditions_choose_rows() {
    let store = workspaces(8);
    let count = |condition: &str| keys(&store, "workspace", &format!("{{\"where\": {{{condition}}}}}")).len();
    for (condition, expected) in [
        (r#""name": "Workspace 1""#, 2),
        (r#""name": {"not": "Workspace 1"}"#, 6),
        (r#""email": null"#, 3),
        (r#""email": {"not": null}"#, 5),
        (r#""slug": {"in": ["workspace-1", "workspace-2", "x"]}"#, 2),
        (r#""slug": {"above": "workspace-5"}"#, 2),
        (r#""slug": {"atLeast": "workspace-5", "lessThan": "workspace-7"}"#, 2),
        (r#""slug": {"atMost": "workspace-1"}"#, 2),
        (r#""slug": {"contains": "SPACE-3"}"#, 1),
        (r#""slug": {"startsWith": "workspace-"}"#, 8),
        (r#""slug": {"startsWith": "Workspace-"}"#, 0),
        (r#""tombstone": true"#, 0),
        (r#""created_at": {"lessThan": "9000-01-01T00:00:00Z"}"#, 8),
    ] {
        assert_eq!(count(condition), expected, "{condition}");
    }
}

#[test]
fn a_request_that_makes_no_sense_is_refused() {
    for (request, code) in [
        ("[", "json_syntax"),
        (r#"{"where": {"nmae": "x"}}"#, "unknown_name"),
        (r#"{"where": {"name": {"like": "x"}}}"#, "unknown_name"),
        (r#"{"where": {"name": 1}}"#, "shape"),
        (r#"{"where": {"id": "x"}}"#, "shape"),
        (r#"{"where": {"notifications": []}}"#, "shape"),
        (r#"{"where": {"notifications": {"contains": 1}}}"#, "shape"),
        (r#"{"order": [{"column": "rowid"}]}"#, "unknown_name"),
        (r#"{"columns": ["id; DROP TABLE workspace"]}"#, "unknown_name"),
        (r#"{"limit": -1}"#, "shape"),
        (r#"{"after": "[1, 2]"}"#, "shape"),
        (r#"{"after": "nonsense"}"#, "shape"),
    ] {
        let error = PageRequest::read(table("workspace"), request).unwrap_err();
        assert_eq!(error.code(), code, "{request}: {error}");
    }
}

#[test]
fn rows_are_found_by_what_names_them_and_know_their_neighbours() {
    let store = deployment();
    for name in ["workspace", "actor", "connection", "actor_definition"] {
        for key in keys(&store, name, "{}") {
            let row = store.read().row_of_key(table(name), &key).unwrap().unwrap();
            assert!(row.starts_with(&format!("{{\"id\":\"{key}\"")), "{row}");
        }
    }
    assert_eq!(store.read().row_of_key(table("jobs"), "none").unwrap(), None);
    let actor = keys(&store, "actor", "{}").swap_remove(0);
    let references = store.read().references(table("actor"), &actor).unwrap().unwrap();
    let from: Vec<_> = references.from.iter().map(|link| (link.column, link.table, link.exists)).collect();
    assert_eq!(from, [("workspace_id", "workspace", true), ("actor_definition_id", "actor_definition", true)]);
    let parent = &references.from[0];
    let back = store.read().references(table("workspace"), &parent.key).unwrap().unwrap();
    let actors = back.to.iter().find(|link| (link.table, link.column) == ("actor", "workspace_id")).unwrap();
    assert!(actors.rows > 0 && !actors.more && actors.first.iter().any(|(key, _)| *key == actor));
}

#[test]
fn statements_may_read_and_nothing_else() {
    let mut store = workspaces(5);
    let mut ask = |sql: &str, limits| store.ask(sql, &[], limits).map(|answer| (answer.rows.len(), answer.more));
    let limits = AskLimits::default();
    let answered = [
        "SELECT * FROM workspace",
        "  -- first\n /* then */ with w as (select * from workspace) select * from w",
        "VALUES (1), (2), (3), (4), (5)",
    ];
    for sql in answered {
        assert_eq!(ask(sql, limits).unwrap(), (5, false), "{sql}");
    }
    assert_eq!(ask("SELECT * FROM workspace", AskLimits { rows: 3, ..limits }).unwrap(), (3, true));
    assert_eq!(ask("SELECT name FROM workspace", AskLimits { bytes: 20, ..limits }).unwrap(), (2, true));
    for sql in [
        "DELETE FROM workspace",
        "WITH w AS (SELECT 1) DELETE FROM workspace",
        "PRAGMA user_version = 7",
        "PRAGMA foreign_keys = off",
        "ATTACH ':memory:' AS other",
        "BEGIN",
        "VACUUM",
        "CREATE TEMP TABLE t (a)",
        "SELECT 1; SELECT 2",
        "SELECT 1; DELETE FROM workspace",
        "SELECT ?1",
        "SELECT nothing_like_it FROM workspace",
        "",
    ] {
        let error = ask(sql, limits).unwrap_err();
        assert_eq!(error.code(), "store_sql", "{sql}: {error}");
    }
    let values = SqlCell::read_all("[1, 9223372036854775807, 0.5, \"text\", true, null]").unwrap();
    let answer = store.ask("SELECT ?1, ?2, ?3, ?4, ?5, ?6", &values, limits).unwrap();
    assert!(answer.to_json().ends_with(r#""rows":[[1,9223372036854775807,0.5,"text",1,null]],"more":false}"#));
    assert_eq!(SqlCell::read_all("[[]]").unwrap_err().code(), "store_sql");
}
