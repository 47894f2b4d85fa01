//! Connections, the operations that follow their syncs, and the streams that wait to be reset.

use crate::blobs::{
    ConfiguredAirbyteCatalog, FieldSelectionData, OperatorDbt, OperatorNormalization, OperatorWebhook,
    ResourceRequirements, Schedule, ScheduleData,
};
use crate::json::Json;
use crate::table::table;
use crate::tables::{GeographyType, NamespaceDefinitionType, OperatorType, ScheduleType, StatusType};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A connection: what moves from which source to which destination, and when. Its workspace is its source's.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Connection;
///
/// let row = Connection::read(include_str!("../../tests/fixtures/rows/connection.json"))?;
/// assert!(row.schedule.expect("it is not SQL NULL").is_null());
/// let data = row.schedule_data.expect("there is some").read()?;
/// assert_eq!(data.cron.expect("it is a cron").cron_time_zone, "Europe/Berlin");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Connection {
    /// The connection.
    pub id: Uuid,
    /// How the namespace at the destination is found. The data catalog calls it `namespace_type`.
    #[serde(alias = "namespace_type")]
    pub namespace_definition: NamespaceDefinitionType,
    /// The namespace where it is the connection's own; `${SOURCE_NAMESPACE}` stands for the source's.
    pub namespace_format: Option<String>,
    /// What stands before the name of each table at the destination.
    pub prefix: Option<String>,
    /// The source.
    pub source_id: Uuid,
    /// The destination.
    pub destination_id: Uuid,
    /// Its name for people.
    pub name: String,
    /// The streams that are moved, and how.
    pub catalog: Json<ConfiguredAirbyteCatalog>,
    /// Whether it runs. NULL counts as not deleted.
    pub status: Option<StatusType>,
    /// The interval, as it once was stored. The platform writes `null` where there is none and cannot read SQL NULL.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Json<Schedule>>,
    /// Whether only a person starts it. Older than `schedule_type`, and must agree with it.
    pub manual: bool,
    /// What its containers need. The platform writes `null` where nothing is asked and cannot read SQL NULL.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub resource_requirements: Option<Json<ResourceRequirements>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The catalog that the streams were chosen from. Deleting that row deletes the connection.
    pub source_catalog_id: Option<Uuid>,
    /// What starts it.
    pub schedule_type: Option<ScheduleType>,
    /// The interval or the cron expression; `null` where a person starts it.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub schedule_data: Option<Json<ScheduleData>>,
    /// Where its data is processed.
    #[serde(default = "GeographyType::auto")]
    pub geography: GeographyType,
    /// Whether changes of the source's schema are told.
    #[serde(default = "yes")]
    pub notify_schema_changes: bool,
    /// What happens when the source's schema changes and nothing breaks: `ignore` or `disable`. Not an enum in the
    /// database (facts, trap 12).
    #[serde(default = "ignore")]
    pub non_breaking_change_preference: String,
    /// Whether the source's schema changed in a way that breaks it.
    #[serde(default)]
    pub breaking_change: bool,
    /// Whether one of its connectors speaks a version of the protocol that the platform does not. Never set here.
    #[serde(default)]
    pub unsupported_protocol_version: bool,
    /// Of which streams only some fields are moved.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub field_selection_data: Option<Json<FieldSelectionData>>,
}

fn yes() -> bool {
    true
}

fn ignore() -> String {
    "ignore".to_owned()
}

table! {
    Connection is "connection" in Config {
        id: uuid;
        namespace_definition (alias "namespace_type"): literal(NamespaceDefinitionType);
        namespace_format: varchar(256) null;
        prefix: varchar(256) null;
        source_id: uuid;
        destination_id: uuid;
        name: varchar(256);
        catalog: jsonb;
        status: literal(StatusType) null;
        schedule: jsonb null;
        manual: boolean;
        resource_requirements: jsonb null;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
        source_catalog_id: uuid null;
        schedule_type: literal(ScheduleType) null;
        schedule_data: jsonb null;
        geography: literal(GeographyType) = text("AUTO");
        notify_schema_changes: boolean = true;
        non_breaking_change_preference: varchar(7) = text("ignore");
        breaking_change: boolean = false;
        unsupported_protocol_version: boolean = false;
        field_selection_data: jsonb null;
    }
    primary "connection_pkey" (id);
    index "connection_source_id_idx" (source_id);
    index "connection_destination_id_idx" (destination_id);
    index "connection_status_idx" (status);
    foreign "connection_source_id_fkey" (source_id) -> "actor" ("id");
    foreign "connection_destination_id_fkey" (destination_id) -> "actor" ("id");
    foreign "connection_actor_catalog_id_fk" (source_catalog_id) -> "actor_catalog" ("id");
}

