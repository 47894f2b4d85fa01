-- The tables of the Config database, as version 0.40.32 of the platform has them.
--
-- How the platform's types are kept here:
--   uuid         text in lower case
--   boolean      0 or 1
--   timestamptz  text in UTC with microseconds, always 27 characters, so that it sorts as time does
--   jsonb        text as it was given: the order of members and the text of numbers stay
--   enums        any word: a later version of the platform has more of them, and a row that holds one is a row
-- Lengths of texts are judged by the rules of rows, not here: Postgres has enforced its own.
-- Foreign keys cascade, as all of the platform's do.

CREATE TABLE workspace (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    customer_id TEXT CHECK (customer_id GLOB '????????-????-????-????-????????????'),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    email TEXT,
    initial_setup_complete INTEGER NOT NULL CHECK (initial_setup_complete IN (0, 1)),
    anonymous_data_collection INTEGER CHECK (anonymous_data_collection IN (0, 1)),
    send_newsletter INTEGER CHECK (send_newsletter IN (0, 1)),
    send_security_updates INTEGER CHECK (send_security_updates IN (0, 1)),
    display_setup_wizard INTEGER CHECK (display_setup_wizard IN (0, 1)),
    tombstone INTEGER NOT NULL DEFAULT 0 CHECK (tombstone IN (0, 1)),
    notifications TEXT CHECK (json_valid(notifications)),
    first_sync_complete INTEGER CHECK (first_sync_complete IN (0, 1)),
    feedback_complete INTEGER CHECK (feedback_complete IN (0, 1)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    geography TEXT NOT NULL DEFAULT 'AUTO' CHECK (geography <> '' AND geography NOT GLOB '*[^A-Za-z0-9_]*'),
    webhook_operation_configs TEXT CHECK (json_valid(webhook_operation_configs)),
    CONSTRAINT workspace_pkey PRIMARY KEY (id)
) STRICT;

CREATE TABLE actor_definition (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    name TEXT NOT NULL,
    docker_repository TEXT NOT NULL,
    docker_image_tag TEXT NOT NULL,
    documentation_url TEXT,
    icon TEXT,
    actor_type TEXT NOT NULL CHECK (actor_type <> '' AND actor_type NOT GLOB '*[^A-Za-z0-9_]*'),
    source_type TEXT CHECK (source_type <> '' AND source_type NOT GLOB '*[^A-Za-z0-9_]*'),
    spec TEXT NOT NULL CHECK (json_valid(spec)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    tombstone INTEGER NOT NULL DEFAULT 0 CHECK (tombstone IN (0, 1)),
    release_stage TEXT CHECK (release_stage <> '' AND release_stage NOT GLOB '*[^A-Za-z0-9_]*'),
    release_date TEXT CHECK (release_date GLOB '????-??-??'),
    resource_requirements TEXT CHECK (json_valid(resource_requirements)),
    public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1)),
    custom INTEGER NOT NULL DEFAULT 0 CHECK (custom IN (0, 1)),
    protocol_version TEXT,
    normalization_repository TEXT,
    normalization_tag TEXT,
    supports_dbt INTEGER CHECK (supports_dbt IN (0, 1)),
    normalization_integration_type TEXT,
    allowed_hosts TEXT CHECK (json_valid(allowed_hosts)),
    suggested_streams TEXT CHECK (json_valid(suggested_streams)),
    CONSTRAINT actor_definition_pkey PRIMARY KEY (id)
) STRICT;

