//! Connectors in use, actors that are not, and catalogs that are fetched again and again.

use super::table::answer_row;
use crate::error::Result;
use crate::store::Reader;
use jiff::Timestamp;
use uuid::Uuid;

answer_row! {
    /// A connector that actors use.
    ConnectorInUse {
        /// The definition.
        actor_definition_id: Uuid,
        /// Its name.
        name: String,
        /// Source or destination.
        actor_type: String,
        /// Its image, without the tag.
        docker_repository: String,
        /// Its version.
        docker_image_tag: String,
        /// Whether the deployment's own people made it.
        custom: bool,
        /// Actors that are not deleted.
        actors: u64,
        /// Live connections of those.
        live_connections: u64,
    }
}

answer_row! {
    /// A source or destination that no live connection uses.
    UnusedActor {
        /// The actor.
        actor_id: Uuid,
        /// Its name.
        actor: String,
        /// Source or destination.
        actor_type: String,
        /// Its workspace.
        workspace_id: Uuid,
        /// The workspace's name.
        workspace: String,
        /// When it was made.
        created_at: Option<Timestamp>,
        /// How many connections of it are deleted.
        deleted_connections: u64,
    }
}

answer_row! {
    /// A catalog, and how often it was fetched.
    CatalogFetch {
        /// The catalog.
        actor_catalog_id: Uuid,
        /// Its hash.
        catalog_hash: String,
        /// How often it was fetched.
        fetches: u64,
        /// By how many actors.
        actors: u64,
        /// When it was last fetched.
        last_fetched_at: Option<Timestamp>,
    }
}

/// The connections of an actor that are live, counted.
const LIVE_CONNECTIONS: &str = "(SELECT count(*) FROM connection WHERE source_id = actor.id AND ifnull(connection.status, '') <> 'deprecated') \
    + (SELECT count(*) FROM connection WHERE destination_id = actor.id AND source_id <> actor.id AND ifnull(connection.status, '') <> 'deprecated')";

impl Reader<'_> {
    /// The connectors that actors use, by type and image. Actors that were made later are left out.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn connectors_in_use(&self, as_of: Timestamp) -> Result<Vec<ConnectorInUse>> {
        let sql = format!(
            "SELECT definition.id, definition.name, definition.actor_type, docker_repository, docker_image_tag, custom, \
             count(*), sum({LIVE_CONNECTIONS}) \
             FROM actor_definition AS definition JOIN actor ON actor_definition_id = definition.id \
             WHERE NOT actor.tombstone AND actor.created_at <= ?1 GROUP BY definition.id \
             ORDER BY definition.actor_type DESC, docker_repository, docker_image_tag, definition.id"
        );
        self.each(&sql, &[as_of.into()], |row| {
            Ok(ConnectorInUse {
                actor_definition_id: row.id(0)?,
                name: row.text(1)?,
                actor_type: row.text(2)?,
                docker_repository: row.text(3)?,
                docker_image_tag: row.text(4)?,
                custom: row.count(5)? != 0,
                actors: row.count(6)?,
                live_connections: row.count(7)?,
            })
        })
    }

    /// The actors that no live connection uses, by workspace and name; deleted ones, and those that were made later,
    /// are left out.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn unused_actors(&self, as_of: Timestamp) -> Result<Vec<UnusedActor>> {
        let sql = format!(
            "SELECT actor.id, actor.name, actor_type, workspace_id, workspace.name, actor.created_at, \
             (SELECT count(*) FROM connection WHERE source_id = actor.id) \
             + (SELECT count(*) FROM connection WHERE destination_id = actor.id AND source_id <> actor.id) \
             FROM workspace JOIN actor ON workspace_id = workspace.id \
             WHERE NOT actor.tombstone AND actor.created_at <= ?1 AND {LIVE_CONNECTIONS} = 0 \
             ORDER BY workspace.name, actor.name, actor.id"
        );
        self.each(&sql, &[as_of.into()], |row| {
            Ok(UnusedActor {
                actor_id: row.id(0)?,
                actor: row.text(1)?,
                actor_type: row.text(2)?,
                workspace_id: row.id(3)?,
                workspace: row.text(4)?,
                created_at: row.moment(5)?,
                deleted_connections: row.count(6)?,
            })
        })
    }

    /// How often each catalog was fetched by a moment, the most frequent one first; those that never were are left out.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn catalog_fetches_as_of(&self, as_of: Timestamp) -> Result<Vec<CatalogFetch>> {
        let sql = "SELECT actor_catalog_id, catalog_hash, count(*) AS fetches, count(DISTINCT actor_id), max(event.created_at) \
                   FROM actor_catalog_fetch_event AS event INDEXED BY airbyte_db_actor_catalog_fetch_event_fetches_idx \
                   JOIN actor_catalog ON actor_catalog.id = actor_catalog_id WHERE event.created_at <= ?1 \
                   GROUP BY actor_catalog_id ORDER BY fetches DESC, actor_catalog_id";
        self.each(sql, &[as_of.into()], |row| {
            Ok(CatalogFetch {
                actor_catalog_id: row.id(0)?,
                catalog_hash: row.text(1)?,
                fetches: row.count(2)?,
                actors: row.count(3)?,
                last_fetched_at: row.moment(4)?,
            })
        })
    }
}
