//! What goes wrong in real deployments, put into a sample on purpose.

use super::connectors::CALENDAR;
use super::history::Numbers;
use super::random::Random;
use super::settings::{Deployment, Link};
use super::{Plan, Receiver};
use crate::blobs::JobConfig;
use crate::error::Result;
use crate::json::Json;
use crate::tables::{
    Actor, ActorCatalog, ActorOauthParameter, Attempt, AttemptStatus, Connection, Job, JobConfigType, JobStatus,
    ScheduleType, Secret, State, StateType, StreamReset,
};
use jiff::{SignedDuration, Timestamp};
use std::fmt;
use uuid::Uuid;

/// A fault in a sample: which one, and the row that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The table.
    pub table: &'static str,
    /// The value of the row's column `id`; the whole key of a secret.
    pub key: String,
}

/// `kind in table key`, a fault a line.
impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} in {} {}", self.kind.as_str(), self.table, self.key)
    }
}

macro_rules! kinds {
    ($( $(#[$doc:meta])* $kind:ident = $word:literal, )+) => {
        /// What is wrong in a row.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FaultKind { $( $(#[$doc])* $kind, )+ }

        impl FaultKind {
            /// All of them.
            pub const ALL: &'static [FaultKind] = &[ $( FaultKind::$kind, )+ ];

            /// Its stable word.
            pub fn as_str(self) -> &'static str {
                match self { $( FaultKind::$kind => $word, )+ }
            }
        }
    };
}

kinds! {
    /// A configuration that its definition's spec refuses.
    InvalidConfiguration = "invalid_configuration",
    /// A secret that stands in a configuration.
    SecretInClear = "secret_in_clear",
    /// A reference to a secret that is not stored.
    MissingSecret = "missing_secret",
    /// A stored secret that nothing refers to.
    UnusedSecret = "unused_secret",
    /// `manual` and `schedule_type` say different things.
    ScheduleMismatch = "schedule_mismatch",
    /// A cron expression that is none.
    CronExpression = "cron_expression",
    /// A configured stream that the discovered catalog does not have.
    CatalogMismatch = "catalog_mismatch",
    /// A document that is not of its shape.
    InvalidDocument = "invalid_document",
    /// A hash that is not its document's.
    WrongHash = "wrong_hash",
    /// The same catalog, stored twice.
    DuplicatedCatalog = "duplicated_catalog",
    /// A parameter of OAuth whose definition is not there.
    OauthWithoutDefinition = "oauth_without_definition",
    /// A stream to be reset whose connection is not there.
    ResetWithoutConnection = "reset_without_connection",
    /// A connection with states of two types.
    MixedStates = "mixed_states",
    /// A job whose connection is not there.
    JobWithoutConnection = "job_without_connection",
    /// An attempt whose job is not there.
    AttemptWithoutJob = "attempt_without_job",
    /// A second unfinished job of a connection.
    SeveralUnfinishedJobs = "several_unfinished_jobs",
    /// An attempt whose number leaves one out.
    AttemptGap = "attempt_gap",
    /// A job that has been running for days without a sign of life.
    StaleJob = "stale_job",
    /// An attempt that failed and does not say why.
    MissingFailureSummary = "missing_failure_summary",
}

pub(super) fn make(
    plan: &Plan,
    deployment: &Deployment,
    numbers: Numbers,
    random: &mut Random,
    receiver: &mut impl Receiver,
) -> Result<Vec<Fault>> {
    let mut maker = Faults { plan, deployment, numbers, random, noted: Vec::new() };
    let times = 1 + plan.connections / 500;
    for number in 0..times.min(deployment.links.len() as u64) {
        let link = &deployment.links[usize::try_from(number).unwrap_or(0)];
        maker.of_actors(link, receiver)?;
        maker.of_connections(link, receiver)?;
        maker.of_catalogs(receiver)?;
        maker.of_orphans(receiver)?;
        maker.of_jobs(link, receiver)?;
    }
    Ok(maker.noted)
}

struct Faults<'sample> {
    plan: &'sample Plan,
    deployment: &'sample Deployment,
    numbers: Numbers,
    random: &'sample mut Random,
    noted: Vec<Fault>,
}

