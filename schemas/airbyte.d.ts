/** A workspace: actors, connections and operations belong to one. An open-source deployment has one by habit. */
export interface WorkspaceRow {
  /** The workspace. */
  id: string;
  /** The customer that it belongs to; a random id in open-source deployments. */
  customer_id?: string | null;
  /** Its name. */
  name: string;
  /** Its name in web addresses: unique among all workspaces by habit, not by a key. */
  slug: string;
  /** Where its people are told of news. */
  email?: string | null;
  /** Whether the first questions were answered. */
  initial_setup_complete: boolean;
  /** Whether usage is reported without names. */
  anonymous_data_collection?: boolean | null;
  /** Whether the newsletter is wanted. The platform's model calls it `news`. */
  send_newsletter?: boolean | null;
  /** Whether news of security are wanted. The model calls it `securityUpdates`. */
  send_security_updates?: boolean | null;
  /** Whether the setup wizard is shown. */
  display_setup_wizard?: boolean | null;
  /** Whether it is deleted; the row stays. */
  tombstone?: boolean;
  /** Who is told how syncs end. The platform cannot read a row where this is NULL or the document `null`. */
  notifications?: Notifications | null;
  /** Whether any sync ended well. The model calls it `firstCompletedSync`. */
  first_sync_complete?: boolean | null;
  /** Whether feedback was given. The model calls it `feedbackDone`. */
  feedback_complete?: boolean | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed; the application sets it, not the database. */
  updated_at: string;
  /** Where its data is processed. The model calls it `defaultGeography`. */
  geography?: GeographyType;
  /** The web addresses that operations may call, with the tokens split off into `secrets`. */
  webhook_operation_configs?: WebhookOperationConfigs | null;
}

/** A connector definition: which image runs, and what it says about itself. Sources and destinations share the table. */
export interface ActorDefinitionRow {
  /** The definition; for Airbyte's own connectors the same everywhere. */
  id: string;
  /** The connector's name for people. */
  name: string;
  /** The image without its tag, such as `airbyte/source-postgres`. Not unique. */
  docker_repository: string;
  /** The image's tag: the connector's version. */
  docker_image_tag: string;
  /** Where it is described. The platform's model requires it, the column does not. */
  documentation_url?: string | null;
  /** The name of its picture's file. */
  icon?: string | null;
  /** Whether it reads or writes. */
  actor_type: ActorType;
  /** What kind of system it speaks to; sources only. */
  source_type?: SourceType | null;
  /** The whole specification, not only the schema of its configuration. */
  spec: ConnectorSpecification;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
  /** Whether it is deleted; the row stays. */
  tombstone?: boolean;
  /** How mature it is. */
  release_stage?: ReleaseStage | null;
  /** The day on which it was released. */
  release_date?: string | null;
  /** What its containers need. */
  resource_requirements?: ActorDefinitionResourceRequirements | null;
  /** Whether every workspace may use it. */
  public?: boolean;
  /** Whether the deployment's own people made it. */
  custom?: boolean;
  /** The version of the Airbyte protocol that it speaks; NULL and blank mean 0.2.0. */
  protocol_version?: string | null;
  /** The image that normalizes its data; destinations only. All three of `normalization_*` or none. */
  normalization_repository?: string | null;
  /** The tag of that image. */
  normalization_tag?: string | null;
  /** Whether dbt can be run against it; destinations only. NULL means no. */
  supports_dbt?: boolean | null;
  /** What normalization calls the destination's dialect. */
  normalization_integration_type?: string | null;
  /** Which hosts it may reach; NULL means all, an empty list none. */
  allowed_hosts?: AllowedHosts | null;
  /** Which streams are chosen at first; sources only. NULL means all. */
  suggested_streams?: SuggestedStreams | null;
}

/** A grant: this workspace may use this definition, although it is not public. */
export interface ActorDefinitionWorkspaceGrantRow {
  /** The definition. */
  actor_definition_id: string;
  /** The workspace. */
  workspace_id: string;
}

