//! What the platform notes about itself: versions, migrations, and the table that all configuration once stood in.

use crate::json::Json;
use crate::table::table;
use jiff::Timestamp;
use jiff::civil::DateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A fact about the deployment, such as `airbyte_version` (facts, databases 2.14).
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::AirbyteMetadata;
///
/// let row = AirbyteMetadata::read(include_str!("../../tests/fixtures/rows/airbyte_metadata.json"))?;
/// assert_eq!((row.key.as_str(), row.value.as_deref()), ("airbyte_version", Some("0.40.32")));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteMetadata {
    /// What is known.
    pub key: String,
    /// What it is.
    pub value: Option<String>,
}

table! {
    AirbyteMetadata is "airbyte_metadata" in Jobs {
        key: varchar(255);
        value: varchar(255) null;
    }
    primary "airbyte_metadata_pkey" (key);
}

/// A migration that the Config database went through: Flyway's own table.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::AirbyteConfigsMigration;
///
/// let row = AirbyteConfigsMigration::read(include_str!("../../tests/fixtures/rows/airbyte_configs_migrations.json"))?;
/// assert_eq!(row.version.as_deref(), Some("0.29.0.001"));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteConfigsMigration {
    /// Its place in the order in which they ran, from 1.
    pub installed_rank: i32,
    /// The platform's version that brought it, such as `0.29.0.001`.
    pub version: Option<String>,
    /// What it does.
    pub description: String,
    /// `BASELINE`, `JDBC` or `SQL`.
    #[serde(rename = "type")]
    pub r#type: String,
    /// The class or file.
    pub script: String,
    /// The checksum of a file; NULL for a class.
    pub checksum: Option<i32>,
    /// Who ran it.
    pub installed_by: String,
    /// When, without a time zone.
    pub installed_on: DateTime,
    /// How long it took, in milliseconds.
    pub execution_time: i32,
    /// Whether it went well.
    pub success: bool,
}

table! {
    AirbyteConfigsMigration is "airbyte_configs_migrations" in Config {
        installed_rank: integer;
        version: varchar(50) null;
        description: varchar(200);
        r#type: varchar(20);
        script: varchar(1000);
        checksum: integer null;
        installed_by: varchar(100);
        installed_on: timestamp = now;
        execution_time: integer;
        success: boolean;
    }
    primary "airbyte_configs_migrations_pk" (installed_rank);
    index "airbyte_configs_migrations_s_idx" (success);
}

/// A migration that the Jobs database went through: Flyway's own table.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::AirbyteJobsMigration;
///
/// let row = AirbyteJobsMigration::read(include_str!("../../tests/fixtures/rows/airbyte_jobs_migrations.json"))?;
/// assert_eq!(row.r#type, "BASELINE");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteJobsMigration {
    /// Its place in the order in which they ran, from 1.
    pub installed_rank: i32,
    /// The platform's version that brought it.
    pub version: Option<String>,
    /// What it does.
    pub description: String,
    /// `BASELINE`, `JDBC` or `SQL`.
    #[serde(rename = "type")]
    pub r#type: String,
    /// The class or file.
    pub script: String,
    /// The checksum of a file; NULL for a class.
    pub checksum: Option<i32>,
    /// Who ran it.
    pub installed_by: String,
    /// When, without a time zone.
    pub installed_on: DateTime,
    /// How long it took, in milliseconds.
    pub execution_time: i32,
    /// Whether it went well.
    pub success: bool,
}

table! {
    AirbyteJobsMigration is "airbyte_jobs_migrations" in Jobs {
        installed_rank: integer;
        version: varchar(50) null;
        description: varchar(200);
        r#type: varchar(20);
        script: varchar(1000);
        checksum: integer null;
        installed_by: varchar(100);
        installed_on: timestamp = now;
        execution_time: integer;
        success: boolean;
    }
    primary "airbyte_jobs_migrations_pk" (installed_rank);
    index "airbyte_jobs_migrations_s_idx" (success);
}

/// A configuration as all of them were stored before 0.32.8. In a running deployment the table is empty.
///
/// ```
/// use airbyte_db::table::Row;
/// use airbyte_db::tables::AirbyteConfigs;
///
/// let row = AirbyteConfigs::read(include_str!("../../tests/fixtures/rows/airbyte_configs.json"))?;
/// assert_eq!(row.config_type, "STANDARD_WORKSPACE");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteConfigs {
    /// The row, counted by the database.
    pub id: i64,
    /// The id of the thing itself.
    pub config_id: String,
    /// What kind of thing it is, such as `SOURCE_CONNECTION`.
    pub config_type: String,
    /// The thing, as the platform's models write it.
    pub config_blob: Json,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

table! {
    AirbyteConfigs is "airbyte_configs" in Config {
        id: bigint = identity;
        config_id: varchar(36);
        config_type: varchar(60);
        config_blob: jsonb;
        created_at: timestamptz = now;
        updated_at: timestamptz = now;
    }
    primary "airbyte_configs_pkey" (id);
    unique "airbyte_configs_type_id_idx" (config_type, config_id);
    index "airbyte_configs_id_idx" (config_id);
}
