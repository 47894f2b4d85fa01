// What a store can do, as types. `client.ts` does it by asking a worker, which does it by asking the module.
//
// The entry gives `openStore(options?: OpenOptions): Promise<Store>`, and `deleteStore(name): Promise<void>`, which
// deletes what a persistent store keeps on this machine.

import type { Subjects } from "../airbyte.js";
import type { Code, Finding, Verdict } from "../verdict.js";

/** A table's name, as in the databases. */
export type TableName =
  | "workspace" | "actor_definition" | "actor_definition_workspace_grant" | "actor" | "actor_catalog"
  | "actor_catalog_fetch_event" | "connection" | "state" | "stream_reset" | "operation" | "connection_operation"
  | "workspace_service_account" | "actor_oauth_parameter" | "secrets" | "airbyte_configs_migrations"
  | "airbyte_configs" | "jobs" | "attempts" | "airbyte_metadata" | "airbyte_jobs_migrations" | "sync_stats"
  | "stream_stats" | "normalization_summaries";

/** The type of a table's rows. A document that is SQL NULL is absent; the document `null` is null. */
export type Row<T extends TableName> = Subjects[T];

/** `openStore(options)` of `airbyte-db/store`. */
export interface OpenOptions {
  /** Which store: the same name is the same store in all tabs of an origin. Default `airbyte`. */
  name?: string;
  /**
   * Whether it is kept on this machine, in the browser's own file system, or gone when it is closed. Where it cannot be
   * kept (private windows of some browsers, Node), opening fails with the code `store_not_persistent`: it never falls
   * back to memory unasked. Default false.
   */
  persistent?: boolean;
  /** Told while the module is loaded and the database is opened. */
  onProgress?: (progress: { stage: "loading" | "waiting" | "opening" }) => void;
  /** Told when rows were changed: by this tab or another one. Whatever is shown should be read anew. */
  onChange?: () => void;
  /** Gives up opening. */
  signal?: AbortSignal;
  /** Makes the worker, where the page has its own way: it must run `airbyte-db/store/worker` as a module. */
  worker?: () => Worker;
}

export interface Signalled {
  /** Stops it: it fails with the signal's reason. What was committed until then stays, all else is undone. */
  signal?: AbortSignal;
}

/** How far something long is. `of` is undefined where nobody knows. */
export interface Progress {
  /** What is done now: a table, a check, a file. */
  stage: string;
  /** How much is done, and of how much: rows, or bytes of a file. */
  done: number;
  of: number | undefined;
  unit: "rows" | "bytes";
}

export interface Long extends Signalled {
  onProgress?: (progress: Progress) => void;
}

export interface Filling extends Long {
  /**
   * Whether what comes takes the place of all that is there. Then it is kept beside it until all of it has come: who stops
   * it, or is killed meanwhile, finds what was there before. It needs room for both. Default false.
   */
  replace?: boolean;
}

/** A store: both databases of one deployment. Every method but `close` fails once it is closed. */
export interface Store extends AsyncDisposable {
  readonly name: string;
  readonly persistent: boolean;
  /**
   * `holder`: this tab has the database. `guest`: another tab has it, and this one works through it; when that one
   * closes or is killed, this one takes over. It makes no difference to what can be done.
   */
  readonly role: "holder" | "guest";

  /** What the store holds: rows by table, migrations, bytes, and the largest it may grow to. */
  status(options?: { /** Looks at every page for damage; slow. */ check?: boolean } & Signalled): Promise<Status>;
  /** All tables with their columns, types, keys and foreign keys. It depends on nothing in the store. */
  tables(): Promise<Table[]>;

  /**
   * A page of a table's rows. Pages through `next` are as quick at the millionth row as at the first. Of a large table a
   * column that no index has in order is put in order when a page is first sorted or chosen by it, in memory; that takes
   * seconds once, and `onProgress` tells of it as `arrange`.
   */
  list<T extends TableName, C extends keyof Row<T> & string = keyof Row<T> & string>(
    table: T,
    options?: ListOptions<T, C>,
  ): Promise<Page<Pick<Row<T>, C>>>;
  /** How many rows there are; counting ends at `most`, where it is given. */
  count<T extends TableName>(table: T, options?: { where?: Where<T>; most?: number } & Signalled): Promise<number>;
  /** A row by what names it: its id, or what a finding or a page calls its key. */
  get<T extends TableName>(table: T, key: Key, options?: Signalled): Promise<Row<T> | undefined>;
  /** The same as JSON text, with every document's numbers, spelling and order of members as they are stored. */
  text(table: TableName, key: Key, options?: Signalled): Promise<string | undefined>;
  /** The rows that a row refers to, and how many rows of which tables refer to it. */
  references(table: TableName, key: Key, options?: Signalled): Promise<References>;

