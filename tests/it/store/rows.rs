//! Every table alike: rows in, out, changed, listed, refused.

use super::support::{deployment, empty, fixture, id};
use airbyte_db::json::Json;
use airbyte_db::store::{List, Order, Store};
use airbyte_db::table::{Cell, ColumnValue, Row};
use airbyte_db::tables::{
    Actor, ActorCatalog, ActorCatalogFetchEvent, ActorDefinition, ActorDefinitionWorkspaceGrant, ActorOauthParameter,
    AirbyteConfigs, AirbyteConfigsMigration, AirbyteJobsMigration, AirbyteMetadata, Attempt, Connection,
    ConnectionOperation, Job, JobStatus, NormalizationSummaries, Operation, Secret, State, StreamReset, StreamStats,
    SyncStats, Workspace, WorkspaceServiceAccount,
};

/// Writes the row of the fixtures if it is not there, reads it, writes it again, deletes it.
fn lives<R: Row + PartialEq + std::fmt::Debug>(store: &mut Store) {
    let row: R = fixture();
    let columns = match R::TABLE.name {
        "actor_definition_workspace_grant" => &["workspace_id", "actor_definition_id"][..],
        "stream_reset" => &["connection_id", "stream_name", "stream_namespace"],
        _ => R::TABLE.primary_key(),
    };
    let cells = row.cells();
    let key = || -> Vec<Cell<'_>> {
        let place = |name: &&str| R::TABLE.columns.iter().position(|column| column.name == *name).unwrap();
        columns.iter().map(|name| cells[place(name)].clone()).collect()
    };
    let was_there = store.read().get::<R>(key()).unwrap().is_some();
    let before = store.read().count::<R>().unwrap();
    if !was_there {
        store.write(|writer| writer.insert(&row)).unwrap();
        assert_eq!(store.read().count::<R>().unwrap(), before + 1);
    }
    assert_eq!(store.read().get::<R>(key()).unwrap().as_ref(), Some(&row), "{}", R::TABLE.name);
    assert!(store.read().judge_row(&row).unwrap().valid, "{}", R::TABLE.name);
    let twice = store.write(|writer| writer.insert(&row)).unwrap_err();
    assert_eq!(twice.code(), "store_constraint", "{}: {twice}", R::TABLE.name);
    store.write(|writer| writer.update(&row)).unwrap();
    let all = store.read().list::<R>(&List::all()).unwrap();
    assert!(all.contains(&row));
    assert!(store.write(|writer| writer.delete::<R>(key())).unwrap());
    assert!(!store.write(|writer| writer.delete::<R>(key())).unwrap());
    assert_eq!(store.write(|writer| writer.update(&row)).unwrap_err().code(), "store_missing");
}

#[test]
fn rows_of_every_table_live() {
    fn alone<R: Row + PartialEq + std::fmt::Debug>() {
        lives::<R>(&mut deployment());
    }
    alone::<Workspace>();
    alone::<ActorDefinition>();
    alone::<ActorDefinitionWorkspaceGrant>();
    alone::<Actor>();
    alone::<ActorCatalog>();
    alone::<ActorCatalogFetchEvent>();
    alone::<Connection>();
    alone::<State>();
    alone::<StreamReset>();
    alone::<Operation>();
    alone::<ConnectionOperation>();
    alone::<WorkspaceServiceAccount>();
    alone::<ActorOauthParameter>();
    alone::<Secret>();
    alone::<AirbyteConfigsMigration>();
    alone::<AirbyteConfigs>();
    alone::<Job>();
    alone::<Attempt>();
    alone::<AirbyteMetadata>();
    alone::<AirbyteJobsMigration>();
    alone::<SyncStats>();
    alone::<StreamStats>();
    alone::<NormalizationSummaries>();
}

#[test]
fn documents_keep_their_text() {
    let mut store = deployment();
    for text in ["null", "{}", "[]", r#"{"b":1.50,"a":1e400,"\u00e9":12345678901234567890,"b":"\u0000"}"#] {
        let mut actor: Actor = fixture();
        actor.configuration = Json::parse(text).unwrap();
        store.write(|writer| writer.update_unjudged(&actor)).unwrap();
        assert_eq!(store.read().get::<Actor>(actor.id).unwrap().unwrap().configuration.text(), text);
    }
    let mut connection: Connection = fixture();
    for schedule in [None, Some(Json::null())] {
        connection.schedule = schedule;
        store.write(|writer| writer.update_unjudged(&connection)).unwrap();
        assert_eq!(store.read().get::<Connection>(connection.id).unwrap().unwrap(), connection);
    }
}

#[test]
fn what_the_rules_call_an_error_is_refused_and_can_be_taken_over() {
    let mut store = deployment();
    let mut connection: Connection = fixture();
    connection.id = id(1);
    connection.manual = true;
    let error = store.write(|writer| writer.insert(&connection)).unwrap_err();
    assert_eq!(error.code(), "refused");
    assert!(error.to_string().contains("(/manual)"), "{error}");
    assert!(store.read().get::<Connection>(connection.id).unwrap().is_none());
    let verdict = store.write(|writer| writer.take_over(&connection)).unwrap();
    assert!(!verdict.valid);
    assert_eq!(store.read().get::<Connection>(connection.id).unwrap(), Some(connection));
}

