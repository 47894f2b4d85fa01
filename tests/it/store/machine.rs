//! Long random sequences of operations, beside a model that a person can check by reading.

use super::jobs::sync;
use super::support::{deployment, empty, fixture};
use crate::properties::config;
use airbyte_db::blobs::{AirbyteCatalog, StreamDescriptor, TypedState};
use airbyte_db::json::Json;
use airbyte_db::store::{List, Store};
use airbyte_db::tables::{Actor, ActorCatalog, ActorCatalogFetchEvent, Connection, Job};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
enum OnJobs {
    Enqueue { scope: usize },
    Attempt { job: usize },
    FailAttempt { job: usize, attempt: i32 },
    SucceedAttempt { job: usize, attempt: i32 },
    Cancel { job: usize },
    Fail { job: usize },
    Reset { job: usize },
}

fn on_jobs() -> impl Strategy<Value = OnJobs> {
    let (job, attempt) = (0..4_usize, 0..3_i32);
    prop_oneof![
        3 => (0..3_usize).prop_map(|scope| OnJobs::Enqueue { scope }),
        4 => job.clone().prop_map(|job| OnJobs::Attempt { job }),
        3 => (job.clone(), attempt.clone()).prop_map(|(job, attempt)| OnJobs::FailAttempt { job, attempt }),
        1 => (job.clone(), attempt).prop_map(|(job, attempt)| OnJobs::SucceedAttempt { job, attempt }),
        1 => job.clone().prop_map(|job| OnJobs::Cancel { job }),
        1 => job.clone().prop_map(|job| OnJobs::Fail { job }),
        1 => job.prop_map(|job| OnJobs::Reset { job }),
    ]
}

/// What the model knows of a job, in the words of the database.
#[derive(Debug, Clone, PartialEq)]
struct ModelJob {
    scope: usize,
    status: &'static str,
    attempts: Vec<&'static str>,
}

impl ModelJob {
    fn is_finished(&self) -> bool {
        ["failed", "succeeded", "cancelled"].contains(&self.status)
    }

    /// Moves on if it may; a finished one stays, and that is no mistake.
    fn become_status(&mut self, to: &'static str, from: &[&str]) -> bool {
        if self.is_finished() {
            return true;
        }
        let may = from.contains(&self.status);
        if may {
            self.status = to;
        }
        may
    }

    fn end_attempt(&mut self, attempt: i32, to: &'static str) -> bool {
        let Some(before) = self.attempts.get(usize::try_from(attempt).unwrap()).copied() else { return false };
        if before != "running" && before != to {
            return false;
        }
        let may = match to {
            "failed" => self.become_status("incomplete", &["running", "incomplete"]),
            _ => self.become_status("succeeded", &["running"]),
        };
        if may {
            self.attempts[usize::try_from(attempt).unwrap()] = to;
        }
        may
    }
}

/// Does it in the model; gives whether it is allowed.
fn in_model(jobs: &mut Vec<ModelJob>, operation: &OnJobs) -> bool {
    match *operation {
        OnJobs::Enqueue { scope } => {
            if jobs.iter().all(|job| job.scope != scope || job.is_finished()) {
                jobs.push(ModelJob { scope, status: "pending", attempts: Vec::new() });
            }
            true
        }
        OnJobs::Attempt { job } => jobs.get_mut(job).is_some_and(|job| {
            let is_free = ["pending", "incomplete"].contains(&job.status) && !job.attempts.contains(&"running");
            if is_free {
                job.status = "running";
                job.attempts.push("running");
            }
            is_free
        }),
        OnJobs::FailAttempt { job, attempt } => jobs.get_mut(job).is_some_and(|job| job.end_attempt(attempt, "failed")),
        OnJobs::SucceedAttempt { job, attempt } => {
            jobs.get_mut(job).is_some_and(|job| job.end_attempt(attempt, "succeeded"))
        }
        OnJobs::Cancel { job } => {
            jobs.get_mut(job).is_some_and(|job| job.become_status("cancelled", &["pending", "running", "incomplete"]))
        }
        OnJobs::Fail { job } => {
            jobs.get_mut(job).is_some_and(|job| job.become_status("failed", &["pending", "running", "incomplete"]))
        }
        OnJobs::Reset { job } => jobs.get_mut(job).is_some_and(|job| job.become_status("pending", &["incomplete"])),
    }
}

fn scope_of(number: usize) -> String {
    format!("00000000-0000-4000-8000-00000000000{number}")
}