/// A stream that the next run of its connection empties. A queue: rows go when the reset is done.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::StreamReset;
///
/// let row = StreamReset::read(include_str!("../../tests/fixtures/rows/stream_reset.json"))?;
/// assert_eq!((row.stream_name.as_str(), row.stream_namespace), ("orders", None));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StreamReset {
    /// The row, though no key says so.
    pub id: Uuid,
    /// The connection. Not a foreign key.
    pub connection_id: Uuid,
    /// The stream's namespace.
    pub stream_namespace: Option<String>,
    /// The stream's name.
    pub stream_name: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the row was last changed.
    pub updated_at: Timestamp,
}

table! {
    StreamReset is "stream_reset" in Config {
        id: uuid;
        connection_id: uuid;
        stream_namespace: text null;
        stream_name: text;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
    }
    unique "stream_reset_connection_id_stream_name_stream_namespace_key" (connection_id, stream_name, stream_namespace);
    index "connection_id_stream_name_namespace_idx" (connection_id, stream_name, stream_namespace);
}

/// Something that is done to the data after a sync.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Operation;
///
/// let row = Operation::read(include_str!("../../tests/fixtures/rows/operation.json"))?;
/// assert_eq!(row.operator_type.as_str(), "normalization");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Operation {
    /// The operation.
    pub id: Uuid,
    /// The workspace that it belongs to.
    pub workspace_id: Uuid,
    /// Its name for people.
    pub name: String,
    /// What it does, and so which of the columns `operator_*` is filled.
    pub operator_type: OperatorType,
    /// For `normalization`. The platform writes `null` otherwise and cannot read SQL NULL.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub operator_normalization: Option<Json<OperatorNormalization>>,
    /// For `dbt`. The platform writes `null` otherwise and cannot read SQL NULL.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub operator_dbt: Option<Json<OperatorDbt>>,
    /// Whether it is deleted; the row stays.
    #[serde(default)]
    pub tombstone: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// For `webhook`; `null` or SQL NULL otherwise.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub operator_webhook: Option<Json<OperatorWebhook>>,
}

table! {
    Operation is "operation" in Config {
        id: uuid;
        workspace_id: uuid;
        name: varchar(256);
        operator_type: literal(OperatorType);
        operator_normalization: jsonb null;
        operator_dbt: jsonb null;
        tombstone: boolean = false;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
        operator_webhook: jsonb null;
    }
    primary "operation_pkey" (id);
    foreign "operation_workspace_id_fkey" (workspace_id) -> "workspace" ("id");
}

/// That a connection is followed by an operation. The same pair may stand here twice.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::ConnectionOperation;
///
/// let row = ConnectionOperation::read(include_str!("../../tests/fixtures/rows/connection_operation.json"))?;
/// assert_ne!(row.connection_id, row.operation_id);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConnectionOperation {
    /// The row.
    pub id: Uuid,
    /// The connection.
    pub connection_id: Uuid,
    /// The operation.
    pub operation_id: Uuid,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

table! {
    ConnectionOperation is "connection_operation" in Config {
        id: uuid;
        connection_id: uuid;
        operation_id: uuid;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
    }
    primary "connection_operation_pkey" (id, connection_id, operation_id);
    index "connection_operation_connection_id_idx" (connection_id);
    foreign "connection_operation_connection_id_fkey" (connection_id) -> "connection" ("id");
    foreign "connection_operation_operation_id_fkey" (operation_id) -> "operation" ("id");
}
