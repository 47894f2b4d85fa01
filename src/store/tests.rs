//! How SQLite answers the questions of the store: by indices, never by reading a whole table.

use super::arrangement::FEW;
use super::{AskLimits, List, Order, PageRequest, Reader, Store};
use crate::error::Result;
use crate::hash::HashForm;
use crate::table::{Cell, Row};
use crate::tables::{
    Actor, ActorCatalogFetchEvent, ActorOauthParameter, ActorType, Attempt, Connection, Job, JobConfigType, State,
    StreamStats, SyncStats,
};
use std::cell::RefCell;
use uuid::Uuid;

thread_local! {
    /// The statements that were prepared, where somebody listens.
    static PREPARED: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

pub(super) fn note(sql: &str) {
    PREPARED.with_borrow_mut(|prepared| {
        if let Some(prepared) = prepared {
            prepared.push(sql.to_owned());
        }
    });
}

/// What SQLite says of how it runs each statement that is asked.
fn plans_of(store: &Store, ask: impl FnOnce(Reader<'_>) -> Result<()>) -> Vec<(String, Vec<String>)> {
    PREPARED.set(Some(Vec::new()));
    ask(store.read()).unwrap();
    let statements = PREPARED.take().unwrap_or_default();
    let plan = |sql: &String| -> Vec<String> {
        let mut statement = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        // Without values: how it runs does not hang on them.
        let mut rows = statement.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get(3).unwrap());
        }
        steps
    };
    statements.iter().map(|sql| (sql.clone(), plan(sql))).collect()
}

/// Whether a step reads every row of a table. A deployment has some hundred definitions, and no more.
fn reads_all(step: &str) -> bool {
    step.starts_with("SCAN ") && step != "SCAN actor_definition" && step != "SCAN CONSTANT ROW"
}

