//! Discovered catalogs: each stored once, each fetch noted (facts, databases 2.1).

use super::{Reader, Writer};
use crate::blobs::AirbyteCatalog;
use crate::error::Result;
use crate::hash::{self, HashForm, Reading};
use crate::json::Json;
use crate::tables::{ActorCatalog, ActorCatalogFetchEvent};
use jiff::Timestamp;
use uuid::Uuid;

/// How often a catalog was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogFetches {
    /// The catalog.
    pub actor_catalog_id: Uuid,
    /// Its hash.
    pub catalog_hash: String,
    /// How often it was fetched.
    pub fetches: u64,
    /// By how many actors.
    pub actors: u64,
    /// When it was last fetched.
    pub last_fetched_at: Option<Timestamp>,
}

impl Reader<'_> {
    /// The catalog that was last fetched from an actor in a version and with a configuration: who finds one need not
    /// ask the connector again.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn cached_catalog(&self, actor: Uuid, actor_version: &str, config_hash: &str) -> Result<Option<ActorCatalog>> {
        let rest = "WHERE actor_id = ?1 AND actor_version = ?2 AND config_hash = ?3 ORDER BY created_at DESC, id DESC";
        self.catalog_of(self.first(rest, &[actor.into(), actor_version.into(), config_hash.into()])?)
    }

    /// The catalog that was last fetched from an actor, in whatever version and with whatever configuration.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn newest_catalog(&self, actor: Uuid) -> Result<Option<ActorCatalog>> {
        self.catalog_of(self.first("WHERE actor_id = ?1 ORDER BY created_at DESC, id DESC", &[actor.into()])?)
    }

    fn catalog_of(&self, event: Option<ActorCatalogFetchEvent>) -> Result<Option<ActorCatalog>> {
        event.map_or(Ok(None), |event| self.get(event.actor_catalog_id))
    }

    /// How often each catalog was fetched, the most frequent one first; those that never were are left out.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn catalog_fetches(&self) -> Result<Vec<CatalogFetches>> {
        let sql = "SELECT actor_catalog_id, catalog_hash, count(*) AS fetches, count(DISTINCT actor_id), \
                   max(actor_catalog_fetch_event.created_at) \
                   FROM actor_catalog_fetch_event JOIN actor_catalog ON actor_catalog.id = actor_catalog_id \
                   GROUP BY actor_catalog_id ORDER BY fetches DESC, actor_catalog_id";
        self.each(sql, &[], |row| {
            Ok(CatalogFetches {
                actor_catalog_id: row.id(0)?,
                catalog_hash: row.text(1)?,
                fetches: row.count(2)?,
                actors: row.count(3)?,
                last_fetched_at: row.moment(4)?,
            })
        })
    }

    /// The catalog that is equal to another one, whichever actor it is of.
    ///
    /// Equal are catalogs with the same members, in whatever order; `1` and `1.0` differ, as with the platform.
    fn equal_catalog(&self, catalog: &Json<AirbyteCatalog>, catalog_hash: &str) -> Result<Option<Uuid>> {
        let same_hash = "SELECT id, catalog FROM actor_catalog WHERE catalog_hash = ?1 ORDER BY created_at, id";
        let canonical = |text: &str| hash::text_of(text, Reading::Catalog, HashForm::Murmur3Sorted);
        // Made when a text differs: most are the very same.
        let mut own = None;
        let found = self.each(same_hash, &[catalog_hash.into()], |row| {
            let stored = row.borrowed_text(1)?;
            let is_equal = stored == catalog.text() || {
                if own.is_none() {
                    own = Some(canonical(catalog.text())?);
                }
                canonical(stored).ok() == own
            };
            is_equal.then(|| row.id(0)).transpose()
        })?;
        Ok(found.into_iter().flatten().next())
    }
}

impl Writer<'_> {
    /// Notes that a catalog was fetched from an actor, and stores the catalog unless an equal one is there; gives the
    /// catalog's id.
    ///
    /// ```
    /// # use airbyte_db::store::Store;
    /// # use airbyte_db::table::Row;
    /// # use airbyte_db::tables::{Actor, ActorDefinition, Workspace};
    /// # let mut store = Store::in_memory()?;
    /// # let actor = Actor::read(include_str!("../../tests/fixtures/rows/actor.json"))?;
    /// # store.write(|writer| {
    /// #     writer.insert(&Workspace::read(include_str!("../../tests/fixtures/rows/workspace.json"))?)?;
    /// #     writer.insert(&ActorDefinition::read(include_str!("../../tests/fixtures/rows/actor_definition.json"))?)?;
    /// #     writer.insert(&actor)
    /// # })?;
    /// use airbyte_db::json::Json;
    ///
    /// let catalog = Json::parse(r#"{"streams": []}"#)?;
    /// let config_hash = "4d6cdf2743e326e6233749adcc15d0d2";
    /// let first = store.write(|writer| writer.note_catalog_fetch(actor.id, "1.0.0", config_hash, &catalog))?;
    /// let again = store.write(|writer| writer.note_catalog_fetch(actor.id, "1.0.0", config_hash, &catalog))?;
    /// assert_eq!(first, again);
    /// assert_eq!(store.read().catalog_fetches()?[0].fetches, 2);
    /// assert!(store.read().cached_catalog(actor.id, "1.0.0", config_hash)?.is_some());
    /// assert!(store.read().cached_catalog(actor.id, "1.0.1", config_hash)?.is_none());
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// A catalog of which no hash can be made; an actor that is not there.
    pub fn note_catalog_fetch(
        &self,
        actor: Uuid,
        actor_version: &str,
        config_hash: &str,
        catalog: &Json<AirbyteCatalog>,
    ) -> Result<Uuid> {
        let now = self.now()?;
        let actor_catalog_id = self.put_catalog(catalog, now)?;
        self.insert(&ActorCatalogFetchEvent {
            id: self.new_id()?,
            actor_catalog_id,
            actor_id: actor,
            config_hash: config_hash.to_owned(),
            actor_version: actor_version.to_owned(),
            created_at: now,
            modified_at: now,
        })?;
        Ok(actor_catalog_id)
    }

    /// The id of the catalog that is equal to this one, which is stored where there is none.
    fn put_catalog(&self, catalog: &Json<AirbyteCatalog>, now: Timestamp) -> Result<Uuid> {
        let catalog_hash = hash::of_text(catalog.text(), Reading::Catalog, HashForm::default())?.to_string();
        if let Some(id) = self.equal_catalog(catalog, &catalog_hash)? {
            return Ok(id);
        }
        let id = self.new_id()?;
        let catalog = catalog.clone();
        self.insert(&ActorCatalog { id, catalog, catalog_hash, created_at: now, modified_at: now })?;
        Ok(id)
    }
}
