//! What an attempt has done, and what went wrong.

use crate::blobs::ConnectorSpecification;
use crate::blobs::SecretText;
use crate::blobs::catalog::{AirbyteCatalog, ConfiguredAirbyteCatalog};
use crate::blobs::state::State;
use crate::json::{AnyObject, Json};
use crate::literal::literals;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `attempts.output`: what an attempt has done.
///
/// Only syncs and resets are still stored, both as `sync`; the other parts are here for old rows.
///
/// ```
/// use airbyte_db::blobs::{JobOutput, ReplicationStatus};
/// use airbyte_db::json::Json;
///
/// let kept: Json<JobOutput> = Json::parse(
///     r#"{"sync": {
///         "standardSyncSummary": {
///             "status": "completed", "recordsSynced": 3, "bytesSynced": 120,
///             "startTime": 1675069200000, "endTime": 1675069260000,
///             "totalStats": {"recordsEmitted": 3, "bytesEmitted": 120, "recordsCommitted": 3}, "streamStats": []
///         },
///         "state": {"state": {"orders": 3}}, "output_catalog": {"streams": []}, "failures": []
///     }}"#,
/// )?;
/// let sync = kept.read()?.sync.unwrap();
/// assert_eq!(sync.standard_sync_summary.status, ReplicationStatus::Completed);
/// assert_eq!(sync.standard_sync_summary.total_stats.records_committed, Some(3));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct JobOutput {
    /// Which part is there. Required, says the platform's schema; but the platform itself never writes it for syncs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_type: Option<OutputType>,
    /// Of the check of a configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_connection: Option<StandardCheckConnectionOutput>,
    /// Of the question for a source's streams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discover_catalog: Option<StandardDiscoverCatalogOutput>,
    /// Of the question for a connector's specification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub get_spec: Option<StandardGetSpecOutput>,
    /// Of a sync or a reset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sync: Option<StandardSyncOutput>,
}

literals! {
    /// Which part of an output is there.
    pub enum OutputType {
        /// That of the check of a configuration.
        CheckConnection = "checkConnection",
        /// That of the question for a source's streams.
        DiscoverCatalog = "discoverCatalog",
        /// That of the question for a connector's specification.
        GetSpec = "getSpec",
        /// That of a sync or a reset.
        Sync = "sync",
    }
}

/// What a sync or a reset has done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct StandardSyncOutput {
    /// How it ended, and its numbers.
    pub standard_sync_summary: StandardSyncSummary,
    /// Of normalization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalization_summary: Option<NormalizationSummary>,
    /// Of the requests that followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_operation_summary: Option<WebhookOperationSummary>,
    /// How far the connection is now. Required, says the platform's schema; but it is absent where no state was kept
    /// or the check before the sync failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// The streams as they were written. Required, says the platform's schema; but it is absent where the check
    /// before the sync failed or the sync was cancelled before it started.
    #[serde(rename = "output_catalog", skip_serializing_if = "Option::is_none")]
    pub output_catalog: Option<ConfiguredAirbyteCatalog>,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<FailureReason>>,
}

/// How a sync ended, and its numbers. The platform's schema requires them all; but of a sync that was cancelled
/// before it started there are only `status`, `totalStats` and `streamStats`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct StandardSyncSummary {
    /// How it ended.
    pub status: ReplicationStatus,
    /// How many records were moved. Absent where the sync never started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records_synced: Option<i64>,
    /// How many bytes were moved. Absent where the sync never started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes_synced: Option<i64>,
    /// When it started, in milliseconds since 1970. Absent where it never did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<i64>,
    /// When it ended, in milliseconds since 1970. Absent where it never started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<i64>,
    /// Of all streams together.
    pub total_stats: SyncStats,
    /// Of each stream.
    pub stream_stats: Vec<StreamSyncStats>,
}

literals! {
    /// How a sync ended.
    pub enum ReplicationStatus {
        /// It did its work.
        Completed = "completed",
        /// It failed.
        Failed = "failed",
        /// It was stopped by a person, or was not to be run at all.
        Cancelled = "cancelled",
    }
}

/// The numbers of a sync or of one stream. The platform's schema requires the first two; but of a sync that never
/// started, and of a stream that is merely named, there are none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SyncStats {
    /// Records that the source gave. Absent where the sync never started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records_emitted: Option<i64>,
    /// Bytes that the source gave. Absent where the sync never started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes_emitted: Option<i64>,
    /// States that the source gave; not counted by stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_state_messages_emitted: Option<i64>,
    /// States that the destination gave back; not counted by stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_state_messages_emitted: Option<i64>,
    /// Records that the destination has for certain. Absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records_committed: Option<i64>,
    /// Seconds from the start to the source's first state, or from one to the next, on average.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_seconds_before_source_state_message_emitted: Option<i64>,
    /// The same, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_seconds_before_source_state_message_emitted: Option<i64>,
    /// Seconds from a state of the source to the destination's answer, at most.
    #[serde(rename = "maxSecondsBetweenStateMessageEmittedandCommitted", skip_serializing_if = "Option::is_none")]
    pub max_seconds_between_state_message_emitted_and_committed: Option<i64>,
    /// The same, on average.
    #[serde(rename = "meanSecondsBetweenStateMessageEmittedandCommitted", skip_serializing_if = "Option::is_none")]
    pub mean_seconds_between_state_message_emitted_and_committed: Option<i64>,
    /// When moving data began, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication_start_time: Option<i64>,
    /// When moving data ended, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication_end_time: Option<i64>,
    /// When the source's container started, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_read_start_time: Option<i64>,
    /// When the source's container ended, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_read_end_time: Option<i64>,
    /// When the destination's container started, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_write_start_time: Option<i64>,
    /// When the destination's container ended, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_write_end_time: Option<i64>,
    /// Bytes that the source expected to give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_bytes: Option<i64>,
    /// Records that the source expected to give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_records: Option<i64>,
}