impl Faults<'_> {
    fn note(&mut self, kind: FaultKind, table: &'static str, key: impl fmt::Display) {
        self.noted.push(Fault { kind, table, key: key.to_string() });
    }

    fn of_actors(&mut self, link: &Link, receiver: &mut impl Receiver) -> Result<()> {
        let workspace = link.source.workspace_id;
        let calendar = &self.deployment.connectors[CALENDAR].definition;
        let reference = format!("airbyte_workspace_{workspace}_secret_{}_v1", self.random.id());
        let kinds = [
            (FaultKind::InvalidConfiguration, r#"{"account":7}"#.to_owned()),
            (FaultKind::SecretInClear, r#"{"account":"team@example.com","refresh_token":"sample"}"#.to_owned()),
            (
                FaultKind::MissingSecret,
                format!(r#"{{"account":"team@example.com","refresh_token":{{"_secret":"{reference}"}}}}"#),
            ),
        ];
        for (kind, configuration) in kinds {
            let actor = Actor {
                id: self.random.id(),
                actor_definition_id: calendar.id,
                actor_type: calendar.actor_type.clone(),
                name: format!("Fault {}", kind.as_str()),
                configuration: Json::of_valid(&configuration),
                ..link.source.clone()
            };
            receiver.take(&actor)?;
            self.note(kind, "actor", actor.id);
        }
        let coordinate = format!("airbyte_workspace_{workspace}_secret_{}_v1", self.random.id());
        receiver.take(&Secret { coordinate: coordinate.clone(), payload: Some("sample".into()) })?;
        self.note(FaultKind::UnusedSecret, "secrets", coordinate);
        Ok(())
    }

    fn of_connections(&mut self, link: &Link, receiver: &mut impl Receiver) -> Result<()> {
        // The first connection of a sample runs at an interval.
        let plain = |id: Uuid, kind: FaultKind| Connection {
            id,
            name: format!("Fault {}", kind.as_str()),
            manual: false,
            schedule: Some(Json::null()),
            schedule_type: Some(ScheduleType::Cron),
            schedule_data: Some(Json::of_valid(
                r#"{"cron":{"cronExpression":"0 0 4 * * ?","cronTimeZone":"Europe/Berlin"}}"#,
            )),
            ..link.row.clone()
        };
        let kind = FaultKind::ScheduleMismatch;
        let mismatch = Connection { manual: true, ..plain(self.random.id(), kind) };
        receiver.take(&mismatch)?;
        self.note(kind, "connection", mismatch.id);
        let kind = FaultKind::CronExpression;
        let data = r#"{"cron":{"cronExpression":"0 4 * * *","cronTimeZone":"Europe/Berlin"}}"#;
        let cron = Connection { schedule_data: Some(Json::of_valid(data)), ..plain(self.random.id(), kind) };
        receiver.take(&cron)?;
        self.note(kind, "connection", cron.id);
        let kind = FaultKind::CatalogMismatch;
        let gone = r#"{"streams":[{"stream":{"name":"gone","json_schema":{"type":"object"},"supported_sync_modes":["full_refresh"]},"sync_mode":"full_refresh","destination_sync_mode":"append"}]}"#;
        let fit = Connection { catalog: Json::of_valid(gone), ..plain(self.random.id(), kind) };
        receiver.take(&fit)?;
        self.note(kind, "connection", fit.id);
        let state = State {
            id: self.random.id(),
            connection_id: fit.id,
            state: Some(Json::of_valid(r#"{"state":{}}"#)),
            created_at: self.plan.until,
            updated_at: self.plan.until,
            stream_name: None,
            namespace: None,
            r#type: StateType::Legacy,
        };
        receiver.take(&state)?;
        let other = State {
            id: self.random.id(),
            stream_name: Some("gone".to_owned()),
            r#type: StateType::Stream,
            ..state.clone()
        };
        receiver.take(&other)?;
        self.note(FaultKind::MixedStates, "state", other.id);
        let kind = FaultKind::InvalidDocument;
        let broken = Connection { catalog: Json::of_valid(r#"{"streams":7}"#), ..plain(self.random.id(), kind) };
        receiver.take(&broken)?;
        self.note(kind, "connection", broken.id);
        Ok(())
    }

    fn of_catalogs(&mut self, receiver: &mut impl Receiver) -> Result<()> {
        let wrong = ActorCatalog {
            id: self.random.id(),
            catalog: Json::of_valid(&format!(
                r#"{{"streams":[{{"name":"wrong_{}","json_schema":{{}},"supported_sync_modes":["full_refresh"]}}]}}"#,
                self.noted.len()
            )),
            catalog_hash: "00000000".to_owned(),
            ..self.deployment.catalog.clone()
        };
        receiver.take(&wrong)?;
        self.note(FaultKind::WrongHash, "actor_catalog", wrong.id);
        let twice = ActorCatalog { id: self.random.id(), ..self.deployment.catalog.clone() };
        receiver.take(&twice)?;
        self.note(FaultKind::DuplicatedCatalog, "actor_catalog", twice.id);
        Ok(())
    }

    fn of_orphans(&mut self, receiver: &mut impl Receiver) -> Result<()> {
        let until = self.plan.until;
        let parameter = ActorOauthParameter {
            id: self.random.id(),
            workspace_id: None,
            actor_definition_id: self.random.id(),
            configuration: Json::of_valid(r#"{"client_id":"sample"}"#),
            actor_type: self.deployment.connectors[CALENDAR].definition.actor_type.clone(),
            created_at: until,
            updated_at: until,
        };
        receiver.take(&parameter)?;
        self.note(FaultKind::OauthWithoutDefinition, "actor_oauth_parameter", parameter.id);
        let reset = StreamReset {
            id: self.random.id(),
            connection_id: self.random.id(),
            stream_namespace: None,
            stream_name: "gone".to_owned(),
            created_at: until,
            updated_at: until,
        };
        receiver.take(&reset)?;
        self.note(FaultKind::ResetWithoutConnection, "stream_reset", reset.id);
        Ok(())
    }

    fn of_jobs(&mut self, link: &Link, receiver: &mut impl Receiver) -> Result<()> {
        let days = |days: i64| SignedDuration::from_hours(24 * days);
        let until = self.plan.until;
        let scope = link.row.id.to_string();
        let gone = self.random.id().to_string();
        let orphan = self.job(link, &gone, JobStatus::Succeeded, until - days(1));
        receiver.take(&orphan)?;
        self.note(FaultKind::JobWithoutConnection, "jobs", orphan.id);
        let stale = self.job(link, &scope, JobStatus::Running, until - days(5));
        receiver.take(&stale)?;
        self.note(FaultKind::StaleJob, "jobs", stale.id);
        let running = self.attempt(stale.id, 0, AttemptStatus::Running, until - days(5));
        receiver.take(&running)?;
        let second = self.job(link, &scope, JobStatus::Pending, until - days(2));
        receiver.take(&second)?;
        self.note(FaultKind::SeveralUnfinishedJobs, "jobs", second.id);
        let failed = self.job(link, &scope, JobStatus::Failed, until - days(3));
        receiver.take(&failed)?;
        let gap = self.attempt(failed.id, 2, AttemptStatus::Failed, until - days(3));
        let summary = documents_of(until);
        let gap = Attempt { failure_summary: Some(Json::of_valid(&summary)), ..gap };
        receiver.take(&gap)?;
        self.note(FaultKind::AttemptGap, "attempts", gap.id);
        let silent = self.job(link, &scope, JobStatus::Failed, until - days(4));
        receiver.take(&silent)?;
        let silent = self.attempt(silent.id, 0, AttemptStatus::Failed, until - days(4));
        receiver.take(&silent)?;
        self.note(FaultKind::MissingFailureSummary, "attempts", silent.id);
        let orphan = self.attempt(self.numbers.job + 1_000_000_000, 0, AttemptStatus::Succeeded, until - days(1));
        receiver.take(&orphan)?;
        self.note(FaultKind::AttemptWithoutJob, "attempts", orphan.id);
        Ok(())
    }

    fn job(&mut self, link: &Link, scope: &str, status: JobStatus, at: Timestamp) -> Job {
        self.numbers.job += 1;
        Job {
            id: self.numbers.job,
            config_type: Some(JobConfigType::Sync),
            scope: Some(scope.to_owned()),
            config: Some(Json::<JobConfig>::of_valid(&link.sync)),
            status: Some(status),
            started_at: None,
            created_at: Some(at),
            updated_at: Some(at),
        }
    }

    fn attempt(&mut self, job: i64, number: i32, status: AttemptStatus, at: Timestamp) -> Attempt {
        self.numbers.attempt += 1;
        Attempt {
            id: self.numbers.attempt,
            job_id: Some(job),
            attempt_number: Some(number),
            log_path: Some(format!("/workspace/{job}/{number}/logs.log")),
            output: None,
            ended_at: status.is_terminal().then_some(at),
            status: Some(status),
            created_at: Some(at),
            updated_at: Some(at),
            temporal_workflow_id: None,
            failure_summary: None,
            processing_task_queue: Some("SYNC".to_owned()),
        }
    }
}

fn documents_of(at: Timestamp) -> String {
    format!(r#"{{"failures":[{{"failureOrigin":"source","timestamp":{}}}]}}"#, at.as_millisecond())
}