  /** The named questions. They depend on nothing in the store. */
  questions(): Promise<Question[]>;
  /** The answer to a named question. */
  query(question: string, options?: QueryOptions): Promise<Answer>;
  /** When a connection runs, and its next runs; undefined where there is no such connection. */
  schedule(connection: string, options?: UpcomingOptions): Promise<UpcomingRuns | undefined>;
  /**
   * The answer to one SQL statement that only reads. One that would write fails with the code `store_sql`, one that
   * takes too long with `store_sql_too_long`.
   */
  sql(statement: string, options?: SqlOptions): Promise<Answer>;

  /** Looks at every row and document, and at what rows are to each other. */
  audit(options?: AuditOptions): Promise<AuditReport>;

  /** Fills an empty store with a deployment that is made up; gives how many rows, and the faults that were put in. */
  sample(plan?: SamplePlan, options?: Filling): Promise<{ rows: number; faults: Fault[] }>;
  /**
   * Takes in a file: a SQLite file of this package or its command, or an export (JSON Lines, a tar.gz). A SQLite file
   * takes the place of all that is there, once it was found to be whole and was brought up to date.
   */
  import(source: ImportSource | ImportSource[], options?: ImportOptions): Promise<ImportReport>;
  /** The whole store as a file. */
  export(options?: ExportOptions): Promise<Blob>;
  /** Deletes every row: the store is as one that was just made. Nothing brings them back. */
  clear(options?: Signalled): Promise<void>;

  /** What is wrong with a connector's specification itself: text or a value. */
  lint(spec: string | object, options?: LintOptions): Promise<Verdict>;
  /** What changed between two catalogs, and what of it breaks a configured one. */
  catalogDifference(older: string | object, newer: string | object, configured?: string | object): Promise<CatalogDifference>;

  /** Ends the worker. Whatever runs is stopped; a store that is not persistent is gone. Closing again does nothing. */
  close(): Promise<void>;
}

/** What names a row in its table. */
export type Key = string | number | bigint;

export interface Status {
  /** How many rows each table has, in the order of the databases. */
  rows: { table: TableName; rows: number }[];
  migrations: { database: "config" | "jobs"; version: string; description: string; installedOn: string }[];
  /** How large the database is. */
  bytes: number;
  /** How much the browser lets this origin keep, and how much of it is in use; undefined where it does not say. */
  quota?: { bytes: number; used: number };
  /** Whether the browser promised not to delete it when space gets short; undefined where it does not say. */
  durable?: boolean;
  /** What is wrong in the file, where it was asked for. */
  damage?: { table?: string; message: string }[];
}

export interface Table {
  name: TableName;
  database: "config" | "jobs";
  columns: Column[];
  keys: TableKey[];
  /** The columns whose values name a row: a page's and a finding's `key`, with `/` between them. */
  namedBy: string[];
}

export interface Column {
  name: string;
  /** As Postgres writes it: `uuid`, `varchar(256)`, `jsonb`, `timestamptz`, or the name of an enum. */
  type: string;
  nullable: boolean;
  default?: string;
  aliases?: string[];
  /** The literals of an enum, in the database's order. */
  literals?: string[];
}

export type TableKey = { name: string; columns: string[] } & (
  | { kind: "primary" | "unique" | "index" }
  | { kind: "foreign"; table: TableName; column: string }
);

/** What a column is compared with. Times are texts such as `2023-01-30T09:00:00Z`. */
export type Scalar = string | number | bigint | boolean | null;

/** All that are given must hold. */
export interface Condition {
  /** Null finds NULL. */
  equal?: Scalar;
  /** Finds NULL, too; null finds all that is not NULL. */
  not?: Scalar;
  in?: Scalar[];
  atLeast?: Scalar;
  above?: Scalar;
  atMost?: Scalar;
  lessThan?: Scalar;
  /**
   * A part of a text or document, whatever the case of its letters from A to Z. It looks at one row after the other until
   * there is a page of them: `onProgress` tells of it as `search`, and `onRows` has what was found so far.
   */
  contains?: string;
  /** How a text begins, exactly as written. */
  startsWith?: string;
}

