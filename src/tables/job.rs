//! Jobs, the attempts at them, and what attempts moved.

use crate::blobs::{AttemptFailureSummary, JobConfig, JobOutput, NormalizationFailures};
use crate::json::Json;
use crate::table::table;
use crate::tables::{AttemptStatus, JobConfigType, JobStatus};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something that the platform does for a connection or actor. All columns but the id may be NULL, yet the platform
/// cannot read a row without a type, configuration, status and times.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Job;
///
/// let row = Job::read(include_str!("../../tests/fixtures/rows/jobs.json"))?;
/// let config = row.config.expect("there is one").read()?;
/// assert_eq!(config.config_type, row.config_type.expect("there is one"));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Job {
    /// The job, counted by the database.
    pub id: i64,
    /// What it does.
    pub config_type: Option<JobConfigType>,
    /// What it is done for: the connection's id, for syncs and resets. Not a foreign key.
    pub scope: Option<String>,
    /// All that its worker needs to know.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub config: Option<Json<JobConfig>>,
    /// How far it is.
    pub status: Option<JobStatus>,
    /// Never written by this version of the platform.
    pub started_at: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Option<Timestamp>,
    /// When it last went on.
    pub updated_at: Option<Timestamp>,
}

table! {
    Job is "jobs" in Jobs {
        id: bigint = identity;
        config_type: literal(JobConfigType) null;
        scope: varchar(255) null;
        config: jsonb null;
        status: literal(JobStatus) null;
        started_at: timestamptz null;
        created_at: timestamptz null;
        updated_at: timestamptz null;
    }
    primary "jobs_pkey" (id);
    index "jobs_config_type_idx" (config_type);
    index "jobs_scope_idx" (scope);
    index "jobs_status_idx" (status);
}

/// One attempt at a job.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Attempt;
///
/// let row = Attempt::read(include_str!("../../tests/fixtures/rows/attempts.json"))?;
/// let output = row.output.expect("there is one").read()?;
/// assert_eq!(output.sync.expect("it is a sync").standard_sync_summary.records_synced, Some(2));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// The attempt, counted by the database.
    pub id: i64,
    /// The job. Not a foreign key.
    pub job_id: Option<i64>,
    /// Its number among the job's attempts, from 0.
    pub attempt_number: Option<i32>,
    /// Where its log is: `<workspace root>/<job>/<attempt>/logs.log`. The platform cannot read NULL.
    pub log_path: Option<String>,
    /// What came of it.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub output: Option<Json<JobOutput>>,
    /// How far it is.
    pub status: Option<AttemptStatus>,
    /// When it began. The data catalog calls it `started_at`, which attempts do not have.
    #[serde(alias = "started_at")]
    pub created_at: Option<Timestamp>,
    /// When it last went on.
    pub updated_at: Option<Timestamp>,
    /// When it failed or succeeded.
    pub ended_at: Option<Timestamp>,
    /// What Temporal calls it.
    pub temporal_workflow_id: Option<String>,
    /// Why it failed.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub failure_summary: Option<Json<AttemptFailureSummary>>,
    /// Which of Temporal's queues it is worked on in.
    pub processing_task_queue: Option<String>,
}

table! {
    Attempt is "attempts" in Jobs {
        id: bigint = identity;
        job_id: bigint null;
        attempt_number: integer null;
        log_path: varchar(255) null;
        output: jsonb null;
        status: literal(AttemptStatus) null;
        created_at (alias "started_at"): timestamptz null;
        updated_at: timestamptz null;
        ended_at: timestamptz null;
        temporal_workflow_id: varchar(256) null;
        failure_summary: jsonb null;
        processing_task_queue: varchar(255) null;
    }
    primary "attempts_pkey" (id);
    unique "job_attempt_idx" (job_id, attempt_number);
    index "attempts_status_idx" (status);
}

