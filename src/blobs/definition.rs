//! The documents of a connector's definition: what it needs, whom it may speak to, which streams it proposes.

use crate::literal::literals;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `actor_definition.resource_requirements`: what the connector's containers need.
///
/// What a connection asks for itself goes first, then `jobSpecific`, then `default`, member by member.
///
/// ```
/// use airbyte_db::blobs::{ActorDefinitionResourceRequirements, JobType};
/// use airbyte_db::json::Json;
///
/// let kept: Json<ActorDefinitionResourceRequirements> = Json::parse(
///     r#"{"default": {"cpu_request": 0.5}, "jobSpecific": [
///         {"jobType": "sync", "resourceRequirements": {"memory_limit": "2Gi", "memory_request": "1Gi"}}
///     ]}"#,
/// )?;
/// let requirements = kept.read()?;
/// // A number is read as its text, as the platform does.
/// assert_eq!(requirements.default.unwrap().cpu_request.as_deref(), Some("0.5"));
/// assert_eq!(requirements.job_specific.unwrap()[0].job_type, JobType::Sync);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct ActorDefinitionResourceRequirements {
    /// For every kind of job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<ResourceRequirements>,
    /// For some kinds of job; one entry a kind at most, or the platform fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_specific: Option<Vec<JobTypeResourceLimit>>,
}

/// What the containers of one kind of job need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct JobTypeResourceLimit {
    /// The kind of job.
    pub job_type: JobType,
    /// What it needs.
    pub resource_requirements: ResourceRequirements,
}

literals! {
    /// A kind of job, as resources know it. Not the type of a job's configuration, which has other literals.
    pub enum JobType {
        /// Asking a connector for its specification.
        GetSpec = "get_spec",
        /// Checking a configuration.
        CheckConnection = "check_connection",
        /// Asking a source for its streams.
        DiscoverSchema = "discover_schema",
        /// Moving data.
        Sync = "sync",
        /// Emptying streams at the destination.
        ResetConnection = "reset_connection",
        /// Keeping a connection going.
        ConnectionUpdater = "connection_updater",
        /// The part of a sync that moves data.
        Replicate = "replicate",
    }
}

/// `connection.resource_requirements`: what containers ask of Kubernetes. Texts, empty ones too: `500m`, `0.5`, `1Gi`.
///
/// ```
/// use airbyte_db::blobs::ResourceRequirements;
/// use airbyte_db::json::Json;
///
/// let kept: Json<ResourceRequirements> = Json::parse(r#"{"cpu_limit": "500m"}"#)?;
/// assert_eq!(kept.read()?.cpu_limit.as_deref(), Some("500m"));
/// assert_eq!(Json::of(&ResourceRequirements::default())?.text(), "{}");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ResourceRequirements {
    /// Processors, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_request: Option<String>,
    /// Processors, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_limit: Option<String>,
    /// Memory, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_request: Option<String>,
    /// Memory, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_limit: Option<String>,
}

/// `actor_definition.allowed_hosts`: whom the connector may speak to. Where the column is empty, anyone.
///
/// ```
/// use airbyte_db::blobs::AllowedHosts;
/// use airbyte_db::json::Json;
///
/// let kept: Json<AllowedHosts> = Json::parse(r#"{"hosts": ["${host}", "*.example.com"]}"#)?;
/// assert_eq!(kept.read()?.hosts.unwrap()[1], "*.example.com");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AllowedHosts {
    /// Hosts, with wildcards and `${…}` for what the configuration says. `[]` is nobody, and to the platform so is
    /// an absent list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hosts: Option<Vec<String>>,
}

/// `actor_definition.suggested_streams`: which streams a new connection starts with. Where the column is empty, all.
///
/// ```
/// use airbyte_db::blobs::SuggestedStreams;
/// use airbyte_db::json::Json;
///
/// let kept: Json<SuggestedStreams> = Json::parse(r#"{"streams": ["orders", "customers"]}"#)?;
/// assert_eq!(kept.read()?.streams.unwrap().len(), 2);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuggestedStreams {
    /// Names of streams, without namespaces. `[]` is none, and to the platform so is an absent list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub streams: Option<Vec<String>>,
}
