-- The tables of the Jobs database, as version 0.40.32 of the platform has them; types as in the Config database.
-- Numbers of jobs and attempts are never given twice, as with an identity column of Postgres.

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    config_type TEXT CHECK (config_type <> '' AND config_type NOT GLOB '*[^A-Za-z0-9_]*'),
    scope TEXT,
    config TEXT CHECK (json_valid(config)),
    status TEXT CHECK (status <> '' AND status NOT GLOB '*[^A-Za-z0-9_]*'),
    started_at TEXT CHECK (started_at GLOB '????-??-??T??:??:??.??????Z'),
    created_at TEXT CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z')
) STRICT;
CREATE INDEX jobs_config_type_idx ON jobs (config_type);
CREATE INDEX jobs_scope_idx ON jobs (scope);
CREATE INDEX jobs_status_idx ON jobs (status);

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id INTEGER,
    attempt_number INTEGER CHECK (attempt_number BETWEEN -2147483648 AND 2147483647),
    log_path TEXT,
    output TEXT CHECK (json_valid(output)),
    status TEXT CHECK (status <> '' AND status NOT GLOB '*[^A-Za-z0-9_]*'),
    created_at TEXT CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    ended_at TEXT CHECK (ended_at GLOB '????-??-??T??:??:??.??????Z'),
    temporal_workflow_id TEXT,
    failure_summary TEXT CHECK (json_valid(failure_summary)),
    processing_task_queue TEXT
) STRICT;
CREATE UNIQUE INDEX job_attempt_idx ON attempts (job_id, attempt_number);
CREATE INDEX attempts_status_idx ON attempts (status);

CREATE TABLE airbyte_metadata (
    key TEXT NOT NULL,
    value TEXT,
    CONSTRAINT airbyte_metadata_pkey PRIMARY KEY (key)
) STRICT;

CREATE TABLE airbyte_jobs_migrations (
    installed_rank INTEGER NOT NULL CHECK (installed_rank BETWEEN -2147483648 AND 2147483647),
    version TEXT,
    description TEXT NOT NULL,
    type TEXT NOT NULL,
    script TEXT NOT NULL,
    checksum INTEGER CHECK (checksum BETWEEN -2147483648 AND 2147483647),
    installed_by TEXT NOT NULL,
    installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000', 'now')) CHECK (installed_on GLOB '????-??-??T??:??:??.??????'),
    execution_time INTEGER NOT NULL CHECK (execution_time BETWEEN -2147483648 AND 2147483647),
    success INTEGER NOT NULL CHECK (success IN (0, 1)),
    CONSTRAINT airbyte_jobs_migrations_pk PRIMARY KEY (installed_rank)
) STRICT;
CREATE INDEX airbyte_jobs_migrations_s_idx ON airbyte_jobs_migrations (success);

CREATE TABLE sync_stats (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    attempt_id INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    records_emitted INTEGER,
    bytes_emitted INTEGER,
    source_state_messages_emitted INTEGER,
    destination_state_messages_emitted INTEGER,
    records_committed INTEGER,
    mean_seconds_before_source_state_message_emitted INTEGER,
    max_seconds_before_source_state_message_emitted INTEGER,
    mean_seconds_between_state_message_emitted_and_committed INTEGER,
    max_seconds_between_state_message_emitted_and_committed INTEGER,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    estimated_records INTEGER,
    estimated_bytes INTEGER,
    CONSTRAINT sync_stats_pkey PRIMARY KEY (id)
) STRICT;
CREATE INDEX attempt_id_idx ON sync_stats (attempt_id);

CREATE TABLE stream_stats (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    attempt_id INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    stream_namespace TEXT,
    stream_name TEXT NOT NULL,
    records_emitted INTEGER,
    bytes_emitted INTEGER,
    estimated_records INTEGER,
    estimated_bytes INTEGER,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    CONSTRAINT stream_stats_pkey PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uniq_stream_attempt ON stream_stats (attempt_id, stream_name, stream_namespace);
CREATE INDEX "index" ON stream_stats (attempt_id);

CREATE TABLE normalization_summaries (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    attempt_id INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    start_time TEXT CHECK (start_time GLOB '????-??-??T??:??:??.??????Z'),
    end_time TEXT CHECK (end_time GLOB '????-??-??T??:??:??.??????Z'),
    failures TEXT CHECK (json_valid(failures)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    CONSTRAINT normalization_summaries_pkey PRIMARY KEY (id)
) STRICT;
CREATE INDEX normalization_summary_attempt_id_idx ON normalization_summaries (attempt_id);