/// What an attempt moved. There may be several rows for one attempt; the newest counts.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::SyncStats;
///
/// let row = SyncStats::read(include_str!("../../tests/fixtures/rows/sync_stats.json"))?;
/// assert_eq!(row.records_committed, Some(2));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SyncStats {
    /// The row.
    pub id: Uuid,
    /// The attempt.
    pub attempt_id: i64,
    /// Records that the source gave.
    pub records_emitted: Option<i64>,
    /// Bytes that the source gave.
    pub bytes_emitted: Option<i64>,
    /// State messages that the source gave.
    pub source_state_messages_emitted: Option<i64>,
    /// State messages that the destination gave back.
    pub destination_state_messages_emitted: Option<i64>,
    /// Records that are safe at the destination.
    pub records_committed: Option<i64>,
    /// Seconds from the start to a state message of the source, on average.
    pub mean_seconds_before_source_state_message_emitted: Option<i64>,
    /// The same, at most.
    pub max_seconds_before_source_state_message_emitted: Option<i64>,
    /// Seconds from a state message to its being committed, on average.
    pub mean_seconds_between_state_message_emitted_and_committed: Option<i64>,
    /// The same, at most.
    pub max_seconds_between_state_message_emitted_and_committed: Option<i64>,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
    /// How many records the source expected.
    pub estimated_records: Option<i64>,
    /// How many bytes the source expected.
    pub estimated_bytes: Option<i64>,
}

table! {
    SyncStats is "sync_stats" in Jobs {
        id: uuid;
        attempt_id: bigint;
        records_emitted: bigint null;
        bytes_emitted: bigint null;
        source_state_messages_emitted: bigint null;
        destination_state_messages_emitted: bigint null;
        records_committed: bigint null;
        mean_seconds_before_source_state_message_emitted: bigint null;
        max_seconds_before_source_state_message_emitted: bigint null;
        mean_seconds_between_state_message_emitted_and_committed: bigint null;
        max_seconds_between_state_message_emitted_and_committed: bigint null;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
        estimated_records: bigint null;
        estimated_bytes: bigint null;
    }
    primary "sync_stats_pkey" (id);
    index "attempt_id_idx" (attempt_id);
    foreign "sync_stats_attempt_id_fkey" (attempt_id) -> "attempts" ("id");
}

/// What an attempt moved of one stream.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::StreamStats;
///
/// let row = StreamStats::read(include_str!("../../tests/fixtures/rows/stream_stats.json"))?;
/// assert_eq!((row.stream_name.as_str(), row.bytes_emitted), ("orders", Some(64)));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StreamStats {
    /// The row.
    pub id: Uuid,
    /// The attempt.
    pub attempt_id: i64,
    /// The stream's namespace.
    pub stream_namespace: Option<String>,
    /// The stream's name.
    pub stream_name: String,
    /// Records that the source gave.
    pub records_emitted: Option<i64>,
    /// Bytes that the source gave.
    pub bytes_emitted: Option<i64>,
    /// How many records the source expected.
    pub estimated_records: Option<i64>,
    /// How many bytes the source expected.
    pub estimated_bytes: Option<i64>,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

table! {
    StreamStats is "stream_stats" in Jobs {
        id: uuid;
        attempt_id: bigint;
        stream_namespace: varchar null;
        stream_name: varchar;
        records_emitted: bigint null;
        bytes_emitted: bigint null;
        estimated_records: bigint null;
        estimated_bytes: bigint null;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
    }
    primary "stream_stats_pkey" (id);
    unique "uniq_stream_attempt" (attempt_id, stream_name, stream_namespace);
    index "index" (attempt_id);
    foreign "stream_stats_attempt_id_fkey" (attempt_id) -> "attempts" ("id");
}

/// How normalization went in an attempt.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::NormalizationSummaries;
///
/// let row = NormalizationSummaries::read(include_str!("../../tests/fixtures/rows/normalization_summaries.json"))?;
/// assert!(row.failures.expect("there is a list").read()?.0.is_empty());
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NormalizationSummaries {
    /// The row.
    pub id: Uuid,
    /// The attempt; there may be several rows for one.
    pub attempt_id: i64,
    /// When it began.
    pub start_time: Option<Timestamp>,
    /// When it ended.
    pub end_time: Option<Timestamp>,
    /// What failed; an empty list where nothing did.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Json<NormalizationFailures>>,
    /// When the row was written.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

table! {
    NormalizationSummaries is "normalization_summaries" in Jobs {
        id: uuid;
        attempt_id: bigint;
        start_time: timestamptz null;
        end_time: timestamptz null;
        failures: jsonb null;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
    }
    primary "normalization_summaries_pkey" (id);
    index "normalization_summary_attempt_id_idx" (attempt_id);
    foreign "normalization_summaries_attempt_id_fkey" (attempt_id) -> "attempts" ("id");
}
