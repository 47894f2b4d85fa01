//! The enum types of both databases, in the databases' spelling, with JSON's beside it where it differs (facts,
//! databases 1.1 and blobs 1.1). This is the one place where the spellings meet.

use crate::literal::literals;

literals! {
    /// What kind of system a source speaks to.
    pub enum SourceType is "source_type" {
        /// An HTTP API.
        Api = "api",
        /// Files.
        File = "file",
        /// A database.
        Database = "database",
        /// Anything else.
        Custom = "custom",
    }
}

literals! {
    /// The side of a connection that a connector works on.
    pub enum ActorType is "actor_type" {
        /// It reads.
        Source = "source",
        /// It writes.
        Destination = "destination",
    }
}

literals! {
    /// What an operation does.
    pub enum OperatorType is "operator_type" {
        /// Normalization by the platform.
        Normalization = "normalization",
        /// A dbt project of one's own.
        Dbt = "dbt",
        /// A request to a web address.
        Webhook = "webhook",
    }
}

literals! {
    /// How the destination's namespace of a stream is found.
    pub enum NamespaceDefinitionType is "namespace_definition_type" {
        /// The namespace that the source gives.
        Source = "source",
        /// The destination's own default.
        Destination = "destination",
        /// By the connection's `namespace_format`.
        CustomFormat = "customformat",
    }
}

literals! {
    /// Whether a connection runs.
    pub enum StatusType is "status_type" {
        /// It runs by its schedule.
        Active = "active",
        /// It is paused.
        Inactive = "inactive",
        /// It is deleted; the row stays.
        Deprecated = "deprecated",
    }
}

literals! {
    /// How mature a connector is.
    pub enum ReleaseStage is "release_stage" {
        /// Expect changes.
        Alpha = "alpha",
        /// Nearly done.
        Beta = "beta",
        /// Ready for everyone.
        GenerallyAvailable = "generally_available",
        /// Made by the deployment's own people.
        Custom = "custom",
    }
}

literals! {
    /// What starts a connection's syncs.
    pub enum ScheduleType is "schedule_type" {
        /// A person.
        Manual = "manual" json "Manual",
        /// An interval.
        BasicSchedule = "basic_schedule" json "BasicSchedule",
        /// A cron expression.
        Cron = "cron" json "Cron",
    }
}

literals! {
    /// What a row of `state` holds.
    pub enum StateType is "state_type" {
        /// One stream's part of a state that streams share, or the shared part.
        Global = "GLOBAL" json "global",
        /// One stream's own state.
        Stream = "STREAM" json "stream",
        /// The whole connection's state, as connectors once wrote it.
        Legacy = "LEGACY" json "legacy",
    }
}

literals! {
    /// Where data is processed.
    pub enum GeographyType is "geography_type" {
        /// Wherever the deployment likes.
        Auto = "AUTO" json "auto",
        /// In the United States.
        Us = "US" json "us",
        /// In the European Union.
        Eu = "EU" json "eu",
    }
}

impl GeographyType {
    /// What a row has that does not say it.
    pub(super) fn auto() -> Self {
        GeographyType::Auto
    }
}

literals! {
    /// What happens to a connection when its source's schema changes and nothing breaks.
    ///
    /// The enum type exists in the database, but the column is a plain `varchar(7)` (facts, trap 12).
    pub enum NonBreakingChangePreferenceType is "non_breaking_change_preference_type" {
        /// Nothing.
        Ignore = "ignore",
        /// The connection is paused.
        Disable = "disable",
    }
}

literals! {
    /// How far a job is.
    pub enum JobStatus is "job_status" {
        /// Waiting for its first or next attempt.
        Pending = "pending",
        /// An attempt is running.
        Running = "running",
        /// The last attempt failed; another may follow.
        Incomplete = "incomplete",
        /// Given up.
        Failed = "failed",
        /// Done.
        Succeeded = "succeeded",
        /// Stopped by a person.
        Cancelled = "cancelled",
    }
}

impl JobStatus {
    /// Whether a job does not come back from it.
    pub fn is_terminal(&self) -> bool {
        matches!(self, JobStatus::Failed | JobStatus::Succeeded | JobStatus::Cancelled)
    }

    /// Whether a job may go from it to another (facts, databases 2.2).
    ///
    /// ```
    /// use airbyte_db::tables::JobStatus;
    ///
    /// assert!(JobStatus::Running.may_become(&JobStatus::Succeeded));
    /// assert!(!JobStatus::Incomplete.may_become(&JobStatus::Succeeded));
    /// ```
    pub fn may_become(&self, next: &JobStatus) -> bool {
        use JobStatus::{Cancelled, Failed, Incomplete, Pending, Running, Succeeded};
        match self {
            Pending => matches!(next, Running | Failed | Cancelled),
            Running => matches!(next, Incomplete | Succeeded | Failed | Cancelled),
            Incomplete => matches!(next, Pending | Running | Failed | Cancelled | Incomplete),
            Failed => matches!(next, Failed),
            Succeeded | Cancelled | JobStatus::Unknown(_) => false,
        }
    }
}

literals! {
    /// How far an attempt is.
    pub enum AttemptStatus is "attempt_status" {
        /// It runs, or its worker died without a word.
        Running = "running",
        /// It failed.
        Failed = "failed",
        /// It did its work.
        Succeeded = "succeeded",
    }
}

impl AttemptStatus {
    /// Whether an attempt does not come back from it.
    pub fn is_terminal(&self) -> bool {
        matches!(self, AttemptStatus::Failed | AttemptStatus::Succeeded)
    }
}

literals! {
    /// What a job does.
    pub enum JobConfigType is "job_config_type" {
        /// Checks a source's configuration.
        CheckConnectionSource = "check_connection_source" json "checkConnectionSource",
        /// Checks a destination's configuration.
        CheckConnectionDestination = "check_connection_destination" json "checkConnectionDestination",
        /// Asks a source for its streams.
        DiscoverSchema = "discover_schema" json "discoverSchema",
        /// Asks a connector for its specification.
        GetSpec = "get_spec" json "getSpec",
        /// Moves data.
        Sync = "sync" json "sync",
        /// Empties streams at the destination.
        ResetConnection = "reset_connection" json "resetConnection",
    }
}