/** By column: a value that it equals, or conditions. Conditions on `jsonb` columns: `contains`, and null. */
export type Where<T extends TableName> = { [column in keyof Row<T>]?: Scalar | Condition };

export interface ListOptions<T extends TableName, C extends string = string> extends Long {
  where?: Where<T>;
  /** By which columns; rows that are equal by them come in the order of their keys. Default: the key alone. */
  order?: OrderBy<T> | OrderBy<T>[];
  /** The columns that are wanted; all where none is named. Leaving out documents is much quicker. */
  columns?: C[];
  /** How many rows at most. Default 100. */
  limit?: number;
  /** The rows after those of the page whose `next` this is, with the same order and conditions. */
  after?: string;
  /** The rows after so many; slower than `after` the more there are. Not together with it. */
  offset?: number;
  /** Told what was found so far, where finding all takes long. */
  onRows?: (found: Page<Pick<Row<T>, C & keyof Row<T>>>) => void;
}

export interface OrderBy<T extends TableName> {
  column: keyof Row<T> & string;
  descending?: boolean;
}

export interface Page<R> {
  rows: R[];
  /** What names each row, in the same order. */
  keys: string[];
  /** For `after`; undefined where no further row is known. */
  next?: string;
}

export interface References {
  /** The rows that this one refers to: one for each foreign key that is not NULL. */
  from: Reference[];
  /** Where rows refer to this one; places from which none does are left out. `list(table, { where })` shows them. */
  to: Referrers[];
}

export interface Reference {
  column: string;
  table: TableName;
  key: string;
  /** What a person calls the row, where it has a name. */
  label?: string;
  /** False where it refers to nothing. */
  exists: boolean;
}

export interface Referrers {
  table: TableName;
  column: string;
  /** The condition that finds them. */
  where: { [column: string]: Scalar };
  /** How many; counting ends at 1000. */
  rows: number;
  more: boolean;
  /** The first few, with names where they have some. */
  first: { key: string; label?: string }[];
}

export interface Question {
  name: string;
  /** What it counts, in a line. */
  counts: string;
  columns: AnswerColumn[];
}

export interface AnswerColumn {
  name: string;
  type: "uuid" | "text" | "integer" | "number" | "boolean" | "timestamp" | "blob" | "any";
  /** Whether a cell may be null. */
  optional: boolean;
}

/** Whole numbers beyond ±(2^53−1) are BigInt; bytes only come from `sql`. */
export type Cell = string | number | bigint | boolean | null | Uint8Array;

export interface Answer {
  columns: AnswerColumn[];
  /** A cell for each column. */
  rows: Cell[][];
  /** Whether there are more rows than were asked for. */
  more: boolean;
  /** As of when a question was answered. */
  asOf?: string;
}

export interface QueryOptions extends Signalled {
  /** The moment that counts as now. Default: now. */
  asOf?: Date | string;
  /** After how many hours without a sign of life a running job is stale. Default 24. */
  staleAfter?: number;
  limit?: number;
}

export interface UpcomingOptions extends Signalled {
  /** The moment that counts as now. Default: now. */
  asOf?: Date | string;
  /** How many runs. Default 5. */
  most?: number;
}

/** A row of the question `schedules`, with more than the next run. */
export interface UpcomingRuns {
  connection_id: string;
  connection: string;
  status: string | null;
  schedule_type: string | null;
  /** The interval, or the expression and its time zone. */
  schedule: string | null;
  last_run_at: string | null;
  next_run_at: string | null;
  /** The next runs, where every one begins when it is due; none where nothing starts it, or nobody can tell. */
  runs: string[];
}

export interface SqlOptions extends Signalled {
  /** For `?1`, `?2` and so on. */
  parameters?: Scalar[];
  /** How many rows at most. Default 1000. */
  limit?: number;
  /** How many bytes of texts at most, up to one row more; large answers are read on the page's own thread. Default 64 MiB. */
  bytes?: number;
}

export interface AuditOptions extends Long {
  /** The moment that counts as now: a running job is stale by it. Default: now. */
  asOf?: Date | string;
  /** The tables that are looked at; all where none is named. */
  only?: TableName[];
  except?: TableName[];
  /** Judges configurations by the specs of this registry instead: what an upgrade would break. */
  against?: string | object | Blob;
  /** What is known and accepted: the text that `baseline` of an earlier report was. */
  baseline?: string;
  /** Whether the report has a `baseline` of its own. */
  newBaseline?: boolean;
  /** Called with findings as they come, all of them, in portions. */
  onFindings?: (findings: Found[]) => void;
  /** How many findings the report holds at most; all are counted. Default 10 000. */
  limit?: number;
  /** How many findings of a code in a table the groups and the texts for people show. Default 10. */
  mostOfGroup?: number;
  /** Which texts to make of it: what `report.texts` holds. Default none. */
  formats?: AuditFormat[];
}

