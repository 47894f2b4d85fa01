//! Which rows belong to a workspace: a condition for each table, with the workspace's id as its only value.

use crate::table::Table;

const ACTORS: &str = "(SELECT id FROM actor WHERE workspace_id = ?1)";
/// A connection belongs to the workspace of its source (facts, databases 1.2: `connection`).
const CONNECTIONS: &str =
    "(SELECT id FROM connection WHERE source_id IN (SELECT id FROM actor WHERE workspace_id = ?1))";
/// A job's scope is a connection, or the actor that is checked or discovered.
const JOBS: &str = "(SELECT id FROM jobs WHERE scope IN (SELECT id FROM actor WHERE workspace_id = ?1 UNION \
                    SELECT id FROM connection WHERE source_id IN (SELECT id FROM actor WHERE workspace_id = ?1)))";
const DEFINITIONS: &str = "(SELECT actor_definition_id FROM actor WHERE workspace_id = ?1 UNION \
                           SELECT actor_definition_id FROM actor_definition_workspace_grant WHERE workspace_id = ?1 UNION \
                           SELECT actor_definition_id FROM actor_oauth_parameter WHERE workspace_id = ?1)";
const CATALOGS: &str = "(SELECT actor_catalog_id FROM actor_catalog_fetch_event WHERE actor_id IN \
                        (SELECT id FROM actor WHERE workspace_id = ?1) UNION SELECT source_catalog_id FROM connection \
                        WHERE source_id IN (SELECT id FROM actor WHERE workspace_id = ?1))";

/// The condition for the rows of a table that belong to a workspace; none for a table of which none do.
pub(super) fn condition(table: &Table) -> Option<String> {
    Some(match table.name {
        "workspace" => "id = ?1".to_owned(),
        "actor_definition" => format!("id IN {DEFINITIONS}"),
        "actor_definition_workspace_grant"
        | "actor"
        | "operation"
        | "workspace_service_account"
        | "actor_oauth_parameter" => "workspace_id = ?1".to_owned(),
        "actor_catalog" => format!("id IN {CATALOGS}"),
        "actor_catalog_fetch_event" => format!("actor_id IN {ACTORS}"),
        "connection" => format!("source_id IN {ACTORS}"),
        "state" | "stream_reset" | "connection_operation" => format!("connection_id IN {CONNECTIONS}"),
        // The platform calls secrets by their workspace (facts, databases 2.10).
        "secrets" => "coordinate GLOB 'airbyte_workspace_' || ?1 || '_secret_*'".to_owned(),
        "jobs" => format!("id IN {JOBS}"),
        "attempts" => format!("job_id IN {JOBS}"),
        "sync_stats" | "stream_stats" | "normalization_summaries" => {
            format!("attempt_id IN (SELECT id FROM attempts WHERE job_id IN {JOBS})")
        }
        _ => return None,
    })
}
