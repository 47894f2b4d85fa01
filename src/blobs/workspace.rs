//! The documents of a workspace: who is told of syncs, and which web addresses operations may call.

use crate::blobs::{SecretReference, SecretText};
use crate::literal::literals;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use uuid::Uuid;

/// `workspace.notifications`: who is told how syncs end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Notifications(pub Vec<Notification>);

/// One of those who are told how syncs end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// The way.
    pub notification_type: NotificationType,
    /// Whether a success is told; `false` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_on_success: Option<bool>,
    /// Whether a failure is told; `true` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_on_failure: Option<bool>,
    /// For `slack`: where to. Nothing checks that it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack_configuration: Option<SlackNotificationConfiguration>,
    /// For `customerio`: it has no members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customerio_configuration: Option<CustomerioNotificationConfiguration>,
}

literals! {
    /// A way of telling how a sync ended.
    pub enum NotificationType {
        /// A message in Slack.
        Slack = "slack",
        /// A mail through customer.io.
        Customerio = "customerio",
    }
}

/// Where a message in Slack goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SlackNotificationConfiguration {
    /// The web address. Who knows it can write there; it may be empty.
    pub webhook: SecretText,
}

/// The settings of customer.io: none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CustomerioNotificationConfiguration {}

/// `workspace.webhook_operation_configs`: the web addresses that operations may call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct WebhookOperationConfigs {
    /// One a service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_configs: Option<Vec<WebhookConfig>>,
}

/// A service that operations may call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookConfig {
    /// What an operation refers to it by.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What proves that the caller may. Stored as a reference where there is a secret store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_token: Option<AuthToken>,
}

/// A token, or a reference to it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum AuthToken {
    /// Where it is kept.
    Reference(SecretReference),
    /// The token itself.
    Token(SecretText),
}

/// By hand: serde's own reading of untagged enums takes a list for an object, and shows as a reference what may be a
/// token.
impl<'de> Deserialize<'de> for AuthToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AuthTokenVisitor;

        impl<'de> Visitor<'de> for AuthTokenVisitor {
            type Value = AuthToken;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text or a reference to a secret")
            }

            fn visit_str<E>(self, text: &str) -> Result<AuthToken, E> {
                Ok(AuthToken::Token(text.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<AuthToken, A::Error> {
                SecretReference::deserialize(MapAccessDeserializer::new(members)).map(AuthToken::Reference)
            }
        }

        deserializer.deserialize_any(AuthTokenVisitor)
    }
}
