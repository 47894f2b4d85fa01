//! Secrets, and the accounts that a workspace uses in the cloud.

use crate::blobs::SecretText;
use crate::json::Json;
use crate::table::table;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A version of a secret. The table comes to be when it is first used, and nothing is ever deleted from it.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Secret;
///
/// let row = Secret::read(include_str!("../../tests/fixtures/rows/secrets.json"))?;
/// assert!(row.coordinate.ends_with("_v1"));
/// assert_eq!(format!("{:?}", row.payload), "Some(SecretText(..))");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Secret {
    /// What the secret is called where it was taken out, with `_v` and its version at the end.
    pub coordinate: String,
    /// The secret, in clear.
    pub payload: Option<SecretText>,
}

table! {
    Secret is "secrets" in Config {
        coordinate: text;
        payload: text null;
    }
    primary "secrets_pkey" (coordinate);
}

/// An account that a workspace uses in the cloud.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::WorkspaceServiceAccount;
///
/// let row = WorkspaceServiceAccount::read(include_str!("../../tests/fixtures/rows/workspace_service_account.json"))?;
/// assert!(row.hmac_key.text().starts_with(r#"{"_secret":"#));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorkspaceServiceAccount {
    /// The workspace.
    pub workspace_id: Uuid,
    /// The account's id at the cloud.
    pub service_account_id: String,
    /// The account's address at the cloud.
    pub service_account_email: String,
    /// Its credential, or `{"_secret": "…"}` where there is a secret store.
    pub json_credential: Json,
    /// Its key, or `{"_secret": "…"}` where there is a secret store.
    pub hmac_key: Json,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

table! {
    WorkspaceServiceAccount is "workspace_service_account" in Config {
        workspace_id: uuid;
        service_account_id: varchar(31);
        service_account_email: varchar(256);
        json_credential: jsonb;
        hmac_key: jsonb;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
    }
    primary "workspace_service_account_pkey" (workspace_id, service_account_id);
    foreign "workspace_service_account_workspace_id_fkey" (workspace_id) -> "workspace" ("id");
}