#[track_caller]
fn uses_indices(ask: impl FnOnce(Reader<'_>) -> Result<()>) {
    let plans = plans_of(&Store::in_memory().unwrap(), ask);
    assert!(!plans.is_empty(), "nothing was asked");
    for (statement, plan) in plans {
        assert!(!plan.iter().any(|step| reads_all(step)), "{statement}\n{plan:#?}");
    }
}

/// The order comes from an index, too: a page does not sort all that it leaves out.
#[track_caller]
fn sorts_nothing(ask: impl FnOnce(Reader<'_>) -> Result<()>) {
    for (statement, plan) in plans_of(&Store::in_memory().unwrap(), ask) {
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{statement}\n{plan:#?}");
    }
}

fn listed<R: Row>(list: List<'_>) -> impl FnOnce(Reader<'_>) -> Result<()> {
    move |reader| reader.list::<R>(&list).map(|_| ())
}

#[test]
fn keys_are_found_by_indices() {
    uses_indices(|reader| reader.get::<Job>(1).map(|_| ()));
    uses_indices(|reader| reader.get::<Actor>(Uuid::nil()).map(|_| ()));
    uses_indices(|reader| reader.get::<State>((Uuid::nil(), Uuid::nil())).map(|_| ()));
    uses_indices(|reader| reader.get::<crate::tables::StreamReset>((Uuid::nil(), "a", None)).map(|_| ()));
}

#[test]
fn questions_about_jobs_use_indices() {
    uses_indices(|reader| reader.next_job().map(|_| ()));
    sorts_nothing(|reader| reader.next_job().map(|_| ()));
    uses_indices(|reader| reader.attempts_of(1).map(|_| ()));
    uses_indices(|reader| reader.history("a", &[], 10, 0).map(|_| ()));
    uses_indices(|reader| reader.last_sync_job("a").map(|_| ()));
    sorts_nothing(|reader| reader.last_sync_job("a").map(|_| ()));
    uses_indices(|reader| reader.last_replication_job("a").map(|_| ()));
    uses_indices(|reader| reader.first_replication_job("a").map(|_| ()));
    sorts_nothing(|reader| reader.history("a", &[JobConfigType::Sync], 10, 0).map(|_| ()));
}

#[test]
fn questions_about_actors_use_indices() {
    let (id, source) = (Uuid::nil(), ActorType::Source);
    uses_indices(|reader| reader.state_of(id).map(|_| ()));
    uses_indices(|reader| reader.stream_resets_of(id).map(|_| ()));
    uses_indices(|reader| reader.cached_catalog(id, "1", HashForm::Md5.as_str()).map(|_| ()));
    sorts_nothing(|reader| reader.cached_catalog(id, "1", "").map(|_| ()));
    uses_indices(|reader| reader.newest_catalog(id).map(|_| ()));
    uses_indices(|reader| reader.visible_definitions(id, &source).map(|_| ()));
    uses_indices(|reader| reader.workspace_can_use_definition(id, id).map(|_| ()));
    uses_indices(|reader| reader.oauth_parameter_for(id, id, &source).map(|_| ()));
    uses_indices(|reader| reader.operations_of(id).map(|_| ()));
    uses_indices(|reader| reader.live_connections_of(id).map(|_| ()));
}

#[test]
fn lists_by_indexed_columns_use_indices() {
    let id = Uuid::nil();
    uses_indices(listed::<Job>(List::all().equal("scope", "a")));
    uses_indices(listed::<Job>(List::all().equal("status", "running")));
    uses_indices(listed::<Job>(List::all().equal("config_type", "sync")));
    sorts_nothing(listed::<Job>(List::all().order("created_at", Order::Descending).page(50, 0)));
    sorts_nothing(listed::<Job>(List::all().equal("status", "failed").order("created_at", Order::Descending)));
    sorts_nothing(listed::<Job>(List::all().page(50, 0)));
    uses_indices(listed::<Attempt>(List::all().equal("job_id", 1_i64)));
    uses_indices(listed::<SyncStats>(List::all().equal("attempt_id", 1_i64)));
    uses_indices(listed::<StreamStats>(List::all().equal("attempt_id", 1_i64)));
    uses_indices(listed::<Actor>(List::all().equal("workspace_id", id)));
    uses_indices(listed::<Actor>(List::all().equal("actor_definition_id", id)));
    uses_indices(listed::<Connection>(List::all().equal("source_id", id)));
    uses_indices(listed::<Connection>(List::all().one_of("status", ["active", "inactive"].map(Cell::from))));
    uses_indices(listed::<ActorCatalogFetchEvent>(List::all().equal("actor_id", id)));
    uses_indices(listed::<ActorOauthParameter>(List::all().equal("workspace_id", id)));
}

/// A question to a reader.
type Ask<'ask> = &'ask dyn Fn(&Reader<'_>) -> Result<()>;

/// They read covering indices from end to end, and nothing of the tables, whose rows hold documents.
#[test]
fn questions_over_all_jobs_read_covering_indices_and_sort_nothing() {
    use super::Asked;
    use jiff::Timestamp;
    let (now, asked) = (Timestamp::UNIX_EPOCH, Asked::as_of(Timestamp::UNIX_EPOCH));
    let asks: [Ask<'_>; 4] = [
        &|reader| reader.outcomes_by_connection(now).map(|_| ()),
        &|reader| reader.outcomes_by_day(now).map(|_| ()),
        &|reader| reader.moved_by_connection(now).map(|_| ()),
        &|reader| reader.running_jobs(&asked).map(|_| ()),
    ];
    for ask in asks {
        let plans = plans_of(&Store::in_memory().unwrap(), |reader| ask(&reader));
        let of_jobs = |statement: &String| statement.contains("FROM jobs");
        assert!(plans.iter().any(|(statement, _)| of_jobs(statement)));
        for (statement, plan) in plans.iter().filter(|(statement, _)| of_jobs(statement)) {
            let is_covered = |step: &&String| step.contains("USING COVERING INDEX") || step.contains("SUBQUERY");
            assert!(plan.iter().all(|step| is_covered(&step)), "{statement}\n{plan:#?}");
        }
    }
}

/// However many jobs there are: only as many are looked at as it takes to know.
#[test]
fn questions_about_the_newest_jobs_look_at_no_others() {
    use jiff::Timestamp;
    let store = Store::in_memory().unwrap();
    let rows = "PRAGMA foreign_keys = off; \
        INSERT INTO connection (id, namespace_definition, source_id, destination_id, name, catalog, status, manual) \
        VALUES ('5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a11', 'source', '5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a12', \
        '5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a13', 'Orders', '{}', 'active', 1); \
        INSERT INTO jobs (id, config_type, scope, status, created_at) \
        VALUES (1, 'sync', '5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a11', 'failed', '1969-01-01T00:00:00.000000Z');";
    store.connection.execute_batch(rows).unwrap();
    let asks: [Ask<'_>; 2] = [&|reader| reader.last_syncs(Timestamp::UNIX_EPOCH).map(|_| ()), &|reader| {
        reader.failing_streaks(Timestamp::UNIX_EPOCH).map(|_| ())
    }];
    for ask in asks {
        let plans = plans_of(&store, |reader| ask(&reader));
        assert!(plans.iter().any(|(statement, _)| statement.contains("ORDER BY created_at DESC")));
        for (statement, plan) in plans.iter().filter(|(statement, _)| statement.contains("FROM jobs")) {
            let of_jobs: Vec<_> = plan.iter().filter(|step| step.contains(" jobs")).collect();
            let is_entered = |step: &String| step.starts_with("SEARCH jobs USING COVERING INDEX");
            assert!(!of_jobs.is_empty() && of_jobs.into_iter().all(is_entered), "{statement}\n{plan:#?}");
        }
    }
}

/// So many jobs that their columns are put in order: some began together, some never.
fn many_jobs() -> Store {
    let store = Store::in_memory().unwrap();
    let rows = format!(
        "WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n <= {FEW} + 500) \
         INSERT INTO jobs (id, config_type, scope, config, status, created_at, started_at) \
         SELECT n, 'sync', 'scope ' || (n % 7), json_object('number', n), iif(n % 100, 'succeeded', 'failed'), \
         '2023-01-01T00:00:00.000000Z', iif(n % 11, printf('2023-01-01T00:%02d:%02d.000000Z', n * 7 % 60, n % 60), NULL) FROM n"
    );
    store.connection.execute_batch(&rows).unwrap();
    store
}

fn jobs(request: &str) -> PageRequest {
    PageRequest::read(crate::tables::table("jobs").unwrap(), request).unwrap()
}

/// The keys of all pages of a request, and how many pages they are.
fn paged(store: &Store, request: &str) -> (Vec<String>, usize) {
    let (mut keys, mut after, mut pages) = (Vec::new(), "null".to_owned(), 0);
    loop {
        let page =
            store.read().page(&jobs(&format!("{{{request}, \"columns\": [\"id\"], \"after\": {after}}}"))).unwrap();
        keys.extend(page.keys);
        pages += 1;
        let Some(next) = page.next else { return (keys, pages) };
        after = format!("{next:?}");
    }
}

fn arranged(store: &Store, request: &PageRequest) -> u64 {
    let mut steps = 0;
    while store.read().arrange(request).unwrap().is_some() {
        steps += 1;
    }
    steps
}

#[test]
fn a_large_table_has_the_same_pages_once_its_columns_are_arranged() {
    for request in [
        r#""limit": 9000, "order": [{"column": "started_at"}]"#,
        r#""limit": 9000, "order": [{"column": "started_at", "descending": true}]"#,
        r#""limit": 9000, "order": [{"column": "started_at"}], "where": {"status": "failed"}"#,
        r#""limit": 9000, "order": [{"column": "started_at"}], "where": {"status": "succeeded"}"#,
        r#""limit": 500, "where": {"started_at": {"atLeast": "2023-01-01T00:59:00Z"}}"#,
        r#""limit": 500, "where": {"started_at": {"atMost": "2023-01-01T00:00:30Z"}, "updated_at": null}"#,
        r#""limit": 500, "where": {"started_at": null, "status": {"not": "succeeded"}}"#,
        r#""limit": 500, "where": {"started_at": null, "config": {"contains": "99"}}, "order": [{"column": "id", "descending": true}]"#,
        r#""limit": 500, "where": {"started_at": {"in": ["2023-01-01T00:07:01Z", "2023-01-01T00:21:03Z"]}}"#,
    ] {
        let store = many_jobs();
        let plain = paged(&store, request).0;
        assert!(!plain.is_empty() || request.contains("updated_at"), "{request}");
        let read = jobs(&format!("{{{request}}}"));
        assert!(arranged(&store, &read) > 0, "{request}");
        assert_eq!(paged(&store, request).0, plain, "{request}");
        assert_eq!(store.read().count_page(&read, None).unwrap(), plain.len() as u64, "{request}");
        assert_eq!(arranged(&store, &read), 0, "all is done once: {request}");
    }
}

#[test]
fn an_arrangement_is_entered_and_no_job_is_looked_at_that_is_not_shown() {
    let store = many_jobs();
    let request =
        jobs(r#"{"order": [{"column": "started_at"}], "where": {"updated_at": {"above": "2023-01-01T00:00:00Z"}}}"#);
    arranged(&store, &request);
    for (statement, plan) in plans_of(&store, |reader| reader.page(&request).map(|_| ())) {
        let scans: Vec<_> = plan.iter().filter(|step| step.starts_with("SCAN jobs")).collect();
        assert!(scans.is_empty() || statement.contains("SELECT 1 FROM jobs LIMIT"), "{statement}\n{plan:#?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{statement}\n{plan:#?}");
    }
}

#[test]
fn what_was_arranged_is_forgotten_when_rows_change_and_is_never_in_the_file() {
    let mut store = many_jobs();
    let request = jobs(r#"{"order": [{"column": "started_at"}], "limit": 1}"#);
    arranged(&store, &request);
    store
        .connection
        .execute_batch("UPDATE jobs SET started_at = '2022-01-01T00:00:00.000000Z' WHERE started_at IS NULL")
        .unwrap();
    assert_eq!(store.read().page(&request).unwrap().keys, ["11"]);
    assert!(arranged(&store, &request) > 0, "it is made anew");
    assert_eq!(store.read().page(&request).unwrap().keys, ["11"]);
    let sql = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'airbyte_db_jobs_by_%'";
    let answer = store.ask(sql, &[], AskLimits::default()).unwrap();
    assert_eq!(answer.rows[0][0], super::SqlCell::Integer(0));
}

#[test]
fn a_search_ends_its_page_before_it_takes_long_and_the_next_one_goes_on() {
    let store = many_jobs();
    let request = r#""limit": 3, "where": {"config": {"contains": "\"NUMBER\":20222"}}"#;
    let first = store.read().page(&jobs(&format!("{{{request}}}"))).unwrap();
    assert!(first.keys.is_empty() && first.next.is_some() && first.looked.is_some_and(|looked| looked < FEW));
    let (keys, pages) = paged(&store, request);
    assert_eq!(keys, ["20222"]);
    assert!(pages > 1);
    let few = r#"{"limit": 3, "where": {"config": {"contains": "number"}}}"#;
    let page = store.read().page(&jobs(few)).unwrap();
    assert_eq!(page.keys, ["1", "2", "3"]);
    assert_eq!(page.looked, Some(3), "no more is looked at than is shown");
}

#[test]
fn a_statement_stops_when_it_is_told_to_and_the_store_goes_on() {
    use std::sync::atomic::{AtomicBool, Ordering};
    static MUST_STOP: AtomicBool = AtomicBool::new(true);
    let mut store = many_jobs();
    store.stop_when(|| MUST_STOP.load(Ordering::Relaxed)).unwrap();
    let long = "SELECT count(*) FROM jobs AS a, jobs AS b";
    let error = store.ask(long, &[], AskLimits::default()).unwrap_err();
    assert_eq!(error.code(), "store_sql_too_long");
    let request = jobs(r#"{"where": {"config": {"contains": "nothing"}}, "limit": 3}"#);
    assert_eq!(store.read().page(&request).unwrap_err().code(), "store_sql_too_long");
    MUST_STOP.store(false, Ordering::Relaxed);
    assert_eq!(store.read().page(&request).unwrap().keys.len(), 0);
}