export type AuditFormat = "human" | "json" | "html";

/** A finding, and the row that it is about. Its `pointer` leads from the row; `table_column` is the column. */
export interface Found extends Finding {
  table: TableName;
  key: string;
  table_column?: string;
  upgrade?: { connector: string; docker_repository: string; from: string; to?: string };
}

export interface AuditReport {
  asOf: string;
  /** How many rows were judged. */
  rows: number;
  /** How many findings there are, and how many of them are errors. */
  count: number;
  errors: number;
  /** What the baseline accepted, and how many of its entries accepted nothing. */
  accepted: number;
  mended: number;
  /** By code and table: those with errors first, then the larger ones. */
  groups: FindingGroup[];
  /** In the order in which they were found, up to `limit`. */
  findings: Found[];
  /** Whether there are more than `findings` holds. */
  more: boolean;
  /** For `baseline` of a later audit: all that was found, to be known from then on. Where it was asked for. */
  baseline?: string;
  /** The texts that were asked for. */
  texts: { [format in AuditFormat]?: string };
}

export interface FindingGroup {
  code: Code;
  table: TableName;
  count: number;
  errors: number;
  first: Found[];
}

export interface SamplePlan {
  workspaces?: number;
  connections?: number;
  jobs?: number;
  seed?: number;
  /** In how many of a hundred cases a job needs one more attempt. */
  retries?: number;
  /** The moment up to which it reaches. Default: 1 March 2023. */
  until?: Date | string;
  /** Whether to put in faults, as an audit should find them. */
  faults?: boolean;
}

export interface Fault {
  kind: string;
  table: TableName;
  key: string;
}

/** A file, or bytes with a name. The name counts for JSON Lines: `actor.jsonl` holds rows of `actor`. */
export type ImportSource = Blob | { name: string; content: Blob | Uint8Array<ArrayBuffer> | string };

export interface ImportOptions extends Filling {
  /** Default: what the content says that it is. */
  format?: "sqlite" | "tar.gz" | "jsonl";
  /** For JSON Lines whose name does not say it. */
  table?: TableName;
}

export interface ImportReport {
  format: "sqlite" | "tar.gz" | "jsonl";
  /** How many rows were taken in, or are in the SQLite file; by table. */
  rows: { table: TableName; rows: number }[];
  /** Rows that were left out, the first thousand, and why; `code` is a word for it. */
  refused: { table: string; key?: string; source: string; line?: number; code: string; message: string }[];
  refusedCount: number;
  /** Tables that neither database has; nothing of them is stored. */
  unknownTables: string[];
}

export interface ExportOptions extends Long {
  /** Default `sqlite`: all of it, secrets too. `tar.gz` is an archive of JSON Lines, made in one go. */
  format?: "sqlite" | "tar.gz";
  /** Whether an archive has secrets; otherwise they are masked, and references stay. Default false. */
  secrets?: boolean;
}

export interface LintOptions {
  /** Rules that are not looked at. */
  allow?: Code[];
  /** Default 1000. */
  maxFindings?: number;
}

/** The change's words, and the way to the field; `[]` stands for the items of a list. */
export interface CatalogDifference {
  same: boolean;
  changes: { stream: string; namespace?: string; change: ChangeKind; field?: string[]; old?: string; new?: string }[];
  breaks: CatalogBreak[];
}

/** What a connection can no longer do. An error stops the sync or makes it wrong; a warning loses a column. */
export interface CatalogBreak {
  stream: string;
  namespace?: string;
  /** Where the stream stands in the configured catalog, from 0. */
  number: number;
  break: "stream_gone" | "sync_mode_gone" | "cursor_gone" | "cursor_type" | "primary_key_gone" | "primary_key_type" | "field_gone";
  field?: string[];
  old?: string;
  new?: string;
  severity: "error" | "warning";
}

export type ChangeKind =
  | "stream_added" | "stream_removed" | "field_added" | "field_removed" | "field_type" | "primary_key"
  | "default_cursor" | "source_defined_cursor" | "sync_modes" | "configured_sync_mode"
  | "configured_destination_sync_mode" | "configured_cursor" | "configured_primary_key";