#[test]
fn literals_of_later_versions_are_kept() {
    let mut store = deployment();
    let mut job: Job = fixture();
    job.id = 8;
    job.status = Some(JobStatus::from("queued"));
    let verdict = store.write(|writer| writer.take_over(&job)).unwrap();
    assert!(verdict.findings.iter().any(|finding| finding.pointer == "/status"), "{:?}", verdict.findings);
    assert_eq!(store.read().get::<Job>(8).unwrap(), Some(job));
}

#[test]
fn what_fails_leaves_nothing() {
    let mut store = deployment();
    let mut workspace: Workspace = fixture();
    workspace.id = id(1);
    let mut actor: Actor = fixture();
    (actor.id, actor.workspace_id) = (id(2), id(3));
    let error = store.write(|writer| {
        writer.insert(&workspace)?;
        writer.insert_unjudged(&actor)
    });
    let told = "actor.workspace_id refers to a row of workspace that is not there; write that one first";
    assert_eq!(error.unwrap_err().to_string(), told);
    assert!(store.read().get::<Workspace>(workspace.id).unwrap().is_none());
}

#[test]
fn deleting_cascades() {
    let mut store = deployment();
    let workspace: Workspace = fixture();
    store.write(|writer| writer.delete::<Workspace>(workspace.id)).unwrap();
    assert_eq!(store.read().count::<Actor>().unwrap(), 0);
    assert_eq!(store.read().count::<Connection>().unwrap(), 0);
    // No foreign key leads there.
    assert_eq!(store.read().count::<Job>().unwrap(), 1);
}

#[test]
fn rows_without_a_namespace_are_unique_too() {
    let mut store = deployment();
    let mut state: State = fixture();
    state.namespace = None;
    store.write(|writer| writer.insert(&state)).unwrap();
    state.id = id(1);
    assert_eq!(store.write(|writer| writer.insert(&state)).unwrap_err().code(), "store_constraint");
    state.namespace = Some(String::new());
    store.write(|writer| writer.insert(&state)).unwrap();
}

#[test]
fn lists_have_conditions_order_and_pages() {
    let mut store = empty();
    let job = |number: i64| {
        let mut job: Job = fixture();
        job.id = number;
        job.scope = Some(["a", "b", "c"][usize::try_from(number % 3).unwrap()].to_owned());
        job.started_at = (number % 2 == 0).then(super::support::start);
        job
    };
    let jobs: Vec<Job> = (1..=30).map(job).collect();
    assert_eq!(store.write(|writer| writer.insert_all_unjudged(&jobs)).unwrap(), 30);
    let ids =
        |list: &List<'_>| -> Vec<i64> { store.read().list::<Job>(list).unwrap().iter().map(|job| job.id).collect() };
    assert_eq!(ids(&List::all()), (1..=30).collect::<Vec<_>>());
    assert_eq!(ids(&List::all().equal("scope", "a").less_than("id", 10_i64)), [3, 6, 9]);
    assert_eq!(ids(&List::all().order("scope", Order::Descending).page(3, 9)), [2, 28, 25]);
    assert_eq!(ids(&List::all().equal("started_at", Cell::Null).at_least("id", 26_i64)), [27, 29]);
    assert_eq!(ids(&List::all().not_equal("started_at", Cell::Null).page(2, 0)), [2, 4]);
    let two = ["a", "b"].map(Cell::from);
    assert_eq!(ids(&List::all().one_of("scope", two).one_of("id", [5_i64, 6, 7].map(Cell::from))), [6, 7]);
    assert_eq!(ids(&List::all().one_of("scope", [])), [0_i64; 0]);
    let first = fixture::<Job>().created_at.unwrap();
    assert_eq!(ids(&List::all().equal("created_at", first)).len(), 30);
    let mut seen = Vec::new();
    for page in 0..7 {
        seen.extend(ids(&List::all().order("scope", Order::Ascending).page(5, page * 5)));
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=30).collect::<Vec<_>>());
    let error = store.read().list::<Job>(&List::all().order("id; DROP TABLE jobs", Order::Ascending)).unwrap_err();
    assert_eq!(error.code(), "unknown_name");
}

#[test]
fn keys_of_too_few_parts_are_refused() {
    let error = empty().read().get::<State>(id(1)).unwrap_err();
    assert_eq!(error.to_string(), "a row of state is found by id, connection_id: 2 values");
}

#[test]
fn times_keep_microseconds_and_ids_are_random() {
    let mut store = Store::in_memory().unwrap();
    let mut job: Job = fixture();
    job.created_at = Some("2023-01-30T09:00:00.123456789Z".parse().unwrap());
    store.write(|writer| writer.insert_unjudged(&job)).unwrap();
    let read = store.read().get::<Job>(job.id).unwrap().unwrap();
    assert_eq!(read.created_at.cell(), Cell::Timestamp("2023-01-30T09:00:00.123456Z".parse().unwrap()));
    let (one, other) = (store.read().new_id().unwrap(), store.read().new_id().unwrap());
    assert_ne!(one, other);
    assert_eq!(one.get_version_num(), 4);
    assert!(store.read().now().unwrap() > read.created_at.unwrap());
}
