-- Questions over all jobs read these alone, never the tables, whose rows hold large documents.
CREATE INDEX airbyte_db_jobs_questions_idx ON jobs (scope, created_at, id, config_type, status, updated_at);
CREATE INDEX airbyte_db_attempts_questions_idx ON attempts (job_id, created_at, id, status, updated_at);
CREATE INDEX airbyte_db_sync_stats_questions_idx
    ON sync_stats (attempt_id, created_at, id, records_emitted, bytes_emitted, records_committed);

-- The attempts that say why they failed.
CREATE INDEX airbyte_db_attempts_failure_summary_idx ON attempts (id) WHERE failure_summary IS NOT NULL;
