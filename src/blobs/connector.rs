//! A connector's specification as a plain type: what `actor_definition.spec` holds.

use crate::json::{AnyObject, Json};
use crate::literal::literals;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `actor_definition.spec`: what a connector says about itself.
///
/// Member names are camelCase and snake_case side by side; that is how connectors write them.
///
/// ```
/// use airbyte_db::blobs::ConnectorSpecification;
/// use airbyte_db::json::Json;
///
/// let kept: Json<ConnectorSpecification> = Json::parse(
///     r#"{
///         "documentationUrl": "https://docs.example.com/sources/pond",
///         "connectionSpecification": {"type": "object", "properties": {"depth": {"type": "integer"}}},
///         "supportsNormalization": false, "supportsDBT": false, "supported_destination_sync_modes": []
///     }"#,
/// )?;
/// let specification = kept.read()?;
/// assert_eq!(specification.supports_dbt, Some(false));
/// let schema = specification.connection_specification.document()?;
/// assert!(schema.pointer("/properties/depth").is_some());
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorSpecification {
    /// Where the connector is described for people. A URI; the platform cannot read a row where it is a broken one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub documentation_url: Option<String>,
    /// Where the connector's changes are listed. A URI, as above.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub changelog_url: Option<String>,
    /// The JSON Schema of the configuration.
    pub connection_specification: Json<AnyObject>,
    /// Whether the connector can sync incrementally; nobody asks any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supports_incremental: Option<bool>,
    /// Whether the destination takes part in normalization; `false` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supports_normalization: Option<bool>,
    /// Whether dbt can be run against the destination; `false` where absent.
    #[serde(rename = "supportsDBT", skip_serializing_if = "Option::is_none")]
    pub supports_dbt: Option<bool>,
    /// The ways in which the destination can write. For sources it is `[]`, which the platform writes unasked.
    #[serde(rename = "supported_destination_sync_modes", skip_serializing_if = "Option::is_none")]
    pub supported_destination_sync_modes: Option<Vec<DestinationSyncMode>>,
    /// The older way of saying what `advanced_auth` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_specification: Option<AuthSpecification>,
    /// How the platform may obtain credentials by OAuth.
    #[serde(rename = "advanced_auth", skip_serializing_if = "Option::is_none")]
    pub advanced_auth: Option<AdvancedAuth>,
    /// The version of the Airbyte protocol that the connector speaks; the platform takes `0.2.0` where it is absent.
    #[serde(rename = "protocol_version", skip_serializing_if = "Option::is_none")]
    pub protocol_version: Option<String>,
}

/// The older way of describing OAuth: by places in the configuration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuthSpecification {
    /// The kind of authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_type: Option<AuthType>,
    /// The places.
    #[serde(rename = "oauth2Specification", skip_serializing_if = "Option::is_none")]
    pub oauth2_specification: Option<OAuth2Specification>,
}

literals! {
    /// The kinds of authentication that the older description knows.
    pub enum AuthType {
        /// OAuth 2.0.
        Oauth20 = "oauth2.0",
    }
}

/// Where in a configuration the parameters of OAuth stand.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OAuth2Specification {
    /// The way to the object that holds them all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root_object: Option<Vec<RootObjectStep>>,
    /// The ways, below that object, to what must be known before the flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth_flow_init_parameters: Option<Vec<Vec<String>>>,
    /// The ways, below that object, to what the flow gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth_flow_output_parameters: Option<Vec<Vec<String>>>,
}

/// One step into a configuration. The schema allows numbers; real specs write them as text (`"0"`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RootObjectStep {
    /// Which branch of a `oneOf`, counted from 0.
    Branch(i64),
    /// A member's name, or the number of a branch as text.
    Member(String),
}

/// How the platform may obtain credentials by OAuth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdvancedAuth {
    /// The version of OAuth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_flow_type: Option<AuthFlowType>,
    /// The way to the member of the configuration that says whether OAuth is used; always where absent or empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicate_key: Option<Vec<String>>,
    /// What that member must say, letter by letter; where absent or blank it must only be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicate_value: Option<String>,
    /// What goes into the flow, what comes out, and where in the configuration it belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth_config_specification: Option<OAuthConfigSpecification>,
}

literals! {
    /// The version of OAuth that a connector uses.
    pub enum AuthFlowType {
        /// OAuth 2.0.
        Oauth20 = "oauth2.0",
        /// OAuth 1.0.
        Oauth10 = "oauth1.0",
    }
}

/// What goes into an OAuth flow and what comes out: JSON Schemas whose properties say with
/// `path_in_connector_config` where in the configuration they belong.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OAuthConfigSpecification {
    /// What the user has typed in that the flow needs.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub oauth_user_input_from_connector_config_specification: Option<Json<AnyObject>>,
    /// What the flow gives and the configuration takes.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub complete_oauth_output_specification: Option<Json<AnyObject>>,
    /// The parameters of a deployment or workspace: what `actor_oauth_parameter.configuration` holds.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub complete_oauth_server_input_specification: Option<Json<AnyObject>>,
    /// Those of the parameters that the configuration takes when it is run.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub complete_oauth_server_output_specification: Option<Json<AnyObject>>,
    /// For connectors that are written as data: how the flow is carried out. No schema but settings; only later
    /// versions of the platform know it.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub oauth_connector_input_specification: Option<Json<AnyObject>>,
}

literals! {
    /// How a source reads a stream.
    pub enum SyncMode {
        /// All of it, each time.
        FullRefresh = "full_refresh",
        /// What is new since the last time.
        Incremental = "incremental",
    }
}

literals! {
    /// How a destination writes a stream.
    pub enum DestinationSyncMode {
        /// Beside what is there.
        Append = "append",
        /// In place of what is there.
        Overwrite = "overwrite",
        /// Beside what is there, then of records with the same primary key only the last is kept.
        AppendDedup = "append_dedup",
    }
}