/// The numbers of one stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct StreamSyncStats {
    /// The stream's name.
    pub stream_name: String,
    /// The stream's namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream_namespace: Option<String>,
    /// The numbers.
    pub stats: SyncStats,
}

/// How normalization went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct NormalizationSummary {
    /// When it started, in milliseconds since 1970.
    pub start_time: i64,
    /// When it ended, in milliseconds since 1970.
    pub end_time: i64,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<FailureReason>>,
}

/// Which requests went well. The platform's schema requires `startTime` and `endTime` too, but does not say what they
/// are; they are never written, and dropped where they are read, so they are not here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WebhookOperationSummary {
    /// The webhooks of the workspace that took theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successes: Option<Vec<Uuid>>,
    /// Those that did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Uuid>>,
}

/// Whether a configuration works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StandardCheckConnectionOutput {
    /// Whether it does.
    pub status: CheckConnectionStatus,
    /// Why not. Connectors quote what they like in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<SecretText>,
}

literals! {
    /// Whether a configuration works.
    pub enum CheckConnectionStatus {
        /// It does.
        Succeeded = "succeeded",
        /// It does not.
        Failed = "failed",
    }
}

/// The streams of a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StandardDiscoverCatalogOutput {
    /// The streams.
    pub catalog: AirbyteCatalog,
}

/// The specification of a connector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StandardGetSpecOutput {
    /// The specification.
    pub specification: ConnectorSpecification,
}

/// `attempts.failure_summary`: what went wrong in an attempt.
///
/// ```
/// use airbyte_db::blobs::{AttemptFailureSummary, FailureOrigin, FailureType};
/// use airbyte_db::json::Json;
///
/// let kept: Json<AttemptFailureSummary> = Json::parse(
///     r#"{"failures": [{
///         "failureOrigin": "source", "failureType": "config_error", "externalMessage": "The key has expired.",
///         "metadata": {"jobId": 12, "attemptNumber": 0, "connector_command": "read"}, "timestamp": 1675069230000
///     }], "partialSuccess": false}"#,
/// )?;
/// let failure = &kept.read()?.failures[0];
/// assert_eq!(failure.failure_origin, Some(FailureOrigin::Source));
/// assert_eq!(failure.failure_type, Some(FailureType::ConfigError));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct AttemptFailureSummary {
    /// What went wrong: first what connectors said of themselves, then by time.
    pub failures: Vec<FailureReason>,
    /// Whether some records arrived all the same. Absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_success: Option<bool>,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct FailureReason {
    /// Where. Absent where nobody knows, and where a person stopped it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_origin: Option<FailureOrigin>,
    /// Of what kind. Absent where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_type: Option<FailureType>,
    /// For those who run the platform. It may quote anything, even a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_message: Option<SecretText>,
    /// For the user. Connectors quote what they like in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_message: Option<SecretText>,
    /// What else is known. The platform writes `jobId`, `attemptNumber`, `from_trace_message`, `connector_command`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Json<AnyObject>>,
    /// Where in the code. It may quote anything, even a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stacktrace: Option<SecretText>,
    /// Whether another try may help. Absent where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retryable: Option<bool>,
    /// When, in milliseconds since 1970.
    pub timestamp: i64,
}

literals! {
    /// Where something went wrong. `replicationWorker` is how old outputs of attempts say `replication`.
    pub enum FailureOrigin {
        /// In the source.
        Source = "source",
        /// In the destination.
        Destination = "destination",
        /// Between them.
        Replication = "replication",
        /// Where the state is kept.
        Persistence = "persistence",
        /// In normalization.
        Normalization = "normalization",
        /// In a dbt project.
        Dbt = "dbt",
        /// In the platform.
        AirbytePlatform = "airbyte_platform",
        /// The platform could not tell.
        NotKnown = "unknown",
    }
}

literals! {
    /// Of what kind a failure is. Old outputs of attempts spell it `configError` and so on.
    pub enum FailureType {
        /// The configuration is wrong: the user can help.
        ConfigError = "config_error",
        /// Something broke.
        SystemError = "system_error",
        /// A person stopped it.
        ManualCancellation = "manual_cancellation",
    }
}

/// `normalization_summaries.failures`: what went wrong in normalization; `[]` where nothing did.
///
/// Here alone the platform fails on members that it does not know.
///
/// ```
/// use airbyte_db::blobs::NormalizationFailures;
/// use airbyte_db::json::Json;
///
/// let kept: Json<NormalizationFailures> =
///     Json::parse(r#"[{"failureOrigin": "normalization", "timestamp": 1675069230000}]"#)?;
/// assert_eq!(kept.read()?.0.len(), 1);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NormalizationFailures(pub Vec<FailureReason>);