CREATE TABLE actor_definition_workspace_grant (
    actor_definition_id TEXT NOT NULL CHECK (actor_definition_id GLOB '????????-????-????-????-????????????') REFERENCES actor_definition (id) ON DELETE CASCADE,
    workspace_id TEXT NOT NULL CHECK (workspace_id GLOB '????????-????-????-????-????????????') REFERENCES workspace (id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX actor_definition_workspace_gr_workspace_id_actor_definition_key ON actor_definition_workspace_grant (workspace_id, actor_definition_id);

CREATE TABLE actor (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    workspace_id TEXT NOT NULL CHECK (workspace_id GLOB '????????-????-????-????-????????????') REFERENCES workspace (id) ON DELETE CASCADE,
    actor_definition_id TEXT NOT NULL CHECK (actor_definition_id GLOB '????????-????-????-????-????????????') REFERENCES actor_definition (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    configuration TEXT NOT NULL CHECK (json_valid(configuration)),
    actor_type TEXT NOT NULL CHECK (actor_type <> '' AND actor_type NOT GLOB '*[^A-Za-z0-9_]*'),
    tombstone INTEGER NOT NULL DEFAULT 0 CHECK (tombstone IN (0, 1)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    CONSTRAINT actor_pkey PRIMARY KEY (id)
) STRICT;
CREATE INDEX actor_actor_definition_id_idx ON actor (actor_definition_id);
CREATE INDEX actor_workspace_id_idx ON actor (workspace_id);

CREATE TABLE actor_catalog (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    catalog TEXT NOT NULL CHECK (json_valid(catalog)),
    catalog_hash TEXT NOT NULL,
    created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    modified_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (modified_at GLOB '????-??-??T??:??:??.??????Z'),
    CONSTRAINT actor_catalog_pkey PRIMARY KEY (id)
) STRICT;
CREATE INDEX actor_catalog_catalog_hash_id_idx ON actor_catalog (catalog_hash);

CREATE TABLE actor_catalog_fetch_event (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    actor_catalog_id TEXT NOT NULL CHECK (actor_catalog_id GLOB '????????-????-????-????-????????????') REFERENCES actor_catalog (id) ON DELETE CASCADE,
    actor_id TEXT NOT NULL CHECK (actor_id GLOB '????????-????-????-????-????????????') REFERENCES actor (id) ON DELETE CASCADE,
    config_hash TEXT NOT NULL,
    actor_version TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    modified_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (modified_at GLOB '????-??-??T??:??:??.??????Z'),
    CONSTRAINT actor_catalog_fetch_event_pkey PRIMARY KEY (id)
) STRICT;
CREATE INDEX actor_catalog_fetch_event_actor_catalog_id_idx ON actor_catalog_fetch_event (actor_catalog_id);
CREATE INDEX actor_catalog_fetch_event_actor_id_idx ON actor_catalog_fetch_event (actor_id);

CREATE TABLE connection (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    namespace_definition TEXT NOT NULL CHECK (namespace_definition <> '' AND namespace_definition NOT GLOB '*[^A-Za-z0-9_]*'),
    namespace_format TEXT,
    prefix TEXT,
    source_id TEXT NOT NULL CHECK (source_id GLOB '????????-????-????-????-????????????') REFERENCES actor (id) ON DELETE CASCADE,
    destination_id TEXT NOT NULL CHECK (destination_id GLOB '????????-????-????-????-????????????') REFERENCES actor (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    catalog TEXT NOT NULL CHECK (json_valid(catalog)),
    status TEXT CHECK (status <> '' AND status NOT GLOB '*[^A-Za-z0-9_]*'),
    schedule TEXT CHECK (json_valid(schedule)),
    manual INTEGER NOT NULL CHECK (manual IN (0, 1)),
    resource_requirements TEXT CHECK (json_valid(resource_requirements)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    source_catalog_id TEXT CHECK (source_catalog_id GLOB '????????-????-????-????-????????????') REFERENCES actor_catalog (id) ON DELETE CASCADE,
    schedule_type TEXT CHECK (schedule_type <> '' AND schedule_type NOT GLOB '*[^A-Za-z0-9_]*'),
    schedule_data TEXT CHECK (json_valid(schedule_data)),
    geography TEXT NOT NULL DEFAULT 'AUTO' CHECK (geography <> '' AND geography NOT GLOB '*[^A-Za-z0-9_]*'),
    notify_schema_changes INTEGER NOT NULL DEFAULT 1 CHECK (notify_schema_changes IN (0, 1)),
    non_breaking_change_preference TEXT NOT NULL DEFAULT 'ignore',
    breaking_change INTEGER NOT NULL DEFAULT 0 CHECK (breaking_change IN (0, 1)),
    unsupported_protocol_version INTEGER NOT NULL DEFAULT 0 CHECK (unsupported_protocol_version IN (0, 1)),
    field_selection_data TEXT CHECK (json_valid(field_selection_data)),
    CONSTRAINT connection_pkey PRIMARY KEY (id)
) STRICT;
CREATE INDEX connection_source_id_idx ON connection (source_id);
CREATE INDEX connection_destination_id_idx ON connection (destination_id);
CREATE INDEX connection_status_idx ON connection (status);

CREATE TABLE state (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    connection_id TEXT NOT NULL CHECK (connection_id GLOB '????????-????-????-????-????????????') REFERENCES connection (id) ON DELETE CASCADE,
    state TEXT CHECK (json_valid(state)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    stream_name TEXT,
    namespace TEXT,
    type TEXT NOT NULL DEFAULT 'LEGACY' CHECK (type <> '' AND type NOT GLOB '*[^A-Za-z0-9_]*'),
    CONSTRAINT state_pkey PRIMARY KEY (id, connection_id)
) STRICT;
CREATE UNIQUE INDEX state__connection_id__stream_name__namespace__uq ON state (connection_id, stream_name, namespace);

CREATE TABLE stream_reset (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    connection_id TEXT NOT NULL CHECK (connection_id GLOB '????????-????-????-????-????????????'),
    stream_namespace TEXT,
    stream_name TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z')
) STRICT;
CREATE UNIQUE INDEX stream_reset_connection_id_stream_name_stream_namespace_key ON stream_reset (connection_id, stream_name, stream_namespace);
CREATE INDEX connection_id_stream_name_namespace_idx ON stream_reset (connection_id, stream_name, stream_namespace);

CREATE TABLE operation (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    workspace_id TEXT NOT NULL CHECK (workspace_id GLOB '????????-????-????-????-????????????') REFERENCES workspace (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    operator_type TEXT NOT NULL CHECK (operator_type <> '' AND operator_type NOT GLOB '*[^A-Za-z0-9_]*'),
    operator_normalization TEXT CHECK (json_valid(operator_normalization)),
    operator_dbt TEXT CHECK (json_valid(operator_dbt)),
    tombstone INTEGER NOT NULL DEFAULT 0 CHECK (tombstone IN (0, 1)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    operator_webhook TEXT CHECK (json_valid(operator_webhook)),
    CONSTRAINT operation_pkey PRIMARY KEY (id)
) STRICT;

CREATE TABLE connection_operation (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    connection_id TEXT NOT NULL CHECK (connection_id GLOB '????????-????-????-????-????????????') REFERENCES connection (id) ON DELETE CASCADE,
    operation_id TEXT NOT NULL CHECK (operation_id GLOB '????????-????-????-????-????????????') REFERENCES operation (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    CONSTRAINT connection_operation_pkey PRIMARY KEY (id, connection_id, operation_id)
) STRICT;
CREATE INDEX connection_operation_connection_id_idx ON connection_operation (connection_id);

CREATE TABLE workspace_service_account (
    workspace_id TEXT NOT NULL CHECK (workspace_id GLOB '????????-????-????-????-????????????') REFERENCES workspace (id) ON DELETE CASCADE,
    service_account_id TEXT NOT NULL,
    service_account_email TEXT NOT NULL,
    json_credential TEXT NOT NULL CHECK (json_valid(json_credential)),
    hmac_key TEXT NOT NULL CHECK (json_valid(hmac_key)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    CONSTRAINT workspace_service_account_pkey PRIMARY KEY (workspace_id, service_account_id)
) STRICT;

CREATE TABLE actor_oauth_parameter (
    id TEXT NOT NULL CHECK (id GLOB '????????-????-????-????-????????????'),
    workspace_id TEXT CHECK (workspace_id GLOB '????????-????-????-????-????????????'),
    actor_definition_id TEXT NOT NULL CHECK (actor_definition_id GLOB '????????-????-????-????-????????????'),
    configuration TEXT NOT NULL CHECK (json_valid(configuration)),
    actor_type TEXT NOT NULL CHECK (actor_type <> '' AND actor_type NOT GLOB '*[^A-Za-z0-9_]*'),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z'),
    CONSTRAINT actor_oauth_parameter_pkey PRIMARY KEY (id)
) STRICT;
CREATE INDEX actor_oauth_parameter_workspace_definition_idx ON actor_oauth_parameter (workspace_id, actor_definition_id);

CREATE TABLE secrets (
    coordinate TEXT NOT NULL,
    payload TEXT,
    CONSTRAINT secrets_pkey PRIMARY KEY (coordinate)
) STRICT;

CREATE TABLE airbyte_configs_migrations (
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
    CONSTRAINT airbyte_configs_migrations_pk PRIMARY KEY (installed_rank)
) STRICT;
CREATE INDEX airbyte_configs_migrations_s_idx ON airbyte_configs_migrations (success);

CREATE TABLE airbyte_configs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    config_id TEXT NOT NULL,
    config_type TEXT NOT NULL,
    config_blob TEXT NOT NULL CHECK (json_valid(config_blob)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (created_at GLOB '????-??-??T??:??:??.??????Z'),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) CHECK (updated_at GLOB '????-??-??T??:??:??.??????Z')
) STRICT;
CREATE UNIQUE INDEX airbyte_configs_type_id_idx ON airbyte_configs (config_type, config_id);
CREATE INDEX airbyte_configs_id_idx ON airbyte_configs (config_id);
