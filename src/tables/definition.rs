//! Connector definitions, and who may use those that are not public.

use crate::blobs::{ActorDefinitionResourceRequirements, AllowedHosts, ConnectorSpecification, SuggestedStreams};
use crate::json::Json;
use crate::table::table;
use crate::tables::{ActorType, ReleaseStage, SourceType};
use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A connector definition: which image runs, and what it says about itself. Sources and destinations share the table.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::ActorDefinition;
///
/// let row = ActorDefinition::read(include_str!("../../tests/fixtures/rows/actor_definition.json"))?;
/// assert_eq!(row.docker_repository, "example/source-orders");
/// assert_eq!(row.spec.read()?.supports_dbt, Some(false));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorDefinition {
    /// The definition; for Airbyte's own connectors the same everywhere.
    pub id: Uuid,
    /// The connector's name for people.
    pub name: String,
    /// The image without its tag, such as `airbyte/source-postgres`. Not unique.
    pub docker_repository: String,
    /// The image's tag: the connector's version.
    pub docker_image_tag: String,
    /// Where it is described. The platform's model requires it, the column does not.
    pub documentation_url: Option<String>,
    /// The name of its picture's file.
    pub icon: Option<String>,
    /// Whether it reads or writes.
    pub actor_type: ActorType,
    /// What kind of system it speaks to; sources only.
    pub source_type: Option<SourceType>,
    /// The whole specification, not only the schema of its configuration.
    pub spec: Json<ConnectorSpecification>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Whether it is deleted; the row stays.
    #[serde(default)]
    pub tombstone: bool,
    /// How mature it is.
    pub release_stage: Option<ReleaseStage>,
    /// The day on which it was released.
    pub release_date: Option<Date>,
    /// What its containers need.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub resource_requirements: Option<Json<ActorDefinitionResourceRequirements>>,
    /// Whether every workspace may use it.
    #[serde(default)]
    pub public: bool,
    /// Whether the deployment's own people made it.
    #[serde(default)]
    pub custom: bool,
    /// The version of the Airbyte protocol that it speaks; NULL and blank mean 0.2.0.
    pub protocol_version: Option<String>,
    /// The image that normalizes its data; destinations only. All three of `normalization_*` or none.
    pub normalization_repository: Option<String>,
    /// The tag of that image.
    pub normalization_tag: Option<String>,
    /// Whether dbt can be run against it; destinations only. NULL means no.
    pub supports_dbt: Option<bool>,
    /// What normalization calls the destination's dialect.
    pub normalization_integration_type: Option<String>,
    /// Which hosts it may reach; NULL means all, an empty list none.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub allowed_hosts: Option<Json<AllowedHosts>>,
    /// Which streams are chosen at first; sources only. NULL means all.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub suggested_streams: Option<Json<SuggestedStreams>>,
}

table! {
    ActorDefinition is "actor_definition" in Config {
        id: uuid;
        name: varchar(256);
        docker_repository: varchar(256);
        docker_image_tag: varchar(256);
        documentation_url: varchar(256) null;
        icon: varchar(256) null;
        actor_type: literal(ActorType);
        source_type: literal(SourceType) null;
        spec: jsonb;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
        tombstone: boolean = false;
        release_stage: literal(ReleaseStage) null;
        release_date: date null;
        resource_requirements: jsonb null;
        public: boolean = false;
        custom: boolean = false;
        protocol_version: varchar(255) null;
        normalization_repository: varchar(255) null;
        normalization_tag: varchar(255) null;
        supports_dbt: boolean null;
        normalization_integration_type: varchar(255) null;
        allowed_hosts: jsonb null;
        suggested_streams: jsonb null;
    }
    primary "actor_definition_pkey" (id);
}

/// A grant: this workspace may use this definition, although it is not public.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::ActorDefinitionWorkspaceGrant;
///
/// let row = ActorDefinitionWorkspaceGrant::read(include_str!("../../tests/fixtures/rows/actor_definition_workspace_grant.json"))?;
/// assert_ne!(row.actor_definition_id, row.workspace_id);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorDefinitionWorkspaceGrant {
    /// The definition.
    pub actor_definition_id: Uuid,
    /// The workspace.
    pub workspace_id: Uuid,
}

table! {
    ActorDefinitionWorkspaceGrant is "actor_definition_workspace_grant" in Config {
        actor_definition_id: uuid;
        workspace_id: uuid;
    }
    unique "actor_definition_workspace_gr_workspace_id_actor_definition_key" (workspace_id, actor_definition_id);
    foreign "actor_definition_workspace_grant_actor_definition_id_fkey" (actor_definition_id) -> "actor_definition" ("id");
    foreign "actor_definition_workspace_grant_workspace_id_fkey" (workspace_id) -> "workspace" ("id");
}
