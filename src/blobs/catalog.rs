//! The streams that a source has, and those that a connection moves.

use crate::blobs::{DestinationSyncMode, SyncMode};
use crate::json::{AnyObject, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `actor_catalog.catalog`: the streams that a source was found to have.
///
/// Schemas of streams are kept in either spelling of the types: with `type`, or with `$ref` to well-known types.
///
/// ```
/// use airbyte_db::blobs::{AirbyteCatalog, SyncMode};
/// use airbyte_db::json::Json;
///
/// let kept: Json<AirbyteCatalog> = Json::parse(
///     r#"{"streams": [{
///         "name": "orders", "namespace": "shop", "supported_sync_modes": ["full_refresh", "incremental"],
///         "json_schema": {"type": "object", "properties": {"id": {"type": "integer"}}},
///         "source_defined_primary_key": [["id"]]
///     }]}"#,
/// )?;
/// let orders = &kept.read()?.streams[0];
/// assert_eq!(orders.namespace.as_deref(), Some("shop"));
/// assert_eq!(orders.supported_sync_modes.as_ref().unwrap()[1], SyncMode::Incremental);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteCatalog {
    /// The streams.
    pub streams: Vec<AirbyteStream>,
}

/// A stream of a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteStream {
    /// Its name: any text, even an empty one.
    pub name: String,
    /// The JSON Schema of its records. In a connection's catalog, columns that are not selected are taken out.
    pub json_schema: Json<AnyObject>,
    /// The ways in which it can be read, at least one. Absent or empty in older data, where full refresh may be
    /// assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supported_sync_modes: Option<Vec<SyncMode>>,
    /// Whether the source itself knows what is new, so that no cursor may be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_defined_cursor: Option<bool>,
    /// The way to the field that is the cursor where none is chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_cursor_field: Option<Vec<String>>,
    /// The ways to the fields of the primary key, where the source knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_defined_primary_key: Option<Vec<Vec<String>>>,
    /// Where the source has it: a database's schema, most often. An empty text is not the same as none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// `connection.catalog`: the streams that a connection moves, and how.
///
/// ```
/// use airbyte_db::blobs::{ConfiguredAirbyteCatalog, DestinationSyncMode};
/// use airbyte_db::json::Json;
///
/// let mut kept: Json<ConfiguredAirbyteCatalog> = Json::parse(
///     r#"{"streams": [{
///         "stream": {"name": "orders", "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
///         "sync_mode": "full_refresh", "destination_sync_mode": "append", "generation_id": 7
///     }]}"#,
/// )?;
/// kept.update(|catalog| catalog.streams[0].destination_sync_mode = Some(DestinationSyncMode::Overwrite))?;
/// // What a later version has added is still there.
/// assert!(kept.text().ends_with(r#""destination_sync_mode":"overwrite","generation_id":7}]}"#));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConfiguredAirbyteCatalog {
    /// The streams.
    pub streams: Vec<ConfiguredAirbyteStream>,
}

/// A stream that a connection moves, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConfiguredAirbyteStream {
    /// The stream.
    pub stream: AirbyteStream,
    /// How it is read; `full_refresh` is declared as the default, but always written.
    pub sync_mode: SyncMode,
    /// For `incremental`, where the source does not know itself what is new: the way to the field that tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor_field: Option<Vec<String>>,
    /// How it is written; `append` where absent. Rows from before destinations had modes lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_sync_mode: Option<DestinationSyncMode>,
    /// For `append_dedup`: the ways to the fields of the primary key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<Vec<Vec<String>>>,
}
