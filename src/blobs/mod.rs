//! The documents that stand inside columns: what they are and how they are read, from whatever form people have.
//! They know nothing of tables, nor of how a configuration is judged.

mod attempt;
mod catalog;
mod connector;
mod definition;
mod job;
mod registry;
mod secret;
mod specification;
mod state;
mod sync;
mod workspace;

pub use attempt::{
    AttemptFailureSummary, CheckConnectionStatus, FailureOrigin, FailureReason, FailureType, JobOutput,
    NormalizationFailures, NormalizationSummary, OutputType, ReplicationStatus, StandardCheckConnectionOutput,
    StandardDiscoverCatalogOutput, StandardGetSpecOutput, StandardSyncOutput, StandardSyncSummary, StreamSyncStats,
    SyncStats, WebhookOperationSummary,
};
pub use catalog::{AirbyteCatalog, AirbyteStream, ConfiguredAirbyteCatalog, ConfiguredAirbyteStream};
pub use connector::{
    AdvancedAuth, AuthFlowType, AuthSpecification, AuthType, ConnectorSpecification, DestinationSyncMode,
    OAuth2Specification, OAuthConfigSpecification, RootObjectStep, SyncMode,
};
pub use definition::{
    ActorDefinitionResourceRequirements, AllowedHosts, JobType, JobTypeResourceLimit, ResourceRequirements,
    SuggestedStreams,
};
pub use job::{
    JobCheckConnectionConfig, JobConfig, JobDiscoverCatalogConfig, JobGetSpecConfig, JobResetConnectionConfig,
    JobSyncConfig, ResetSourceConfiguration, Version,
};
pub use registry::{Definition, Registry};
pub use secret::{SecretReference, SecretText};
pub use specification::Specification;
pub use state::{
    AirbyteGlobalState, AirbyteStateMessage, AirbyteStateType, AirbyteStreamState, State, StreamDescriptor, TypedState,
};
pub use sync::{
    BasicSchedule, Cron, FieldSelectionData, NormalizationOption, OperatorDbt, OperatorNormalization, OperatorWebhook,
    Schedule, ScheduleData, StandardSyncOperation, TimeUnit,
};
pub use workspace::{
    AuthToken, CustomerioNotificationConfiguration, Notification, NotificationType, Notifications,
    SlackNotificationConfiguration, WebhookConfig, WebhookOperationConfigs,
};

/// Hands every document to a macro: those in columns first, then what stands in them.
macro_rules! each_document {
    ($then:ident) => {
        $then! {
            ConnectorSpecification,
            ActorDefinitionResourceRequirements,
            AllowedHosts,
            SuggestedStreams,
            Notifications,
            WebhookOperationConfigs,
            AirbyteCatalog,
            ConfiguredAirbyteCatalog,
            Schedule,
            ScheduleData,
            FieldSelectionData,
            ResourceRequirements,
            OperatorNormalization,
            OperatorDbt,
            OperatorWebhook,
            State,
            JobConfig,
            JobOutput,
            AttemptFailureSummary,
            NormalizationFailures,
            SecretReference,
            AdvancedAuth,
            OAuthConfigSpecification,
            AuthSpecification,
            OAuth2Specification,
            JobTypeResourceLimit,
            Notification,
            SlackNotificationConfiguration,
            CustomerioNotificationConfiguration,
            WebhookConfig,
            AirbyteStream,
            ConfiguredAirbyteStream,
            BasicSchedule,
            Cron,
            StandardSyncOperation,
            AirbyteStateMessage,
            AirbyteStreamState,
            AirbyteGlobalState,
            StreamDescriptor,
            JobSyncConfig,
            JobResetConnectionConfig,
            ResetSourceConfiguration,
            JobCheckConnectionConfig,
            JobDiscoverCatalogConfig,
            JobGetSpecConfig,
            Version,
            StandardSyncOutput,
            StandardSyncSummary,
            SyncStats,
            StreamSyncStats,
            NormalizationSummary,
            WebhookOperationSummary,
            StandardCheckConnectionOutput,
            StandardDiscoverCatalogOutput,
            StandardGetSpecOutput,
            FailureReason,
        }
    };
}

macro_rules! names_of {
    ($($document:ident,)+) => { &[ $( stringify!($document) ),+ ] };
}

pub(crate) use each_document;

/// The names of all documents: those in columns first, then what stands in them.
pub const DOCUMENTS: &[&str] = each_document!(names_of);

use crate::error::{Error, ErrorKind, Position};
use crate::json::{Kind, Value};
use std::borrow::Cow;

/// The first of several names under which an object has a member: the platform's documents use both spellings.
fn member<'doc>(object: Value<'doc>, names: &[&str]) -> Option<Value<'doc>> {
    names.iter().find_map(|name| object.get(name))
}

/// The text of a member; `None` for another kind of value.
fn text_member<'doc>(object: Value<'doc>, names: &[&str]) -> Option<Cow<'doc, str>> {
    member(object, names).and_then(Value::as_str)
}

/// What a value is, for a sentence.
fn a_kind(value: Value<'_>) -> &'static str {
    match value.kind() {
        Kind::Null => "null",
        Kind::Boolean => "a boolean",
        Kind::Number => "a number",
        Kind::String => "a text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    }
}

/// The error of one line, told with the place in the whole text.
fn on_line(error: Error, line: usize) -> Error {
    let moved = |position: Position| Position { line, ..position };
    match error.kind().clone() {
        ErrorKind::JsonSyntax { position, message } => {
            ErrorKind::JsonSyntax { position: moved(position), message }.into()
        }
        ErrorKind::TooDeep { position, limit } => ErrorKind::TooDeep { position: moved(position), limit }.into(),
        _ => error,
    }
}

/// Text on one line, shortened to a number of characters.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter(|c| !c.is_control()).collect();
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most - 1).chain(['…']).collect()
}