/// Does it in the store. The jobs are numbered from 1 there.
fn in_store(store: &mut Store, operation: &OnJobs) -> bool {
    let id = |job: usize| i64::try_from(job).unwrap() + 1;
    let result = store.write(|writer| match *operation {
        OnJobs::Enqueue { scope } => writer.enqueue_job(&scope_of(scope), &sync()).map(|_| ()),
        OnJobs::Attempt { job } => writer.create_attempt(id(job), "/log").map(|_| ()),
        OnJobs::FailAttempt { job, attempt } => writer.fail_attempt(id(job), attempt),
        OnJobs::SucceedAttempt { job, attempt } => writer.succeed_attempt(id(job), attempt),
        OnJobs::Cancel { job } => writer.cancel_job(id(job)),
        OnJobs::Fail { job } => writer.fail_job(id(job)),
        OnJobs::Reset { job } => writer.reset_job(id(job)),
    });
    result.is_ok()
}

fn jobs_in(store: &Store) -> Vec<(String, String, Vec<String>)> {
    let reader = store.read();
    let jobs: Vec<Job> = reader.list(&List::all()).unwrap();
    let attempts = |job: &Job| -> Vec<String> {
        let attempts = reader.attempts_of(job.id).unwrap().into_iter();
        attempts.map(|attempt| attempt.status.unwrap().to_string()).collect()
    };
    jobs.iter()
        .map(|job| (job.scope.clone().unwrap(), job.status.as_ref().unwrap().to_string(), attempts(job)))
        .collect()
}

fn next_in_model(jobs: &[ModelJob]) -> Option<i64> {
    let is_busy = |scope| jobs.iter().any(|job| job.scope == scope && ["running", "incomplete"].contains(&job.status));
    let next = jobs.iter().position(|job| job.status == "pending" && !is_busy(job.scope));
    next.map(|at| i64::try_from(at).unwrap() + 1)
}

