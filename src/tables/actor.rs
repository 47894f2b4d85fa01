//! Configured sources and destinations, what they discovered, and the credentials of the deployment's own apps.

use crate::blobs::AirbyteCatalog;
use crate::json::Json;
use crate::table::table;
use crate::tables::ActorType;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A configured source or destination.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Actor;
///
/// let row = Actor::read(include_str!("../../tests/fixtures/rows/actor.json"))?;
/// assert_eq!(row.name, "Orders");
/// assert!(row.configuration.document()?.pointer("/token/_secret").is_some());
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// The actor.
    pub id: Uuid,
    /// The workspace that it belongs to.
    pub workspace_id: Uuid,
    /// The connector.
    pub actor_definition_id: Uuid,
    /// Its name for people.
    pub name: String,
    /// Its configuration, as its definition's spec describes it, with `{"_secret": "…"}` in the place of secrets.
    pub configuration: Json,
    /// Whether it is a source or a destination. Nothing in the database ties it to the definition's own type.
    pub actor_type: ActorType,
    /// Whether it is deleted; the row stays.
    #[serde(default)]
    pub tombstone: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

table! {
    Actor is "actor" in Config {
        id: uuid;
        workspace_id: uuid;
        actor_definition_id: uuid;
        name: varchar(256);
        configuration: jsonb;
        actor_type: literal(ActorType);
        tombstone: boolean = false;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
    }
    primary "actor_pkey" (id);
    index "actor_actor_definition_id_idx" (actor_definition_id);
    index "actor_workspace_id_idx" (workspace_id);
    foreign "actor_workspace_id_fkey" (workspace_id) -> "workspace" ("id");
    foreign "actor_actor_definition_id_fkey" (actor_definition_id) -> "actor_definition" ("id");
}

/// A catalog that a source discovered. Sources that discover the same share one.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::ActorCatalog;
///
/// let row = ActorCatalog::read(include_str!("../../tests/fixtures/rows/actor_catalog.json"))?;
/// assert_eq!(row.catalog_hash, "8eaec2ee");
/// assert_eq!(row.catalog.read()?.streams[0].name, "orders");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorCatalog {
    /// The catalog.
    pub id: Uuid,
    /// The streams, unconfigured.
    pub catalog: Json<AirbyteCatalog>,
    /// The murmur3 hash of the catalog's text before it was stored: 8 hex digits. Indexed, not unique.
    pub catalog_hash: String,
    /// When it was first seen. The only timestamp of the Config database without a default.
    pub created_at: Timestamp,
    /// When it was last changed; this table calls it so.
    pub modified_at: Timestamp,
}

table! {
    ActorCatalog is "actor_catalog" in Config {
        id: uuid;
        catalog: jsonb;
        catalog_hash: varchar(32);
        created_at: timestamptz;
        modified_at: timestamptz = now;
    }
    primary "actor_catalog_pkey" (id);
    index "actor_catalog_catalog_hash_id_idx" (catalog_hash);
}

/// One time that a source was asked for its catalog.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::ActorCatalogFetchEvent;
///
/// let row = ActorCatalogFetchEvent::read(include_str!("../../tests/fixtures/rows/actor_catalog_fetch_event.json"))?;
/// assert_eq!(row.config_hash.len(), 32);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorCatalogFetchEvent {
    /// The event.
    pub id: Uuid,
    /// What was found. The data catalog calls it `catalog_id`.
    #[serde(alias = "catalog_id")]
    pub actor_catalog_id: Uuid,
    /// The source that was asked.
    pub actor_id: Uuid,
    /// The hash of the configuration that it had: MD5, 32 hex digits, although the data catalog says murmur3.
    pub config_hash: String,
    /// The tag of the image that was asked.
    pub actor_version: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// When the row was last changed; this table calls it so.
    pub modified_at: Timestamp,
}

table! {
    ActorCatalogFetchEvent is "actor_catalog_fetch_event" in Config {
        id: uuid;
        actor_catalog_id (alias "catalog_id"): uuid;
        actor_id: uuid;
        config_hash: varchar(32);
        actor_version: varchar(256);
        created_at: timestamptz = now;
        modified_at: timestamptz = now;
    }
    primary "actor_catalog_fetch_event_pkey" (id);
    index "actor_catalog_fetch_event_actor_catalog_id_idx" (actor_catalog_id);
    index "actor_catalog_fetch_event_actor_id_idx" (actor_id);
    foreign "actor_catalog_fetch_event_actor_catalog_id_fkey" (actor_catalog_id) -> "actor_catalog" ("id");
    foreign "actor_catalog_fetch_event_actor_id_fkey" (actor_id) -> "actor" ("id");
}

/// The credentials of an app that people sign in through, for a definition.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::ActorOauthParameter;
///
/// let row = ActorOauthParameter::read(include_str!("../../tests/fixtures/rows/actor_oauth_parameter.json"))?;
/// assert_eq!(row.workspace_id, None);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorOauthParameter {
    /// The parameter.
    pub id: Uuid,
    /// The workspace that uses it; NULL for the whole deployment. Not a foreign key.
    pub workspace_id: Option<Uuid>,
    /// The definition. Not a foreign key.
    pub actor_definition_id: Uuid,
    /// What the spec's `complete_oauth_server_input_specification` asks for, flat or nested. It stands in clear.
    pub configuration: Json,
    /// Whether the definition is a source's or a destination's.
    pub actor_type: ActorType,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

table! {
    ActorOauthParameter is "actor_oauth_parameter" in Config {
        id: uuid;
        workspace_id: uuid null;
        actor_definition_id: uuid;
        configuration: jsonb;
        actor_type: literal(ActorType);
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
    }
    primary "actor_oauth_parameter_pkey" (id);
    index "actor_oauth_parameter_workspace_definition_idx" (workspace_id, actor_definition_id);
}
