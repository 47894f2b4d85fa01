//! Samples: the same for the same plan, healthy unless faults are asked for.

use airbyte_db::hash::HashValue;
use airbyte_db::json::Document;
use airbyte_db::rules::check_states;
use airbyte_db::sample::{Fault, FaultKind, Plan, Receiver, make};
use airbyte_db::store::{List, Store, Writer};
use airbyte_db::table::Row;
use airbyte_db::tables::{Actor, ActorCatalog, ActorCatalogFetchEvent, Attempt, Job, JobConfigType, JobStatus, State};
use std::collections::HashMap;

/// Stores rows that are judged first.
struct Strict<'store>(&'store Writer<'store>);

impl Receiver for Strict<'_> {
    fn take<R: Row>(&mut self, row: &R) -> airbyte_db::Result<()> {
        let verdict = self.0.judge_row(row)?;
        let findings: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
        assert!(findings.is_empty(), "{}: {findings:#?}\n{}", R::TABLE.name, row.write()?);
        self.0.insert(row)
    }
}

/// Stores rows as they are.
pub(crate) struct Lenient<'store>(pub(crate) &'store Writer<'store>);

impl Receiver for Lenient<'_> {
    fn take<R: Row>(&mut self, row: &R) -> airbyte_db::Result<()> {
        self.0.insert_unjudged(row)
    }
}

/// Keeps the text of every row.
struct Lines(Vec<String>);

impl Receiver for Lines {
    fn take<R: Row>(&mut self, row: &R) -> airbyte_db::Result<()> {
        self.0.push(format!("{} {}", R::TABLE.name, row.write()?));
        Ok(())
    }
}

fn lines(plan: &Plan) -> Vec<String> {
    let mut lines = Lines(Vec::new());
    make(plan, &mut lines).unwrap();
    lines.0
}

fn healthy(plan: &Plan) -> Store {
    let mut store = Store::in_memory().unwrap();
    let faults = store.write(|writer| make(plan, &mut Strict(writer))).unwrap();
    assert_eq!(faults, []);
    store
}

/// A store with a sample of that plan, whatever is wrong in it.
pub(crate) fn stored(plan: &Plan) -> (Store, Vec<Fault>) {
    let mut store = Store::in_memory().unwrap();
    let faults = store.write(|writer| make(plan, &mut Lenient(writer))).unwrap();
    (store, faults)
}

#[test]
fn the_same_plan_gives_the_same_rows_and_another_seed_others() {
    let plan = Plan { jobs: 60, faults: true, ..Plan::default() };
    assert_eq!(lines(&plan), lines(&plan));
    assert_ne!(lines(&plan), lines(&Plan { seed: 2, ..plan }));
}

/// No row has as much as a warning, and the tables agree with each other.
#[test]
fn a_sample_without_faults_is_healthy() {
    let plans = [
        Plan { jobs: 300, ..Plan::default() },
        Plan { workspaces: 1, connections: 1, jobs: 7, seed: 3, ..Plan::default() },
        Plan { workspaces: 7, connections: 40, jobs: 150, seed: 4, retries: 62, ..Plan::default() },
        Plan { workspaces: 2, connections: 3, jobs: 0, seed: 5, ..Plan::default() },
    ];
    for plan in plans {
        let store = healthy(&plan);
        jobs_are_in_order(&store, &plan);
        hashes_belong(&store);
        states_agree(&store);
        assert_eq!(store.read().count::<Job>().unwrap(), plan.jobs);
    }
}

fn jobs_are_in_order(store: &Store, plan: &Plan) {
    let jobs: Vec<Job> = store.read().list(&List::all()).unwrap();
    let mut ends = HashMap::new();
    for job in jobs {
        let attempts = store.read().attempts_of(job.id).unwrap();
        let numbers: Vec<_> = attempts.iter().filter_map(|attempt| attempt.attempt_number).collect();
        assert!(numbers.iter().copied().eq(0..i32::try_from(numbers.len()).unwrap()) && numbers.len() <= 3);
        let (created, updated) = (job.created_at.unwrap(), job.updated_at.unwrap());
        let status = job.status.unwrap();
        assert_eq!(status == JobStatus::Pending, attempts.is_empty(), "job {}", job.id);
        assert!(created <= updated && updated <= plan.until, "job {}", job.id);
        // A connection has one job at a time.
        let end = if status.is_terminal() { updated } else { airbyte_db::jiff::Timestamp::MAX };
        if let Some(before) = ends.insert(job.scope.clone(), end) {
            assert!(before < created, "job {} begins before the one before it has ended", job.id);
        }
        assert!(matches!(job.config_type, Some(JobConfigType::Sync | JobConfigType::ResetConnection)));
    }
}

fn hashes_belong(store: &Store) {
    for catalog in store.read().list::<ActorCatalog>(&List::all()).unwrap() {
        let hash: HashValue = catalog.catalog_hash.parse().unwrap();
        assert!(hash.belongs_to(catalog.catalog.text()).unwrap().is_some());
    }
    for event in store.read().list::<ActorCatalogFetchEvent>(&List::all()).unwrap() {
        let hash: HashValue = event.config_hash.parse().unwrap();
        let actor: Actor = store.read().get(event.actor_id).unwrap().unwrap();
        assert!(hash.belongs_to(actor.configuration.text()).unwrap().is_some());
        store.read().hydrated_actor(event.actor_id).unwrap().expect("its secrets are there");
    }
}

fn states_agree(store: &Store) {
    let states: Vec<State> = store.read().list(&List::all()).unwrap();
    let rows: Vec<String> = states.iter().map(|state| state.write().unwrap()).collect();
    let document = Document::parse(format!("[{}]", rows.join(","))).unwrap();
    let rows: Vec<_> = document.root().items().collect();
    assert_eq!(check_states(&rows).len(), 0);
}

#[test]
fn every_kind_of_fault_is_put_in_and_listed() {
    let (store, faults) = stored(&Plan { jobs: 50, faults: true, ..Plan::default() });
    for kind in FaultKind::ALL {
        assert!(faults.iter().any(|fault| fault.kind == *kind), "{}", kind.as_str());
    }
    // What a rule of a single row finds.
    let of = |kind: FaultKind| faults.iter().find(|fault| fault.kind == kind).unwrap();
    let key = of(FaultKind::InvalidConfiguration).key.parse::<airbyte_db::uuid::Uuid>().unwrap();
    let actor: Actor = store.read().get(key).unwrap().unwrap();
    assert!(!store.read().judge_row(&actor).unwrap().findings.is_empty());
    let attempt: i64 = of(FaultKind::AttemptWithoutJob).key.parse().unwrap();
    let attempt: Attempt = store.read().get(attempt).unwrap().unwrap();
    assert_eq!(store.read().get::<Job>(attempt.job_id.unwrap()).unwrap(), None);
}
