//! Where the next sync of a connection goes on.

use crate::json::Json;
use crate::table::table;
use crate::tables::StateType;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The state of a stream, or what the streams of a connection share, or a whole connection's (facts, blobs 5).
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::State;
///
/// let row = State::read(include_str!("../../tests/fixtures/rows/state.json"))?;
/// assert_eq!(row.r#type.as_str(), "STREAM");
/// assert_eq!(row.state.expect("there is one").text(), r#"{"cursor":"2023-01-29"}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// The row; together with the connection its key.
    pub id: Uuid,
    /// The connection.
    pub connection_id: Uuid,
    /// What the connector said. In a `LEGACY` row it stands inside `{"state": …}`. The platform cannot read SQL NULL.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub state: Option<Json>,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
    /// The stream; NULL in the shared row of a global state and in a legacy one.
    pub stream_name: Option<String>,
    /// The stream's namespace.
    pub namespace: Option<String>,
    /// What the row holds; all rows of a connection have the same.
    #[serde(rename = "type", default = "legacy")]
    pub r#type: StateType,
}

fn legacy() -> StateType {
    StateType::Legacy
}

table! {
    State is "state" in Config {
        id: uuid;
        connection_id: uuid;
        state: jsonb null;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
        stream_name: text null;
        namespace: text null;
        r#type: literal(StateType) = text("LEGACY");
    }
    primary "state_pkey" (id, connection_id);
    unique "state__connection_id__stream_name__namespace__uq" (connection_id, stream_name, namespace);
    foreign "state_connection_id_fkey" (connection_id) -> "connection" ("id");
}