/// A write of a state: the type, the shared state, and streams with their states.
type StateWrite = (&'static str, Option<i64>, Vec<(Stream, Option<i64>)>);
type Stream = (String, Option<String>);

fn stream() -> impl Strategy<Value = Stream> {
    let name = prop_oneof![Just(String::new()), Just("a".to_owned()), Just("b".to_owned())];
    (name, proptest::option::of(prop_oneof![Just(String::new()), Just("x".to_owned())]))
}

fn state_write() -> impl Strategy<Value = StateWrite> {
    let state = || proptest::option::weighted(0.7, 0..9_i64);
    let kind = prop_oneof![1 => Just("LEGACY"), 3 => Just("STREAM"), 3 => Just("GLOBAL")];
    (kind, state(), proptest::collection::vec((stream(), state()), 0..4))
}

fn typed((kind, shared, streams): &StateWrite) -> TypedState {
    let stream = |(stream, state): &(Stream, Option<i64>)| {
        let mut descriptor = json!({"name": stream.0});
        if let Some(namespace) = &stream.1 {
            descriptor["namespace"] = json!(namespace);
        }
        json!({"stream_descriptor": descriptor, "stream_state": state})
    };
    let streams: Vec<Value> = streams.iter().map(stream).collect();
    match *kind {
        "LEGACY" => TypedState::Legacy(Json::parse(&json!(shared).to_string()).unwrap()),
        "STREAM" => {
            let messages: Vec<Value> =
                streams.iter().map(|stream| json!({"type": "STREAM", "stream": stream})).collect();
            match &messages[..] {
                [] => TypedState::Stream(Vec::new()),
                _ => TypedState::of(&Json::parse(&json!(messages).to_string()).unwrap()).unwrap(),
            }
        }
        _ => {
            let message = json!([{"type": "GLOBAL", "global": {"shared_state": shared, "stream_states": streams}}]);
            TypedState::of(&Json::parse(&message.to_string()).unwrap()).unwrap()
        }
    }
}

/// The rows of a connection: by stream, none for the shared row.
#[derive(Debug, Default, PartialEq)]
struct ModelState {
    kind: Option<&'static str>,
    rows: BTreeMap<Option<Stream>, i64>,
}

impl ModelState {
    fn write(&mut self, (kind, shared, streams): &StateWrite) -> bool {
        if let Some(before) = self.kind.filter(|before| before != kind) {
            if before != "LEGACY" {
                return false;
            }
            self.rows.clear();
        }
        let mut put = |at: Option<Stream>, state: Option<i64>| match state {
            Some(state) => drop(self.rows.insert(at, state)),
            None => drop(self.rows.remove(&at)),
        };
        if *kind != "STREAM" {
            put(None, *shared);
        }
        if *kind != "LEGACY" {
            for (stream, state) in streams {
                put(Some(stream.clone()), *state);
            }
        }
        self.kind = (!self.rows.is_empty()).then_some(kind);
        true
    }
}

fn rows_of(state: &TypedState) -> ModelState {
    let number = |json: &Json| json.text().parse::<i64>().unwrap();
    let key = |stream: &StreamDescriptor| Some((stream.name.clone(), stream.namespace.clone()));
    let mut rows = BTreeMap::new();
    let kind = match state {
        TypedState::None => None,
        TypedState::Legacy(state) => {
            rows.insert(None, number(state));
            Some("LEGACY")
        }
        TypedState::Stream(messages) => {
            for stream in messages.iter().map(|message| message.stream.as_ref().unwrap()) {
                rows.insert(key(&stream.stream_descriptor), number(stream.stream_state.as_ref().unwrap()));
            }
            Some("STREAM")
        }
        TypedState::Global(message) => {
            let global = message.global.as_ref().unwrap();
            if let Some(shared) = &global.shared_state {
                rows.insert(None, number(shared));
            }
            for stream in &global.stream_states {
                rows.insert(key(&stream.stream_descriptor), number(stream.stream_state.as_ref().unwrap()));
            }
            Some("GLOBAL")
        }
    };
    ModelState { kind, rows }
}

/// A catalog with one stream, written in one of several ways that mean the same or not.
fn catalog() -> impl Strategy<Value = (String, u8)> {
    (0..4_u8, 0..3_u8).prop_map(|(content, way)| {
        let text = match way {
            0 => format!(r#"{{"streams":[{{"name":"s{content}","json_schema":{{}},"supported_sync_modes":["full_refresh"]}}]}}"#),
            1 => format!(r#"{{"streams":[{{"json_schema":{{}},"name":"s{content}","supported_sync_modes":["full_refresh"]}}]}}"#),
            _ => format!(
                r#"{{"streams":[{{"name":"s{content}","json_schema":{{}},"supported_sync_modes":["full_refresh"],"default_cursor_field":[]}}]}}"#
            ),
        };
        (text, content)
    })
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn jobs_do_as_the_model_does(operations in proptest::collection::vec(on_jobs(), 1..40)) {
        let (mut store, mut jobs) = (empty(), Vec::new());
        for operation in &operations {
            let (allowed, done) = (in_model(&mut jobs, operation), in_store(&mut store, operation));
            prop_assert_eq!(allowed, done, "{:?}", operation);
            let expected: Vec<_> = jobs
                .iter()
                .map(|job| {
                    let attempts = job.attempts.iter().map(|&status| status.to_owned()).collect();
                    (scope_of(job.scope), job.status.to_owned(), attempts)
                })
                .collect();
            prop_assert_eq!(jobs_in(&store), expected, "{:?}", operation);
            prop_assert_eq!(store.read().next_job().unwrap().map(|job| job.id), next_in_model(&jobs));
        }
    }

    #[test]
    fn states_do_as_the_model_does(writes in proptest::collection::vec(state_write(), 1..20)) {
        let (mut store, mut model) = (deployment(), ModelState::default());
        let connection = fixture::<Connection>().id;
        for write in &writes {
            let allowed = model.write(write);
            let done = store.write(|writer| writer.write_state(connection, &typed(write))).is_ok();
            prop_assert_eq!(allowed, done, "{:?}", write);
            let found = rows_of(&store.read().state_of(connection).unwrap());
            prop_assert_eq!(&found, &model, "{:?}", write);
        }
    }

    #[test]
    fn catalogs_do_as_the_model_does(fetches in proptest::collection::vec((catalog(), 0..2_u8), 1..20)) {
        let mut store = deployment();
        let actor = fixture::<Actor>().id;
        let before = store.read().count::<ActorCatalog>().unwrap();
        let (mut ids, mut cached) = (BTreeMap::new(), BTreeMap::new());
        for ((text, content), version) in &fetches {
            let catalog: Json<AirbyteCatalog> = Json::parse(text).unwrap();
            let version = version.to_string();
            let hash = "4d6cdf2743e326e6233749adcc15d0d2";
            let id = store.write(|writer| writer.note_catalog_fetch(actor, &version, hash, &catalog)).unwrap();
            prop_assert_eq!(*ids.entry(*content).or_insert(id), id);
            cached.insert(version, id);
            for (version, id) in &cached {
                let found = store.read().cached_catalog(actor, version, hash).unwrap();
                prop_assert_eq!(found.map(|catalog| catalog.id), Some(*id));
            }
        }
        let distinct: BTreeSet<_> = ids.values().collect();
        prop_assert_eq!(distinct.len(), ids.len());
        prop_assert_eq!(store.read().count::<ActorCatalog>().unwrap(), before + ids.len() as u64);
        prop_assert_eq!(store.read().count::<ActorCatalogFetchEvent>().unwrap(), fetches.len() as u64);
    }
}
