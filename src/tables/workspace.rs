//! Workspaces.

use crate::blobs::{Notifications, WebhookOperationConfigs};
use crate::json::Json;
use crate::table::table;
use crate::tables::GeographyType;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A workspace: actors, connections and operations belong to one. An open-source deployment has one by habit.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::Workspace;
///
/// let row = Workspace::read(include_str!("../../tests/fixtures/rows/workspace.json"))?;
/// assert_eq!(row.slug, "shop");
/// assert_eq!(row.notifications.expect("there are some").read()?.0.len(), 1);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Workspace {
    /// The workspace.
    pub id: Uuid,
    /// The customer that it belongs to; a random id in open-source deployments.
    pub customer_id: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// Its name in web addresses: unique among all workspaces by habit, not by a key.
    pub slug: String,
    /// Where its people are told of news.
    pub email: Option<String>,
    /// Whether the first questions were answered.
    pub initial_setup_complete: bool,
    /// Whether usage is reported without names.
    pub anonymous_data_collection: Option<bool>,
    /// Whether the newsletter is wanted. The platform's model calls it `news`.
    pub send_newsletter: Option<bool>,
    /// Whether news of security are wanted. The model calls it `securityUpdates`.
    pub send_security_updates: Option<bool>,
    /// Whether the setup wizard is shown.
    pub display_setup_wizard: Option<bool>,
    /// Whether it is deleted; the row stays.
    #[serde(default)]
    pub tombstone: bool,
    /// Who is told how syncs end. The platform cannot read a row where this is NULL or the document `null`.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Json<Notifications>>,
    /// Whether any sync ended well. The model calls it `firstCompletedSync`.
    pub first_sync_complete: Option<bool>,
    /// Whether feedback was given. The model calls it `feedbackDone`.
    pub feedback_complete: Option<bool>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed; the application sets it, not the database.
    pub updated_at: Timestamp,
    /// Where its data is processed. The model calls it `defaultGeography`.
    #[serde(default = "GeographyType::auto")]
    pub geography: GeographyType,
    /// The web addresses that operations may call, with the tokens split off into `secrets`.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub webhook_operation_configs: Option<Json<WebhookOperationConfigs>>,
}

table! {
    Workspace is "workspace" in Config {
        id: uuid;
        customer_id: uuid null;
        name: varchar(256);
        slug: varchar(256);
        email: varchar(256) null;
        initial_setup_complete: boolean;
        anonymous_data_collection: boolean null;
        send_newsletter: boolean null;
        send_security_updates: boolean null;
        display_setup_wizard: boolean null;
        tombstone: boolean = false;
        notifications: jsonb null;
        first_sync_complete: boolean null;
        feedback_complete: boolean null;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
        geography: literal(GeographyType) = text("AUTO");
        webhook_operation_configs: jsonb null;
    }
    primary "workspace_pkey" (id);
}
