-- The platform means this to be unique where the namespace is NULL, too, and sees to it in code.
CREATE UNIQUE INDEX airbyte_db_stream_stats_null_safe_idx
    ON stream_stats (attempt_id, stream_name, stream_namespace IS NULL, ifnull(stream_namespace, ''));

-- For a foreign key that the platform has no index for.
CREATE INDEX airbyte_db_normalization_summaries_attempt_id_idx ON normalization_summaries (attempt_id);

-- The history of a connection, newest first, and the queue of pending jobs, oldest first.
CREATE INDEX airbyte_db_jobs_history_idx ON jobs (scope, config_type, created_at, id);
CREATE INDEX airbyte_db_jobs_queue_idx ON jobs (status, created_at, id);
CREATE INDEX airbyte_db_jobs_created_at_idx ON jobs (created_at, id);
