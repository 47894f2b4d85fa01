//! The rows of both databases: a struct a table, a field a column, in the database's order and under its names
//! (facts, databases 1.2 and 1.3).

mod actor;
mod connection;
mod definition;
mod enums;
mod job;
mod secret;
mod state;
mod system;
mod workspace;

pub use actor::{Actor, ActorCatalog, ActorCatalogFetchEvent, ActorOauthParameter};
pub use connection::{Connection, ConnectionOperation, Operation, StreamReset};
pub use definition::{ActorDefinition, ActorDefinitionWorkspaceGrant};
pub use enums::{
    ActorType, AttemptStatus, GeographyType, JobConfigType, JobStatus, NamespaceDefinitionType,
    NonBreakingChangePreferenceType, OperatorType, ReleaseStage, ScheduleType, SourceType, StateType, StatusType,
};
pub use job::{Attempt, Job, NormalizationSummaries, StreamStats, SyncStats};
pub use secret::{Secret, WorkspaceServiceAccount};
pub use state::State;
pub use system::{AirbyteConfigs, AirbyteConfigsMigration, AirbyteJobsMigration, AirbyteMetadata};
pub use workspace::Workspace;

use crate::table::{Row, Table};

/// Hands the rows of all tables, in the order of the databases, to a macro.
macro_rules! each_row {
    ($then:ident) => {
        $then! {
            Workspace,
            ActorDefinition,
            ActorDefinitionWorkspaceGrant,
            Actor,
            ActorCatalog,
            ActorCatalogFetchEvent,
            Connection,
            State,
            StreamReset,
            Operation,
            ConnectionOperation,
            WorkspaceServiceAccount,
            ActorOauthParameter,
            Secret,
            AirbyteConfigsMigration,
            AirbyteConfigs,
            Job,
            Attempt,
            AirbyteMetadata,
            AirbyteJobsMigration,
            SyncStats,
            StreamStats,
            NormalizationSummaries,
        }
    };
}

macro_rules! tables_of {
    ($($row:ident,)+) => { [ $( $row::TABLE ),+ ] };
}

pub(crate) use each_row;

/// Every table, in the order of the databases.
pub const TABLES: [&Table; 23] = each_row!(tables_of);

/// The table of that name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.into_iter().find(|table| table.name == name)
}

/// The place of a table among [`TABLES`].
#[cfg(feature = "store")]
pub(crate) fn number_of(table: &'static Table) -> usize {
    TABLES.iter().position(|known| known.name == table.name).expect("every table is one of TABLES")
}
