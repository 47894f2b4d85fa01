//! The documents of a connection beside its catalog, and of the operations that follow its syncs.

use crate::blobs::SecretText;
use crate::literal::literals;
use crate::tables::OperatorType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// `connection.schedule`: the interval of the syncs, as it was written before there were cron expressions.
///
/// ```
/// use airbyte_db::blobs::Schedule;
/// use airbyte_db::json::Json;
///
/// let kept: Json<Schedule> = Json::parse(r#"{"timeUnit": "hours", "units": 6}"#)?;
/// let schedule = kept.read()?;
/// assert_eq!(schedule.time_unit.seconds().map(|unit| unit * schedule.units), Some(21_600));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Schedule {
    /// The unit.
    pub time_unit: TimeUnit,
    /// How many of them; nothing checks that it is more than none.
    pub units: i64,
}

literals! {
    /// The unit of an interval between syncs.
    pub enum TimeUnit {
        /// 60 seconds.
        Minutes = "minutes",
        /// 60 minutes.
        Hours = "hours",
        /// 24 hours.
        Days = "days",
        /// 7 days.
        Weeks = "weeks",
        /// 30 days, whatever the month.
        Months = "months",
    }
}

impl TimeUnit {
    /// How long it is; `None` for a unit that this version does not know.
    pub fn seconds(&self) -> Option<i64> {
        const DAY: i64 = 24 * 60 * 60;
        match self {
            TimeUnit::Minutes => Some(60),
            TimeUnit::Hours => Some(60 * 60),
            TimeUnit::Days => Some(DAY),
            TimeUnit::Weeks => Some(7 * DAY),
            TimeUnit::Months => Some(30 * DAY),
            TimeUnit::Unknown(_) => None,
        }
    }
}

/// `connection.schedule_data`: when syncs start. Both members may be there; `connection.schedule_type` decides.
///
/// ```
/// use airbyte_db::blobs::ScheduleData;
/// use airbyte_db::json::Json;
///
/// let kept: Json<ScheduleData> =
///     Json::parse(r#"{"cron": {"cronExpression": "0 30 5 * * ?", "cronTimeZone": "Europe/Berlin"}}"#)?;
/// assert_eq!(kept.read()?.cron.unwrap().cron_time_zone, "Europe/Berlin");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct ScheduleData {
    /// By an interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basic_schedule: Option<BasicSchedule>,
    /// By a cron expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cron: Option<Cron>,
}

/// An interval between syncs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BasicSchedule {
    /// The unit.
    pub time_unit: TimeUnit,
    /// How many of them; nothing checks that it is more than none.
    pub units: i64,
}

/// Times at which syncs start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Cron {
    /// The times, in the syntax of Quartz: 6 or 7 fields, seconds first.
    pub cron_expression: String,
    /// The time zone: an id that Joda-Time knows, but none that starts with `etc`.
    pub cron_time_zone: String,
}

/// `connection.field_selection_data`: for which streams columns were selected. Which columns those are is not said
/// here: they are the ones left in the schemas of `connection.catalog`.
///
/// ```
/// use airbyte_db::blobs::FieldSelectionData;
/// use airbyte_db::json::Json;
///
/// let kept: Json<FieldSelectionData> = Json::parse(r#"{"shop/orders": true, "null/visits": "true"}"#)?;
/// let selection = kept.read()?;
/// assert!(selection.is_selected(Some("shop"), "orders"));
/// assert!(selection.is_selected(None, "visits"));
/// assert!(!selection.is_selected(None, "orders"));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldSelectionData(pub BTreeMap<String, bool>);

impl FieldSelectionData {
    /// Whether columns were selected for a stream; not where nothing is said of it.
    pub fn is_selected(&self, namespace: Option<&str>, stream: &str) -> bool {
        self.0.get(&Self::key(namespace, stream)).copied().unwrap_or(false)
    }

    /// What a stream is called here. No namespace is written `null`, as a namespace of that name would be.
    pub fn key(namespace: Option<&str>, stream: &str) -> String {
        format!("{}/{stream}", namespace.unwrap_or("null"))
    }
}

/// `operation.operator_normalization`: how the platform normalizes.
///
/// ```
/// use airbyte_db::blobs::{NormalizationOption, OperatorNormalization};
/// use airbyte_db::json::Json;
///
/// let kept: Json<OperatorNormalization> = Json::parse(r#"{"option": "basic"}"#)?;
/// assert_eq!(kept.read()?.option, Some(NormalizationOption::Basic));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct OperatorNormalization {
    /// The way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<NormalizationOption>,
}

literals! {
    /// A way of normalizing.
    pub enum NormalizationOption {
        /// The only one there is.
        Basic = "basic",
    }
}

/// `operation.operator_dbt`: a dbt project of one's own, and how it is run.
///
/// ```
/// use airbyte_db::blobs::OperatorDbt;
/// use airbyte_db::json::Json;
///
/// let kept: Json<OperatorDbt> =
///     Json::parse(r#"{"gitRepoUrl": "https://git.example.com/shop/models.git", "dbtArguments": "run"}"#)?;
/// assert_eq!(kept.read()?.git_repo_url.expose(), "https://git.example.com/shop/models.git");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct OperatorDbt {
    /// Where the project is. People write access tokens into such addresses.
    pub git_repo_url: SecretText,
    /// The branch; the repository's own default where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub git_repo_branch: Option<String>,
    /// The image that has dbt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docker_image: Option<String>,
    /// What dbt is told; variables among it may be secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dbt_arguments: Option<SecretText>,
}

/// `operation.operator_webhook`: a request that follows a sync.
///
/// ```
/// use airbyte_db::blobs::OperatorWebhook;
/// use airbyte_db::json::Json;
///
/// let kept: Json<OperatorWebhook> = Json::parse(
///     r#"{"executionUrl": "https://hooks.example.com/done", "executionBody": "{\"job\": 1}",
///         "webhookConfigId": "0f5e1c52-8f0f-4a51-9f5c-1f2ad1f8ce11"}"#,
/// )?;
/// assert!(kept.read()?.webhook_config_id.is_some());
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperatorWebhook {
    /// Where to; who knows such an address can often call it.
    pub execution_url: SecretText,
    /// What is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_body: Option<SecretText>,
    /// Which of the workspace's webhooks gives the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_config_id: Option<Uuid>,
}

/// An operation that follows a sync, as a job's configuration holds it: a row of `operation` in JSON's spelling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct StandardSyncOperation {
    /// The operation.
    pub operation_id: Uuid,
    /// Its name.
    pub name: String,
    /// What it does, and so which of the next three is meant to be there.
    pub operator_type: OperatorType,
    /// How the platform normalizes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_normalization: Option<OperatorNormalization>,
    /// A dbt project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_dbt: Option<OperatorDbt>,
    /// A request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_webhook: Option<OperatorWebhook>,
    /// Whether it is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tombstone: Option<bool>,
    /// The workspace that it belongs to.
    pub workspace_id: Uuid,
}
