-- The platform means these to be unique where a part is NULL, too, and sees to it in code, since a unique key of
-- Postgres does not.
CREATE UNIQUE INDEX airbyte_db_state_null_safe_idx
    ON state (connection_id, stream_name IS NULL, ifnull(stream_name, ''), namespace IS NULL, ifnull(namespace, ''));
CREATE UNIQUE INDEX airbyte_db_stream_reset_null_safe_idx
    ON stream_reset (connection_id, stream_name, stream_namespace IS NULL, ifnull(stream_namespace, ''));

-- For foreign keys that the platform has no index for: without one, each deletion of a parent reads the whole table.
CREATE INDEX airbyte_db_actor_definition_workspace_grant_actor_definition_id_idx
    ON actor_definition_workspace_grant (actor_definition_id);
CREATE INDEX airbyte_db_connection_source_catalog_id_idx ON connection (source_catalog_id);
CREATE INDEX airbyte_db_connection_operation_operation_id_idx ON connection_operation (operation_id);
CREATE INDEX airbyte_db_operation_workspace_id_idx ON operation (workspace_id);

-- The newest fetch of a catalog, by actor, version and configuration.
CREATE INDEX airbyte_db_actor_catalog_fetch_event_cache_idx
    ON actor_catalog_fetch_event (actor_id, actor_version, config_hash, created_at, id);
-- Definitions by their images.
CREATE INDEX airbyte_db_actor_definition_docker_repository_idx ON actor_definition (docker_repository);