/** A configured source or destination. */
export interface ActorRow {
  /** The actor. */
  id: string;
  /** The workspace that it belongs to. */
  workspace_id: string;
  /** The connector. */
  actor_definition_id: string;
  /** Its name for people. */
  name: string;
  /** Its configuration, as its definition's spec describes it, with `{"_secret": "…"}` in the place of secrets. */
  configuration: unknown;
  /** Whether it is a source or a destination. Nothing in the database ties it to the definition's own type. */
  actor_type: ActorType;
  /** Whether it is deleted; the row stays. */
  tombstone?: boolean;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/** A catalog that a source discovered. Sources that discover the same share one. */
export interface ActorCatalogRow {
  /** The catalog. */
  id: string;
  /** The streams, unconfigured. */
  catalog: AirbyteCatalog;
  /** The murmur3 hash of the catalog's text before it was stored: 8 hex digits. Indexed, not unique. */
  catalog_hash: string;
  /** When it was first seen. The only timestamp of the Config database without a default. */
  created_at: string;
  /** When it was last changed; this table calls it so. */
  modified_at: string;
}

/** One time that a source was asked for its catalog. */
export interface ActorCatalogFetchEventRow {
  /** The event. */
  id: string;
  /** What was found. The data catalog calls it `catalog_id`. */
  actor_catalog_id: string;
  /** The source that was asked. */
  actor_id: string;
  /** The hash of the configuration that it had: MD5, 32 hex digits, although the data catalog says murmur3. */
  config_hash: string;
  /** The tag of the image that was asked. */
  actor_version: string;
  /** When it happened. */
  created_at: string;
  /** When the row was last changed; this table calls it so. */
  modified_at: string;
}

/** A connection: what moves from which source to which destination, and when. Its workspace is its source's. */
export interface ConnectionRow {
  /** The connection. */
  id: string;
  /** How the namespace at the destination is found. The data catalog calls it `namespace_type`. */
  namespace_definition: NamespaceDefinitionType;
  /** The namespace where it is the connection's own; `${SOURCE_NAMESPACE}` stands for the source's. */
  namespace_format?: string | null;
  /** What stands before the name of each table at the destination. */
  prefix?: string | null;
  /** The source. */
  source_id: string;
  /** The destination. */
  destination_id: string;
  /** Its name for people. */
  name: string;
  /** The streams that are moved, and how. */
  catalog: ConfiguredAirbyteCatalog;
  /** Whether it runs. NULL counts as not deleted. */
  status?: StatusType | null;
  /** The interval, as it once was stored. The platform writes `null` where there is none and cannot read SQL NULL. */
  schedule?: Schedule | null;
  /** Whether only a person starts it. Older than `schedule_type`, and must agree with it. */
  manual: boolean;
  /** What its containers need. The platform writes `null` where nothing is asked and cannot read SQL NULL. */
  resource_requirements?: ResourceRequirements | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
  /** The catalog that the streams were chosen from. Deleting that row deletes the connection. */
  source_catalog_id?: string | null;
  /** What starts it. */
  schedule_type?: ScheduleType | null;
  /** The interval or the cron expression; `null` where a person starts it. */
  schedule_data?: ScheduleData | null;
  /** Where its data is processed. */
  geography?: GeographyType;
  /** Whether changes of the source's schema are told. */
  notify_schema_changes?: boolean;
  /**
   * What happens when the source's schema changes and nothing breaks: `ignore` or `disable`. Not an enum in the
   * database.
   */
  non_breaking_change_preference?: string;
  /** Whether the source's schema changed in a way that breaks it. */
  breaking_change?: boolean;
  /** Whether one of its connectors speaks a version of the protocol that the platform does not. Never set here. */
  unsupported_protocol_version?: boolean;
  /** Of which streams only some fields are moved. */
  field_selection_data?: FieldSelectionData | null;
}

/** The state of a stream, or what the streams of a connection share, or a whole connection's. */
export interface StateRow {
  /** The row; together with the connection its key. */
  id: string;
  /** The connection. */
  connection_id: string;
  /** What the connector said. In a `LEGACY` row it stands inside `{"state": …}`. The platform cannot read SQL NULL. */
  state?: unknown;
  /** When it was first written. */
  created_at: string;
  /** When it was last written. */
  updated_at: string;
  /** The stream; NULL in the shared row of a global state and in a legacy one. */
  stream_name?: string | null;
  /** The stream's namespace. */
  namespace?: string | null;
  /** What the row holds; all rows of a connection have the same. */
  type?: StateType;
}

/** A stream that the next run of its connection empties. A queue: rows go when the reset is done. */
export interface StreamResetRow {
  /** The row, though no key says so. */
  id: string;
  /** The connection. Not a foreign key. */
  connection_id: string;
  /** The stream's namespace. */
  stream_namespace?: string | null;
  /** The stream's name. */
  stream_name: string;
  /** When it was asked for. */
  created_at: string;
  /** When the row was last changed. */
  updated_at: string;
}

/** Something that is done to the data after a sync. */
export interface OperationRow {
  /** The operation. */
  id: string;
  /** The workspace that it belongs to. */
  workspace_id: string;
  /** Its name for people. */
  name: string;
  /** What it does, and so which of the columns `operator_*` is filled. */
  operator_type: OperatorType;
  /** For `normalization`. The platform writes `null` otherwise and cannot read SQL NULL. */
  operator_normalization?: OperatorNormalization | null;
  /** For `dbt`. The platform writes `null` otherwise and cannot read SQL NULL. */
  operator_dbt?: OperatorDbt | null;
  /** Whether it is deleted; the row stays. */
  tombstone?: boolean;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
  /** For `webhook`; `null` or SQL NULL otherwise. */
  operator_webhook?: OperatorWebhook | null;
}

/** That a connection is followed by an operation. The same pair may stand here twice. */
export interface ConnectionOperationRow {
  /** The row. */
  id: string;
  /** The connection. */
  connection_id: string;
  /** The operation. */
  operation_id: string;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/** An account that a workspace uses in the cloud. */
export interface WorkspaceServiceAccountRow {
  /** The workspace. */
  workspace_id: string;
  /** The account's id at the cloud. */
  service_account_id: string;
  /** The account's address at the cloud. */
  service_account_email: string;
  /** Its credential, or `{"_secret": "…"}` where there is a secret store. */
  json_credential: unknown;
  /** Its key, or `{"_secret": "…"}` where there is a secret store. */
  hmac_key: unknown;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/** The credentials of an app that people sign in through, for a definition. */
export interface ActorOauthParameterRow {
  /** The parameter. */
  id: string;
  /** The workspace that uses it; NULL for the whole deployment. Not a foreign key. */
  workspace_id?: string | null;
  /** The definition. Not a foreign key. */
  actor_definition_id: string;
  /** What the spec's `complete_oauth_server_input_specification` asks for, flat or nested. It stands in clear. */
  configuration: unknown;
  /** Whether the definition is a source's or a destination's. */
  actor_type: ActorType;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/** A version of a secret. The table comes to be when it is first used, and nothing is ever deleted from it. */
export interface SecretsRow {
  /** What the secret is called where it was taken out, with `_v` and its version at the end. */
  coordinate: string;
  /** The secret, in clear. */
  payload?: string | null;
}

/** A migration that the Config database went through: Flyway's own table. */
export interface AirbyteConfigsMigrationsRow {
  /** Its place in the order in which they ran, from 1. */
  installed_rank: number;
  /** The platform's version that brought it, such as `0.29.0.001`. */
  version?: string | null;
  /** What it does. */
  description: string;
  /** `BASELINE`, `JDBC` or `SQL`. */
  type: string;
  /** The class or file. */
  script: string;
  /** The checksum of a file; NULL for a class. */
  checksum?: number | null;
  /** Who ran it. */
  installed_by: string;
  /** When, without a time zone. */
  installed_on: string;
  /** How long it took, in milliseconds. */
  execution_time: number;
  /** Whether it went well. */
  success: boolean;
}

/** A configuration as all of them were stored before 0.32.8. In a running deployment the table is empty. */
export interface AirbyteConfigsRow {
  /** The row, counted by the database. */
  id: number | bigint;
  /** The id of the thing itself. */
  config_id: string;
  /** What kind of thing it is, such as `SOURCE_CONNECTION`. */
  config_type: string;
  /** The thing, as the platform's models write it. */
  config_blob: unknown;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/**
 * Something that the platform does for a connection or actor. All columns but the id may be NULL, yet the platform
 * cannot read a row without a type, configuration, status and times.
 */
export interface JobsRow {
  /** The job, counted by the database. */
  id: number | bigint;
  /** What it does. */
  config_type?: JobConfigType | null;
  /** What it is done for: the connection's id, for syncs and resets. Not a foreign key. */
  scope?: string | null;
  /** All that its worker needs to know. */
  config?: JobConfig | null;
  /** How far it is. */
  status?: JobStatus | null;
  /** Never written by this version of the platform. */
  started_at?: string | null;
  /** When it was asked for. */
  created_at?: string | null;
  /** When it last went on. */
  updated_at?: string | null;
}

/** One attempt at a job. */
export interface AttemptsRow {
  /** The attempt, counted by the database. */
  id: number | bigint;
  /** The job. Not a foreign key. */
  job_id?: number | bigint | null;
  /** Its number among the job's attempts, from 0. */
  attempt_number?: number | null;
  /** Where its log is: `<workspace root>/<job>/<attempt>/logs.log`. The platform cannot read NULL. */
  log_path?: string | null;
  /** What came of it. */
  output?: JobOutput | null;
  /** How far it is. */
  status?: AttemptStatus | null;
  /** When it began. The data catalog calls it `started_at`, which attempts do not have. */
  created_at?: string | null;
  /** When it last went on. */
  updated_at?: string | null;
  /** When it failed or succeeded. */
  ended_at?: string | null;
  /** What Temporal calls it. */
  temporal_workflow_id?: string | null;
  /** Why it failed. */
  failure_summary?: AttemptFailureSummary | null;
  /** Which of Temporal's queues it is worked on in. */
  processing_task_queue?: string | null;
}

/** A fact about the deployment, such as `airbyte_version`. */
export interface AirbyteMetadataRow {
  /** What is known. */
  key: string;
  /** What it is. */
  value?: string | null;
}

/** A migration that the Jobs database went through: Flyway's own table. */
export interface AirbyteJobsMigrationsRow {
  /** Its place in the order in which they ran, from 1. */
  installed_rank: number;
  /** The platform's version that brought it. */
  version?: string | null;
  /** What it does. */
  description: string;
  /** `BASELINE`, `JDBC` or `SQL`. */
  type: string;
  /** The class or file. */
  script: string;
  /** The checksum of a file; NULL for a class. */
  checksum?: number | null;
  /** Who ran it. */
  installed_by: string;
  /** When, without a time zone. */
  installed_on: string;
  /** How long it took, in milliseconds. */
  execution_time: number;
  /** Whether it went well. */
  success: boolean;
}

/** What an attempt moved. There may be several rows for one attempt; the newest counts. */
export interface SyncStatsRow {
  /** The row. */
  id: string;
  /** The attempt. */
  attempt_id: number | bigint;
  /** Records that the source gave. */
  records_emitted?: number | bigint | null;
  /** Bytes that the source gave. */
  bytes_emitted?: number | bigint | null;
  /** State messages that the source gave. */
  source_state_messages_emitted?: number | bigint | null;
  /** State messages that the destination gave back. */
  destination_state_messages_emitted?: number | bigint | null;
  /** Records that are safe at the destination. */
  records_committed?: number | bigint | null;
  /** Seconds from the start to a state message of the source, on average. */
  mean_seconds_before_source_state_message_emitted?: number | bigint | null;
  /** The same, at most. */
  max_seconds_before_source_state_message_emitted?: number | bigint | null;
  /** Seconds from a state message to its being committed, on average. */
  mean_seconds_between_state_message_emitted_and_committed?: number | bigint | null;
  /** The same, at most. */
  max_seconds_between_state_message_emitted_and_committed?: number | bigint | null;
  /** When it was first written. */
  created_at: string;
  /** When it was last written. */
  updated_at: string;
  /** How many records the source expected. */
  estimated_records?: number | bigint | null;
  /** How many bytes the source expected. */
  estimated_bytes?: number | bigint | null;
}

/** What an attempt moved of one stream. */
export interface StreamStatsRow {
  /** The row. */
  id: string;
  /** The attempt. */
  attempt_id: number | bigint;
  /** The stream's namespace. */
  stream_namespace?: string | null;
  /** The stream's name. */
  stream_name: string;
  /** Records that the source gave. */
  records_emitted?: number | bigint | null;
  /** Bytes that the source gave. */
  bytes_emitted?: number | bigint | null;
  /** How many records the source expected. */
  estimated_records?: number | bigint | null;
  /** How many bytes the source expected. */
  estimated_bytes?: number | bigint | null;
  /** When it was first written. */
  created_at: string;
  /** When it was last written. */
  updated_at: string;
}

/** How normalization went in an attempt. */
export interface NormalizationSummariesRow {
  /** The row. */
  id: string;
  /** The attempt; there may be several rows for one. */
  attempt_id: number | bigint;
  /** When it began. */
  start_time?: string | null;
  /** When it ended. */
  end_time?: string | null;
  /** What failed; an empty list where nothing did. */
  failures?: NormalizationFailures | null;
  /** When the row was written. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/**
 * `actor_definition.resource_requirements`: what the connector's containers need.
 *
 * What a connection asks for itself goes first, then `jobSpecific`, then `default`, member by member.
 */
export interface ActorDefinitionResourceRequirements {
  /** For every kind of job. */
  default?: ResourceRequirements | null;
  /** For some kinds of job; one entry a kind at most, or the platform fails. */
  jobSpecific?: JobTypeResourceLimit[] | null;
}

/** The side of a connection that a connector works on. */
export type ActorType = "source" | "destination";

/** How the platform may obtain credentials by OAuth. */
export interface AdvancedAuth {
  /** The version of OAuth. */
  auth_flow_type?: AuthFlowType | null;
  /** The way to the member of the configuration that says whether OAuth is used; always where absent or empty. */
  predicate_key?: string[] | null;
  /** What that member must say, letter by letter; where absent or blank it must only be there. */
  predicate_value?: string | null;
  /** What goes into the flow, what comes out, and where in the configuration it belongs. */
  oauth_config_specification?: OAuthConfigSpecification | null;
  [member: string]: unknown;
}

/**
 * `actor_catalog.catalog`: the streams that a source was found to have.
 *
 * Schemas of streams are kept in either spelling of the types: with `type`, or with `$ref` to well-known types.
 */
export interface AirbyteCatalog {
  /** The streams. */
  streams: AirbyteStream[];
  [member: string]: unknown;
}

/** How far a connection is whose streams share a state. */
export interface AirbyteGlobalState {
  /** The connector's own document for all streams. Where it is absent or `null`, there is none. */
  shared_state?: unknown;
  /** Each stream's own. */
  stream_states: AirbyteStreamState[];
  [member: string]: unknown;
}

/** The protocol's state message: what a connector says of how far it is. */
export interface AirbyteStateMessage {
  /** What it speaks of; `LEGACY` where absent. */
  type?: AirbyteStateType | null;
  /** For `STREAM`: the stream and its state. */
  stream?: AirbyteStreamState | null;
  /** For `GLOBAL`: the state that streams share, and each one's own. */
  global?: AirbyteGlobalState | null;
  /** For `LEGACY`: the whole state. Connectors once wrote it beside the others too. */
  data?: unknown;
  [member: string]: unknown;
}

/** What a state message speaks of, as the protocol spells it. */
export type AirbyteStateType = "GLOBAL" | "STREAM" | "LEGACY";

/** A stream of a source. */
export interface AirbyteStream {
  /** Its name: any text, even an empty one. */
  name: string;
  /** The JSON Schema of its records. In a connection's catalog, columns that are not selected are taken out. */
  json_schema: { [member: string]: unknown };
  /**
   * The ways in which it can be read, at least one. Absent or empty in older data, where full refresh may be
   * assumed.
   */
  supported_sync_modes?: SyncMode[] | null;
  /** Whether the source itself knows what is new, so that no cursor may be chosen. */
  source_defined_cursor?: boolean | null;
  /** The way to the field that is the cursor where none is chosen. */
  default_cursor_field?: string[] | null;
  /** The ways to the fields of the primary key, where the source knows it. */
  source_defined_primary_key?: string[][] | null;
  /** Where the source has it: a database's schema, most often. An empty text is not the same as none. */
  namespace?: string | null;
  [member: string]: unknown;
}

/** How far one stream is. */
export interface AirbyteStreamState {
  /** The stream. */
  stream_descriptor: StreamDescriptor;
  /** The connector's own document. Where it is absent or `null`, the stream has no state. */
  stream_state?: unknown;
  [member: string]: unknown;
}

/** `actor_definition.allowed_hosts`: whom the connector may speak to. Where the column is empty, anyone. */
export interface AllowedHosts {
  /**
   * Hosts, with wildcards and `${…}` for what the configuration says. `[]` is nobody, and to the platform so is
   * an absent list.
   */
  hosts?: string[] | null;
  [member: string]: unknown;
}

/** `attempts.failure_summary`: what went wrong in an attempt. */
export interface AttemptFailureSummary {
  /** What went wrong: first what connectors said of themselves, then by time. */
  failures: FailureReason[];
  /** Whether some records arrived all the same. Absent where that is not known. */
  partialSuccess?: boolean | null;
}

/** How far an attempt is. */
export type AttemptStatus = "running" | "failed" | "succeeded";

/** The version of OAuth that a connector uses. */
export type AuthFlowType = "oauth2.0" | "oauth1.0";

/** The older way of describing OAuth: by places in the configuration. */
export interface AuthSpecification {
  /** The kind of authentication. */
  auth_type?: AuthType | null;
  /** The places. */
  oauth2Specification?: OAuth2Specification | null;
  [member: string]: unknown;
}

/** A token, or a reference to it. */
export type AuthToken = SecretReference | string;

/** The kinds of authentication that the older description knows. */
export type AuthType = "oauth2.0";

/** An interval between syncs. */
export interface BasicSchedule {
  /** The unit. */
  timeUnit: TimeUnit;
  /** How many of them; nothing checks that it is more than none. */
  units: number | bigint;
  [member: string]: unknown;
}

/** Whether a configuration works. */
export type CheckConnectionStatus = "succeeded" | "failed";

/** `connection.catalog`: the streams that a connection moves, and how. */
export interface ConfiguredAirbyteCatalog {
  /** The streams. */
  streams: ConfiguredAirbyteStream[];
  [member: string]: unknown;
}

/** A stream that a connection moves, and how. */
export interface ConfiguredAirbyteStream {
  /** The stream. */
  stream: AirbyteStream;
  /** How it is read; `full_refresh` is declared as the default, but always written. */
  sync_mode: SyncMode;
  /** For `incremental`, where the source does not know itself what is new: the way to the field that tells. */
  cursor_field?: string[] | null;
  /** How it is written; `append` where absent. Rows from before destinations had modes lack it. */
  destination_sync_mode?: DestinationSyncMode | null;
  /** For `append_dedup`: the ways to the fields of the primary key. */
  primary_key?: string[][] | null;
  [member: string]: unknown;
}

/**
 * `actor_definition.spec`: what a connector says about itself.
 *
 * Member names are camelCase and snake_case side by side; that is how connectors write them.
 */
export interface ConnectorSpecification {
  /** Where the connector is described for people. A URI; the platform cannot read a row where it is a broken one. */
  documentationUrl?: string | null;
  /** Where the connector's changes are listed. A URI, as above. */
  changelogUrl?: string | null;
  /** The JSON Schema of the configuration. */
  connectionSpecification: { [member: string]: unknown };
  /** Whether the connector can sync incrementally; nobody asks any more. */
  supportsIncremental?: boolean | null;
  /** Whether the destination takes part in normalization; `false` where absent. */
  supportsNormalization?: boolean | null;
  /** Whether dbt can be run against the destination; `false` where absent. */
  supportsDBT?: boolean | null;
  /** The ways in which the destination can write. For sources it is `[]`, which the platform writes unasked. */
  supported_destination_sync_modes?: DestinationSyncMode[] | null;
  /** The older way of saying what `advanced_auth` says. */
  authSpecification?: AuthSpecification | null;
  /** How the platform may obtain credentials by OAuth. */
  advanced_auth?: AdvancedAuth | null;
  /** The version of the Airbyte protocol that the connector speaks; the platform takes `0.2.0` where it is absent. */
  protocol_version?: string | null;
  [member: string]: unknown;
}

/** Times at which syncs start. */
export interface Cron {
  /** The times, in the syntax of Quartz: 6 or 7 fields, seconds first. */
  cronExpression: string;
  /** The time zone: an id that Joda-Time knows, but none that starts with `etc`. */
  cronTimeZone: string;
  [member: string]: unknown;
}

/** The settings of customer.io: none. */
export type CustomerioNotificationConfiguration = Record<string, never>;

/** How a destination writes a stream. */
export type DestinationSyncMode = "append" | "overwrite" | "append_dedup";

/** Where something went wrong. `replicationWorker` is how old outputs of attempts say `replication`. */
export type FailureOrigin = "source" | "destination" | "replication" | "persistence" | "normalization" | "dbt" | "airbyte_platform" | "unknown";

/** Something that went wrong. */
export interface FailureReason {
  /** Where. Absent where nobody knows, and where a person stopped it. */
  failureOrigin?: FailureOrigin | null;
  /** Of what kind. Absent where nobody knows. */
  failureType?: FailureType | null;
  /** For those who run the platform. It may quote anything, even a secret. */
  internalMessage?: string | null;
  /** For the user. Connectors quote what they like in it. */
  externalMessage?: string | null;
  /** What else is known. The platform writes `jobId`, `attemptNumber`, `from_trace_message`, `connector_command`. */
  metadata?: { [member: string]: unknown } | null;
  /** Where in the code. It may quote anything, even a secret. */
  stacktrace?: string | null;
  /** Whether another try may help. Absent where nobody knows. */
  retryable?: boolean | null;
  /** When, in milliseconds since 1970. */
  timestamp: number | bigint;
}

/** Of what kind a failure is. Old outputs of attempts spell it `configError` and so on. */
export type FailureType = "config_error" | "system_error" | "manual_cancellation";

/**
 * `connection.field_selection_data`: for which streams columns were selected. Which columns those are is not said
 * here: they are the ones left in the schemas of `connection.catalog`.
 */
export type FieldSelectionData = { [member: string]: boolean };

/** Where data is processed. */
export type GeographyType = "AUTO" | "US" | "EU";

/** The check of a configuration, as old jobs did it. */
export interface JobCheckConnectionConfig {
  /** The side that is checked. */
  actorType?: ActorType | null;
  /** What is checked. */
  actorId?: string | null;
  /** The configuration. */
  connectionConfiguration: unknown;
  /** The connector's image with its tag. */
  dockerImage: string;
  /** The version of the protocol that the connector speaks. */
  protocolVersion?: Version | null;
  /** Whether the connector was made by the deployment's own people. */
  isCustomConnector?: boolean | null;
}

/**
 * `jobs.config`: what a job is to do.
 *
 * Only syncs and resets are still stored as jobs; the other parts are here for old rows.
 */
export interface JobConfig {
  /** What the job does, and so which of the next members is there. */
  configType: "checkConnectionSource" | "checkConnectionDestination" | "discoverSchema" | "getSpec" | "sync" | "resetConnection";
  /** For `checkConnectionSource` and `checkConnectionDestination`. */
  checkConnection?: JobCheckConnectionConfig | null;
  /** For `discoverSchema`, which is another word. */
  discoverCatalog?: JobDiscoverCatalogConfig | null;
  /** For `getSpec`. */
  getSpec?: JobGetSpecConfig | null;
  /** For `sync`. */
  sync?: JobSyncConfig | null;
  /** For `resetConnection`. */
  resetConnection?: JobResetConnectionConfig | null;
}

/** What a job does. */
export type JobConfigType = "check_connection_source" | "check_connection_destination" | "discover_schema" | "get_spec" | "sync" | "reset_connection";

/** The question for a source's streams, as old jobs asked it. */
export interface JobDiscoverCatalogConfig {
  /** The configuration. */
  connectionConfiguration: unknown;
  /** The connector's image with its tag. */
  dockerImage: string;
  /** The source: an id, but any text may stand here. */
  sourceId: string;
  /** The connector's version. */
  connectorVersion: string;
  /** The hash of the configuration. */
  configHash: string;
  /** The version of the protocol that the connector speaks. */
  protocolVersion?: Version | null;
  /** Whether the connector was made by the deployment's own people. */
  isCustomConnector?: boolean | null;
}

/** The question for a connector's specification, as old jobs asked it. */
export interface JobGetSpecConfig {
  /** The connector's image with its tag. */
  dockerImage: string;
  /** Whether the connector was made by the deployment's own people. */
  isCustomConnector?: boolean | null;
}

/**
 * `attempts.output`: what an attempt has done.
 *
 * Only syncs and resets are still stored, both as `sync`; the other parts are here for old rows.
 */
export interface JobOutput {
  /** Which part is there. Required, says the platform's schema; but the platform itself never writes it for syncs. */
  outputType?: OutputType | null;
  /** Of the check of a configuration. */
  checkConnection?: StandardCheckConnectionOutput | null;
  /** Of the question for a source's streams. */
  discoverCatalog?: StandardDiscoverCatalogOutput | null;
  /** Of the question for a connector's specification. */
  getSpec?: StandardGetSpecOutput | null;
  /** Of a sync or a reset. */
  sync?: StandardSyncOutput | null;
}

/** A reset: streams are emptied at the destination, and their state is forgotten. */
export interface JobResetConnectionConfig {
  /** How the destination's namespace of a stream is found; `source` where absent. */
  namespaceDefinition?: NamespaceDefinitionType | null;
  /** For `customformat`: the namespace, with `${SOURCE_NAMESPACE}` for the source's. */
  namespaceFormat?: string | null;
  /** What is put before the names of streams. */
  prefix?: string | null;
  /** The destination's configuration: parameters of OAuth filled in, secrets still as references. */
  destinationConfiguration: unknown;
  /** The streams: those to be reset overwrite, the others append. */
  configuredAirbyteCatalog: ConfiguredAirbyteCatalog;
  /** The destination's image with its tag. */
  destinationDockerImage: string;
  /** The version of the protocol that the destination speaks. */
  destinationProtocolVersion?: Version | null;
  /** What follows the reset, in order. */
  operationSequence?: StandardSyncOperation[] | null;
  /** The workspace's webhooks; not written for resets so far. */
  webhookOperationConfigs?: unknown;
  /** What the container that leads the reset needs. */
  resourceRequirements?: ResourceRequirements | null;
  /** What is reset. Absent in old jobs. */
  resetSourceConfiguration?: ResetSourceConfiguration | null;
  /** How far the connection was. */
  state?: State | null;
  /** Always `false`: what stands in for the source is the platform's own. */
  isSourceCustomConnector?: boolean | null;
  /** Whether the destination was made by the deployment's own people. */
  isDestinationCustomConnector?: boolean | null;
  /** The workspace; not written for resets so far. */
  workspaceId?: string | null;
}

/** How far a job is. */
export type JobStatus = "pending" | "running" | "incomplete" | "failed" | "succeeded" | "cancelled";

/** A sync: everything as it was when the job was made. */
export interface JobSyncConfig {
  /** How the destination's namespace of a stream is found; `source` where absent. */
  namespaceDefinition?: NamespaceDefinitionType | null;
  /** For `customformat`: the namespace, with `${SOURCE_NAMESPACE}` for the source's. */
  namespaceFormat?: string | null;
  /** What is put before the names of streams. */
  prefix?: string | null;
  /** The source's configuration: parameters of OAuth filled in, secrets still as references. */
  sourceConfiguration: unknown;
  /** The destination's configuration, likewise. */
  destinationConfiguration: unknown;
  /** The streams. */
  configuredAirbyteCatalog: ConfiguredAirbyteCatalog;
  /** The source's image with its tag. */
  sourceDockerImage: string;
  /** The version of the protocol that the source speaks. */
  sourceProtocolVersion?: Version | null;
  /** The destination's image with its tag. */
  destinationDockerImage: string;
  /** The version of the protocol that the destination speaks. */
  destinationProtocolVersion?: Version | null;
  /** What the source's container needs. */
  sourceResourceRequirements?: ResourceRequirements | null;
  /** What the destination's container needs. */
  destinationResourceRequirements?: ResourceRequirements | null;
  /** What follows the sync, in order. */
  operationSequence?: StandardSyncOperation[] | null;
  /** The workspace's webhooks: a copy of `workspace.webhook_operation_configs`. */
  webhookOperationConfigs?: unknown;
  /** How far the connection was. */
  state?: State | null;
  /** What the container that leads the sync needs. */
  resourceRequirements?: ResourceRequirements | null;
  /** Whether the source was made by the deployment's own people. */
  isSourceCustomConnector?: boolean | null;
  /** Whether the destination was. */
  isDestinationCustomConnector?: boolean | null;
  /** The workspace. */
  workspaceId?: string | null;
}

/** A kind of job, as resources know it. Not the type of a job's configuration, which has other literals. */
export type JobType = "get_spec" | "check_connection" | "discover_schema" | "sync" | "reset_connection" | "connection_updater" | "replicate";

/** What the containers of one kind of job need. */
export interface JobTypeResourceLimit {
  /** The kind of job. */
  jobType: JobType;
  /** What it needs. */
  resourceRequirements: ResourceRequirements;
}

/** How the destination's namespace of a stream is found. */
export type NamespaceDefinitionType = "source" | "destination" | "customformat";

/**
 * `normalization_summaries.failures`: what went wrong in normalization; `[]` where nothing did.
 *
 * Here alone the platform fails on members that it does not know.
 */
export type NormalizationFailures = FailureReason[];

/** A way of normalizing. */
export type NormalizationOption = "basic";

/** How normalization went. */
export interface NormalizationSummary {
  /** When it started, in milliseconds since 1970. */
  startTime: number | bigint;
  /** When it ended, in milliseconds since 1970. */
  endTime: number | bigint;
  /** What went wrong. */
  failures?: FailureReason[] | null;
}

/** One of those who are told how syncs end. */
export interface Notification {
  /** The way. */
  notificationType: NotificationType;
  /** Whether a success is told; `false` where absent. */
  sendOnSuccess?: boolean | null;
  /** Whether a failure is told; `true` where absent. */
  sendOnFailure?: boolean | null;
  /** For `slack`: where to. Nothing checks that it is there. */
  slackConfiguration?: SlackNotificationConfiguration | null;
  /** For `customerio`: it has no members. */
  customerioConfiguration?: CustomerioNotificationConfiguration | null;
  [member: string]: unknown;
}

/** A way of telling how a sync ended. */
export type NotificationType = "slack" | "customerio";

/** `workspace.notifications`: who is told how syncs end. */
export type Notifications = Notification[];

/** Where in a configuration the parameters of OAuth stand. */
export interface OAuth2Specification {
  /** The way to the object that holds them all. */
  rootObject?: RootObjectStep[] | null;
  /** The ways, below that object, to what must be known before the flow. */
  oauthFlowInitParameters?: string[][] | null;
  /** The ways, below that object, to what the flow gives. */
  oauthFlowOutputParameters?: string[][] | null;
  [member: string]: unknown;
}

/**
 * What goes into an OAuth flow and what comes out: JSON Schemas whose properties say with
 * `path_in_connector_config` where in the configuration they belong.
 */
export interface OAuthConfigSpecification {
  /** What the user has typed in that the flow needs. */
  oauth_user_input_from_connector_config_specification?: { [member: string]: unknown } | null;
  /** What the flow gives and the configuration takes. */
  complete_oauth_output_specification?: { [member: string]: unknown } | null;
  /** The parameters of a deployment or workspace: what `actor_oauth_parameter.configuration` holds. */
  complete_oauth_server_input_specification?: { [member: string]: unknown } | null;
  /** Those of the parameters that the configuration takes when it is run. */
  complete_oauth_server_output_specification?: { [member: string]: unknown } | null;
  /**
   * For connectors that are written as data: how the flow is carried out. No schema but settings; only later
   * versions of the platform know it.
   */
  oauth_connector_input_specification?: { [member: string]: unknown } | null;
  [member: string]: unknown;
}

/** `operation.operator_dbt`: a dbt project of one's own, and how it is run. */
export interface OperatorDbt {
  /** Where the project is. People write access tokens into such addresses. */
  gitRepoUrl: string;
  /** The branch; the repository's own default where absent. */
  gitRepoBranch?: string | null;
  /** The image that has dbt. */
  dockerImage?: string | null;
  /** What dbt is told; variables among it may be secrets. */
  dbtArguments?: string | null;
}

/** `operation.operator_normalization`: how the platform normalizes. */
export interface OperatorNormalization {
  /** The way. */
  option?: NormalizationOption | null;
}

/** What an operation does. */
export type OperatorType = "normalization" | "dbt" | "webhook";

/** `operation.operator_webhook`: a request that follows a sync. */
export interface OperatorWebhook {
  /** Where to; who knows such an address can often call it. */
  executionUrl: string;
  /** What is sent. */
  executionBody?: string | null;
  /** Which of the workspace's webhooks gives the token. */
  webhookConfigId?: string | null;
  [member: string]: unknown;
}

/** Which part of an output is there. */
export type OutputType = "checkConnection" | "discoverCatalog" | "getSpec" | "sync";

/** How mature a connector is. */
export type ReleaseStage = "alpha" | "beta" | "generally_available" | "custom";

/** How a sync ended. */
export type ReplicationStatus = "completed" | "failed" | "cancelled";

/** What a reset empties. */
export interface ResetSourceConfiguration {
  /** The streams. */
  streamsToReset: StreamDescriptor[];
}

/** `connection.resource_requirements`: what containers ask of Kubernetes. Texts, empty ones too: `500m`, `0.5`, `1Gi`. */
export interface ResourceRequirements {
  /** Processors, at least. */
  cpu_request?: string | null;
  /** Processors, at most. */
  cpu_limit?: string | null;
  /** Memory, at least. */
  memory_request?: string | null;
  /** Memory, at most. */
  memory_limit?: string | null;
}

/** One step into a configuration. The schema allows numbers; real specs write them as text (`"0"`). */
export type RootObjectStep = number | bigint | string;

/** `connection.schedule`: the interval of the syncs, as it was written before there were cron expressions. */
export interface Schedule {
  /** The unit. */
  timeUnit: TimeUnit;
  /** How many of them; nothing checks that it is more than none. */
  units: number | bigint;
}

/** `connection.schedule_data`: when syncs start. Both members may be there; `connection.schedule_type` decides. */
export interface ScheduleData {
  /** By an interval. */
  basicSchedule?: BasicSchedule | null;
  /** By a cron expression. */
  cron?: Cron | null;
}

/** What starts a connection's syncs. */
export type ScheduleType = "manual" | "basic_schedule" | "cron";

/** What stands in the place of a secret in a stored document. */
export interface SecretReference {
  /** The coordinate of the secret: what it is called in the table `secrets`, with `_v` and its version at the end. */
  _secret: string;
  [member: string]: unknown;
}

/** Where a message in Slack goes. */
export interface SlackNotificationConfiguration {
  /** The web address. Who knows it can write there; it may be empty. */
  webhook: string;
}

/** What kind of system a source speaks to. */
export type SourceType = "api" | "file" | "database" | "custom";

/** Whether a configuration works. */
export interface StandardCheckConnectionOutput {
  /** Whether it does. */
  status: CheckConnectionStatus;
  /** Why not. Connectors quote what they like in it. */
  message?: string | null;
}

/** The streams of a source. */
export interface StandardDiscoverCatalogOutput {
  /** The streams. */
  catalog: AirbyteCatalog;
}

/** The specification of a connector. */
export interface StandardGetSpecOutput {
  /** The specification. */
  specification: ConnectorSpecification;
}

/** An operation that follows a sync, as a job's configuration holds it: a row of `operation` in JSON's spelling. */
export interface StandardSyncOperation {
  /** The operation. */
  operationId: string;
  /** Its name. */
  name: string;
  /** What it does, and so which of the next three is meant to be there. */
  operatorType: OperatorType;
  /** How the platform normalizes. */
  operatorNormalization?: OperatorNormalization | null;
  /** A dbt project. */
  operatorDbt?: OperatorDbt | null;
  /** A request. */
  operatorWebhook?: OperatorWebhook | null;
  /** Whether it is deleted. */
  tombstone?: boolean | null;
  /** The workspace that it belongs to. */
  workspaceId: string;
}

/** What a sync or a reset has done. */
export interface StandardSyncOutput {
  /** How it ended, and its numbers. */
  standardSyncSummary: StandardSyncSummary;
  /** Of normalization. */
  normalizationSummary?: NormalizationSummary | null;
  /** Of the requests that followed. */
  webhookOperationSummary?: WebhookOperationSummary | null;
  /**
   * How far the connection is now. Required, says the platform's schema; but it is absent where no state was kept
   * or the check before the sync failed.
   */
  state?: State | null;
  /**
   * The streams as they were written. Required, says the platform's schema; but it is absent where the check
   * before the sync failed or the sync was cancelled before it started.
   */
  output_catalog?: ConfiguredAirbyteCatalog | null;
  /** What went wrong. */
  failures?: FailureReason[] | null;
}

/**
 * How a sync ended, and its numbers. The platform's schema requires them all; but of a sync that was cancelled
 * before it started there are only `status`, `totalStats` and `streamStats`.
 */
export interface StandardSyncSummary {
  /** How it ended. */
  status: ReplicationStatus;
  /** How many records were moved. Absent where the sync never started. */
  recordsSynced?: number | bigint | null;
  /** How many bytes were moved. Absent where the sync never started. */
  bytesSynced?: number | bigint | null;
  /** When it started, in milliseconds since 1970. Absent where it never did. */
  startTime?: number | bigint | null;
  /** When it ended, in milliseconds since 1970. Absent where it never started. */
  endTime?: number | bigint | null;
  /** Of all streams together. */
  totalStats: SyncStats;
  /** Of each stream. */
  streamStats: StreamSyncStats[];
}

/** A state with one member around it: what a `LEGACY` row of `state` holds, and what jobs and attempts hold. */
export interface State {
  /** The state: a connector's own document, or a list of state messages. [`TypedState::of`] tells which. */
  state: { [member: string]: unknown } | unknown[];
}

/** What a row of `state` holds. */
export type StateType = "GLOBAL" | "STREAM" | "LEGACY";

/** Whether a connection runs. */
export type StatusType = "active" | "inactive" | "deprecated";

/** What a stream is known by. */
export interface StreamDescriptor {
  /** Its name; an empty text is one. */
  name: string;
  /** Its namespace; an empty text is not the same as none. */
  namespace?: string | null;
  [member: string]: unknown;
}

/** The numbers of one stream. */
export interface StreamSyncStats {
  /** The stream's name. */
  streamName: string;
  /** The stream's namespace. */
  streamNamespace?: string | null;
  /** The numbers. */
  stats: SyncStats;
}

/** `actor_definition.suggested_streams`: which streams a new connection starts with. Where the column is empty, all. */
export interface SuggestedStreams {
  /** Names of streams, without namespaces. `[]` is none, and to the platform so is an absent list. */
  streams?: string[] | null;
  [member: string]: unknown;
}

/** How a source reads a stream. */
export type SyncMode = "full_refresh" | "incremental";

/**
 * The numbers of a sync or of one stream. The platform's schema requires the first two; but of a sync that never
 * started, and of a stream that is merely named, there are none.
 */
export interface SyncStats {
  /** Records that the source gave. Absent where the sync never started. */
  recordsEmitted?: number | bigint | null;
  /** Bytes that the source gave. Absent where the sync never started. */
  bytesEmitted?: number | bigint | null;
  /** States that the source gave; not counted by stream. */
  sourceStateMessagesEmitted?: number | bigint | null;
  /** States that the destination gave back; not counted by stream. */
  destinationStateMessagesEmitted?: number | bigint | null;
  /** Records that the destination has for certain. Absent where that is not known. */
  recordsCommitted?: number | bigint | null;
  /** Seconds from the start to the source's first state, or from one to the next, on average. */
  meanSecondsBeforeSourceStateMessageEmitted?: number | bigint | null;
  /** The same, at most. */
  maxSecondsBeforeSourceStateMessageEmitted?: number | bigint | null;
  /** Seconds from a state of the source to the destination's answer, at most. */
  maxSecondsBetweenStateMessageEmittedandCommitted?: number | bigint | null;
  /** The same, on average. */
  meanSecondsBetweenStateMessageEmittedandCommitted?: number | bigint | null;
  /** When moving data began, in milliseconds since 1970. */
  replicationStartTime?: number | bigint | null;
  /** When moving data ended, in milliseconds since 1970. */
  replicationEndTime?: number | bigint | null;
  /** When the source's container started, in milliseconds since 1970. */
  sourceReadStartTime?: number | bigint | null;
  /** When the source's container ended, in milliseconds since 1970. */
  sourceReadEndTime?: number | bigint | null;
  /** When the destination's container started, in milliseconds since 1970. */
  destinationWriteStartTime?: number | bigint | null;
  /** When the destination's container ended, in milliseconds since 1970. */
  destinationWriteEndTime?: number | bigint | null;
  /** Bytes that the source expected to give. */
  estimatedBytes?: number | bigint | null;
  /** Records that the source expected to give. */
  estimatedRecords?: number | bigint | null;
  [member: string]: unknown;
}

/** The unit of an interval between syncs. */
export type TimeUnit = "minutes" | "hours" | "days" | "weeks" | "months";

/** A version of the protocol. Never a bare text: the platform writes it as an object. */
export interface Version {
  /** The version: three numbers with dots, or `dev` and anything. */
  version: string;
  [member: string]: unknown;
}

/** A service that operations may call. */
export interface WebhookConfig {
  /** What an operation refers to it by. */
  id: string;
  /** Its name. */
  name: string;
  /** What proves that the caller may. Stored as a reference where there is a secret store. */
  authToken?: AuthToken | null;
  [member: string]: unknown;
}

/** `workspace.webhook_operation_configs`: the web addresses that operations may call. */
export interface WebhookOperationConfigs {
  /** One a service. */
  webhookConfigs?: WebhookConfig[] | null;
}

/**
 * Which requests went well. The platform's schema requires `startTime` and `endTime` too, but does not say what they
 * are; they are never written, and dropped where they are read, so they are not here.
 */
export interface WebhookOperationSummary {
  /** The webhooks of the workspace that took theirs. */
  successes?: string[] | null;
  /** Those that did not. */
  failures?: string[] | null;
}

/** Every table's row and every document, by its name. */
export interface Subjects {
  workspace: WorkspaceRow;
  actor_definition: ActorDefinitionRow;
  actor_definition_workspace_grant: ActorDefinitionWorkspaceGrantRow;
  actor: ActorRow;
  actor_catalog: ActorCatalogRow;
  actor_catalog_fetch_event: ActorCatalogFetchEventRow;
  connection: ConnectionRow;
  state: StateRow;
  stream_reset: StreamResetRow;
  operation: OperationRow;
  connection_operation: ConnectionOperationRow;
  workspace_service_account: WorkspaceServiceAccountRow;
  actor_oauth_parameter: ActorOauthParameterRow;
  secrets: SecretsRow;
  airbyte_configs_migrations: AirbyteConfigsMigrationsRow;
  airbyte_configs: AirbyteConfigsRow;
  jobs: JobsRow;
  attempts: AttemptsRow;
  airbyte_metadata: AirbyteMetadataRow;
  airbyte_jobs_migrations: AirbyteJobsMigrationsRow;
  sync_stats: SyncStatsRow;
  stream_stats: StreamStatsRow;
  normalization_summaries: NormalizationSummariesRow;
  ConnectorSpecification: ConnectorSpecification;
  ActorDefinitionResourceRequirements: ActorDefinitionResourceRequirements;
  AllowedHosts: AllowedHosts;
  SuggestedStreams: SuggestedStreams;
  Notifications: Notifications;
  WebhookOperationConfigs: WebhookOperationConfigs;
  AirbyteCatalog: AirbyteCatalog;
  ConfiguredAirbyteCatalog: ConfiguredAirbyteCatalog;
  Schedule: Schedule;
  ScheduleData: ScheduleData;
  FieldSelectionData: FieldSelectionData;
  ResourceRequirements: ResourceRequirements;
  OperatorNormalization: OperatorNormalization;
  OperatorDbt: OperatorDbt;
  OperatorWebhook: OperatorWebhook;
  State: State;
  JobConfig: JobConfig;
  JobOutput: JobOutput;
  AttemptFailureSummary: AttemptFailureSummary;
  NormalizationFailures: NormalizationFailures;
  SecretReference: SecretReference;
  AdvancedAuth: AdvancedAuth;
  OAuthConfigSpecification: OAuthConfigSpecification;
  AuthSpecification: AuthSpecification;
  OAuth2Specification: OAuth2Specification;
  JobTypeResourceLimit: JobTypeResourceLimit;
  Notification: Notification;
  SlackNotificationConfiguration: SlackNotificationConfiguration;
  CustomerioNotificationConfiguration: CustomerioNotificationConfiguration;
  WebhookConfig: WebhookConfig;
  AirbyteStream: AirbyteStream;
  ConfiguredAirbyteStream: ConfiguredAirbyteStream;
  BasicSchedule: BasicSchedule;
  Cron: Cron;
  StandardSyncOperation: StandardSyncOperation;
  AirbyteStateMessage: AirbyteStateMessage;
  AirbyteStreamState: AirbyteStreamState;
  AirbyteGlobalState: AirbyteGlobalState;
  StreamDescriptor: StreamDescriptor;
  JobSyncConfig: JobSyncConfig;
  JobResetConnectionConfig: JobResetConnectionConfig;
  ResetSourceConfiguration: ResetSourceConfiguration;
  JobCheckConnectionConfig: JobCheckConnectionConfig;
  JobDiscoverCatalogConfig: JobDiscoverCatalogConfig;
  JobGetSpecConfig: JobGetSpecConfig;
  Version: Version;
  StandardSyncOutput: StandardSyncOutput;
  StandardSyncSummary: StandardSyncSummary;
  SyncStats: SyncStats;
  StreamSyncStats: StreamSyncStats;
  NormalizationSummary: NormalizationSummary;
  WebhookOperationSummary: WebhookOperationSummary;
  StandardCheckConnectionOutput: StandardCheckConnectionOutput;
  StandardDiscoverCatalogOutput: StandardDiscoverCatalogOutput;
  StandardGetSpecOutput: StandardGetSpecOutput;
  FailureReason: FailureReason;
}
