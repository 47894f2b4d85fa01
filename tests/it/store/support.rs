//! A small deployment, with a clock and ids that are the same in every run.

use airbyte_db::jiff::{SignedDuration, Timestamp};
use airbyte_db::store::{Store, Surroundings};
use airbyte_db::table::Row;
use airbyte_db::tables::{
    Actor, ActorCatalog, ActorDefinition, ActorType, Attempt, Connection, Job, Operation, Workspace,
    WorkspaceServiceAccount,
};
use airbyte_db::uuid::Uuid;
use std::cell::Cell;

/// A clock that goes on by a second whenever it is asked, and ids that are counted.
pub(crate) struct Counted {
    asked: Cell<i64>,
    given: Cell<u128>,
}

impl Counted {
    pub(crate) fn new() -> Counted {
        Counted { asked: Cell::new(0), given: Cell::new(0) }
    }
}

impl Surroundings for Counted {
    fn now(&self) -> Timestamp {
        self.asked.set(self.asked.get() + 1);
        start() + SignedDuration::from_secs(self.asked.get())
    }

    fn new_id(&self) -> Uuid {
        self.given.set(self.given.get() + 1);
        Uuid::from_u128(0x0000_4000_8000_0000_0000_0000_0000 | self.given.get())
    }
}

/// The moment before everything that a counted clock tells.
pub(crate) fn start() -> Timestamp {
    "2023-02-01T00:00:00Z".parse().unwrap()
}

/// A row of the fixtures.
pub(crate) fn fixture<R: Row>() -> R {
    R::read(fixture_text(R::TABLE.name)).unwrap()
}

/// An empty store with a counted clock and ids.
pub(crate) fn empty() -> Store {
    Store::in_memory().unwrap().with_surroundings(Counted::new())
}

/// The destination's definition of the small deployment.
pub(crate) fn destination_definition() -> ActorDefinition {
    ActorDefinition {
        id: id(21),
        name: "Lake".to_owned(),
        docker_repository: "example/destination-lake".to_owned(),
        actor_type: ActorType::Destination,
        source_type: None,
        suggested_streams: None,
        ..fixture()
    }
}

/// An id of a test's own.
pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0xaaaa_0000_4000_8000_0000_0000_0000_0000 | number)
}

/// A workspace with a source, a destination, a connection between them, an operation and a finished job.
pub(crate) fn deployment() -> Store {
    let mut store = empty();
    fill(&mut store);
    store
}

/// Fills an empty store with that deployment.
pub(crate) fn fill(store: &mut Store) {
    store
        .write(|writer| {
            writer.insert(&fixture::<Workspace>())?;
            writer.insert(&fixture::<ActorDefinition>())?;
            writer.insert(&destination_definition())?;
            let source: Actor = fixture();
            let connection: Connection = fixture();
            let destination = Actor {
                id: connection.destination_id,
                actor_definition_id: destination_definition().id,
                actor_type: ActorType::Destination,
                name: "Lake".to_owned(),
                ..source.clone()
            };
            writer.insert(&source)?;
            writer.insert(&destination)?;
            writer.insert(&fixture::<ActorCatalog>())?;
            writer.insert(&connection)?;
            writer.insert(&fixture::<Operation>())?;
            writer.insert(&fixture::<WorkspaceServiceAccount>())?;
            writer.insert(&fixture::<Job>())?;
            writer.insert(&fixture::<Attempt>())
        })
        .unwrap();
}

macro_rules! fixture_texts {
    ($($table:literal)+) => {
        /// The text of a table's row.
        pub(crate) fn fixture_text(table: &str) -> &'static str {
            match table {
                $( $table => include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rows/", $table, ".json")), )+
                other => panic!("no row of {other}"),
            }
        }
    };
}

fixture_texts! {
    "actor" "actor_catalog" "actor_catalog_fetch_event" "actor_definition" "actor_definition_workspace_grant"
    "actor_oauth_parameter" "airbyte_configs" "airbyte_configs_migrations" "airbyte_jobs_migrations"
    "airbyte_metadata" "attempts" "connection" "connection_operation" "jobs" "normalization_summaries" "operation"
    "secrets" "state" "stream_reset" "stream_stats" "sync_stats" "workspace" "workspace_service_account"
}
