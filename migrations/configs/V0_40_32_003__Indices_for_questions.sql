-- How often the same catalog is fetched, without a look at the events themselves.
CREATE INDEX airbyte_db_actor_catalog_fetch_event_fetches_idx
    ON actor_catalog_fetch_event (actor_catalog_id, created_at, actor_id);
