//! What a job is to do: all that it needs, copied when the job was made.

use crate::blobs::catalog::ConfiguredAirbyteCatalog;
use crate::blobs::definition::ResourceRequirements;
use crate::blobs::state::{State, StreamDescriptor};
use crate::blobs::sync::StandardSyncOperation;
use crate::json::Json;
use crate::tables::{ActorType, JobConfigType, NamespaceDefinitionType};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `jobs.config`: what a job is to do.
///
/// Only syncs and resets are still stored as jobs; the other parts are here for old rows.
///
/// ```
/// use airbyte_db::blobs::JobConfig;
/// use airbyte_db::json::Json;
/// use airbyte_db::tables::JobConfigType;
///
/// let kept: Json<JobConfig> = Json::parse(
///     r#"{"configType": "resetConnection", "resetConnection": {
///         "namespaceDefinition": "source", "destinationConfiguration": {"path": "/orders"},
///         "configuredAirbyteCatalog": {"streams": []}, "destinationDockerImage": "example/destination-files:1.2.0",
///         "destinationProtocolVersion": {"version": "0.2.0"},
///         "resetSourceConfiguration": {"streamsToReset": [{"name": "orders"}]}
///     }}"#,
/// )?;
/// let config = kept.read()?;
/// assert_eq!(config.config_type, JobConfigType::ResetConnection);
/// let reset = config.reset_connection.unwrap();
/// assert_eq!(reset.reset_source_configuration.unwrap().streams_to_reset[0].name, "orders");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct JobConfig {
    /// What the job does, and so which of the next members is there.
    #[serde(with = "crate::literal::json_spelling")]
    #[schemars(with = "crate::literal::JsonSpelling<JobConfigType>")]
    pub config_type: JobConfigType,
    /// For `checkConnectionSource` and `checkConnectionDestination`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_connection: Option<JobCheckConnectionConfig>,
    /// For `discoverSchema`, which is another word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discover_catalog: Option<JobDiscoverCatalogConfig>,
    /// For `getSpec`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub get_spec: Option<JobGetSpecConfig>,
    /// For `sync`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sync: Option<JobSyncConfig>,
    /// For `resetConnection`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_connection: Option<JobResetConnectionConfig>,
}

/// A sync: everything as it was when the job was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct JobSyncConfig {
    /// How the destination's namespace of a stream is found; `source` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace_definition: Option<NamespaceDefinitionType>,
    /// For `customformat`: the namespace, with `${SOURCE_NAMESPACE}` for the source's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace_format: Option<String>,
    /// What is put before the names of streams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The source's configuration: parameters of OAuth filled in, secrets still as references.
    pub source_configuration: Json,
    /// The destination's configuration, likewise.
    pub destination_configuration: Json,
    /// The streams.
    pub configured_airbyte_catalog: ConfiguredAirbyteCatalog,
    /// The source's image with its tag.
    pub source_docker_image: String,
    /// The version of the protocol that the source speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_protocol_version: Option<Version>,
    /// The destination's image with its tag.
    pub destination_docker_image: String,
    /// The version of the protocol that the destination speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_protocol_version: Option<Version>,
    /// What the source's container needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_resource_requirements: Option<ResourceRequirements>,
    /// What the destination's container needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_resource_requirements: Option<ResourceRequirements>,
    /// What follows the sync, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_sequence: Option<Vec<StandardSyncOperation>>,
    /// The workspace's webhooks: a copy of `workspace.webhook_operation_configs`.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub webhook_operation_configs: Option<Json>,
    /// How far the connection was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// What the container that leads the sync needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_requirements: Option<ResourceRequirements>,
    /// Whether the source was made by the deployment's own people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_source_custom_connector: Option<bool>,
    /// Whether the destination was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_destination_custom_connector: Option<bool>,
    /// The workspace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<Uuid>,
}

/// A reset: streams are emptied at the destination, and their state is forgotten.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct JobResetConnectionConfig {
    /// How the destination's namespace of a stream is found; `source` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace_definition: Option<NamespaceDefinitionType>,
    /// For `customformat`: the namespace, with `${SOURCE_NAMESPACE}` for the source's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace_format: Option<String>,
    /// What is put before the names of streams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The destination's configuration: parameters of OAuth filled in, secrets still as references.
    pub destination_configuration: Json,
    /// The streams: those to be reset overwrite, the others append.
    pub configured_airbyte_catalog: ConfiguredAirbyteCatalog,
    /// The destination's image with its tag.
    pub destination_docker_image: String,
    /// The version of the protocol that the destination speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_protocol_version: Option<Version>,
    /// What follows the reset, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_sequence: Option<Vec<StandardSyncOperation>>,
    /// The workspace's webhooks; not written for resets so far.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub webhook_operation_configs: Option<Json>,
    /// What the container that leads the reset needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_requirements: Option<ResourceRequirements>,
    /// What is reset. Absent in old jobs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_source_configuration: Option<ResetSourceConfiguration>,
    /// How far the connection was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Always `false`: what stands in for the source is the platform's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_source_custom_connector: Option<bool>,
    /// Whether the destination was made by the deployment's own people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_destination_custom_connector: Option<bool>,
    /// The workspace; not written for resets so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<Uuid>,
}

/// What a reset empties.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct ResetSourceConfiguration {
    /// The streams.
    pub streams_to_reset: Vec<StreamDescriptor>,
}

/// The check of a configuration, as old jobs did it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct JobCheckConnectionConfig {
    /// The side that is checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_type: Option<ActorType>,
    /// What is checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<Uuid>,
    /// The configuration.
    pub connection_configuration: Json,
    /// The connector's image with its tag.
    pub docker_image: String,
    /// The version of the protocol that the connector speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_version: Option<Version>,
    /// Whether the connector was made by the deployment's own people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_custom_connector: Option<bool>,
}

/// The question for a source's streams, as old jobs asked it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct JobDiscoverCatalogConfig {
    /// The configuration.
    pub connection_configuration: Json,
    /// The connector's image with its tag.
    pub docker_image: String,
    /// The source: an id, but any text may stand here.
    pub source_id: String,
    /// The connector's version.
    pub connector_version: String,
    /// The hash of the configuration.
    pub config_hash: String,
    /// The version of the protocol that the connector speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_version: Option<Version>,
    /// Whether the connector was made by the deployment's own people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_custom_connector: Option<bool>,
}

/// The question for a connector's specification, as old jobs asked it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct JobGetSpecConfig {
    /// The connector's image with its tag.
    pub docker_image: String,
    /// Whether the connector was made by the deployment's own people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_custom_connector: Option<bool>,
}

/// A version of the protocol. Never a bare text: the platform writes it as an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Version {
    /// The version: three numbers with dots, or `dev` and anything.
    pub version: String,
}
