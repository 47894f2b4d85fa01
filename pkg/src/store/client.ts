// A store as a page sees it: each method asks the worker, and reads what comes back.

import { AirbyteError } from "../error.js";
import { fromText, toText } from "../json.js";
import { textOf } from "../spec.js";
import { flawless, type Verdict } from "../verdict.js";
import type * as api from "./api.js";
import { type Answered, Calls, errorOf, type Following } from "./calls.js";
import type { Line } from "./line.js";
import { listed } from "./listing.js";
import type { Argument, FromWorker, Method, Part } from "./messages.js";

/** Loads a part of the module, packed, when the worker needs it. */
export type LoadModule = (part: Part) => Promise<string>;

export class Client implements api.Store {
  readonly name: string;
  readonly persistent: boolean;
  readonly #line: Line;
  readonly #calls: Calls;
  #role: "holder" | "guest" = "holder";
  #closing: Promise<void> | undefined;
  #closed: (() => void) | undefined;

  private constructor(line: Line, name: string, persistent: boolean) {
    this.#line = line;
    this.#calls = new Calls(line);
    this.name = name;
    this.persistent = persistent;
  }

  static async open(line: Line, loadModule: LoadModule, options: api.OpenOptions): Promise<Client> {
    const { name = "airbyte", persistent = false, signal } = options;
    const client = new Client(line, name, persistent);
    // Once it is open, the signal is no longer about it.
    const opening = new AbortController();
    try {
      await new Promise<void>((opened, failed) => {
        signal?.throwIfAborted();
        signal?.addEventListener("abort", () => failed(signal.reason), { signal: opening.signal });
        line.listen(
          (message) => client.#hear(message, options, loadModule, opened, failed),
          (why) => client.#gone(why, failed),
        );
        line.post({ kind: "open", name, persistent });
      });
    } catch (error) {
      line.end();
      throw error;
    } finally {
      opening.abort();
    }
    line.busy(false);
    return client;
  }

  get role(): "holder" | "guest" {
    return this.#role;
  }

  #hear(message: FromWorker, options: api.OpenOptions, loadModule: LoadModule, opened: () => void, failed: (error: unknown) => void): void {
    switch (message.kind) {
      case "stage":
        options.onProgress?.({ stage: message.stage });
        break;
      case "needModule":
        this.#give(message.part, loadModule);
        break;
      case "opened":
        this.#role = message.role;
        opened();
        break;
      case "failed":
        failed(errorOf(message.error));
        break;
      case "changed":
        options.onChange?.();
        break;
      case "closed":
        this.#closed?.();
        break;
      case "started":
        break;
      default:
        this.#calls.hear(message);
    }
  }

  #give(part: Part, loadModule: LoadModule): void {
    loadModule(part).then(
      (packed) => this.#line.post({ kind: "module", part, packed }),
      (error: unknown) => this.#line.post({ kind: "noModule", part, why: String(error) }),
    );
  }

  #gone(why: string, failed: (error: unknown) => void): void {
    const error = new AirbyteError({ code: "store_other", message: `the worker of the store has stopped (${why}); open the store again` });
    failed(error);
    this.#calls.close(error);
    this.#closed?.();
  }

  async status(options: { check?: boolean } & api.Signalled = {}): Promise<api.Status> {
    return read(await this.#ask("status", [options.check ?? false], options));
  }

  async tables(): Promise<api.Table[]> {
    return read(await this.#ask("tables", []));
  }

  async list<T extends api.TableName, C extends keyof api.Row<T> & string>(
    table: T,
    options: api.ListOptions<T, C> = {},
  ): Promise<api.Page<Pick<api.Row<T>, C>>> {
    const { signal, order, onProgress, onRows, ...rest } = options;
    const request = { ...rest, order: order && [order].flat() };
    const ask = async (next: object, arrange: boolean) => read(await this.#ask("list", [table, toText(next), arrange], signalled(signal)));
    return listed(ask, request, { onProgress, onRows });
  }

  async count<T extends api.TableName>(table: T, options: { where?: api.Where<T>; most?: number } & api.Signalled = {}): Promise<number> {
    const { where, most, signal } = options;
    return Number(await this.#ask("count", [table, toText({ where }), most], signalled(signal)));
  }

  async get<T extends api.TableName>(table: T, key: api.Key, options?: api.Signalled): Promise<api.Row<T> | undefined> {
    const text = await this.text(table, key, options);
    return text === undefined ? undefined : fromText(text);
  }

  async text(table: api.TableName, key: api.Key, options: api.Signalled = {}): Promise<string | undefined> {
    return (await this.#ask("get", [table, String(key)], options)) as string | undefined;
  }

  async references(table: api.TableName, key: api.Key, options: api.Signalled = {}): Promise<api.References> {
    const told = await this.#ask("references", [table, String(key)], options);
    return told === undefined ? { from: [], to: [] } : read(told);
  }

  async questions(): Promise<api.Question[]> {
    return read(await this.#ask("questions", []));
  }

  async query(question: string, options: api.QueryOptions = {}): Promise<api.Answer> {
    const { asOf, staleAfter, limit, signal } = options;
    return read(await this.#ask("query", [question, moment(asOf), staleAfter, limit], signalled(signal)));
  }

  async schedule(connection: string, options: api.UpcomingOptions = {}): Promise<api.UpcomingRuns | undefined> {
    const { asOf, most, signal } = options;
    const told = await this.#ask("schedule", [connection, moment(asOf), most], signalled(signal));
    return told === undefined ? undefined : read(told);
  }

  async sql(statement: string, options: api.SqlOptions = {}): Promise<api.Answer> {
    const { parameters = [], limit, bytes, signal } = options;
    const answer = read(await this.#ask("sql", [statement, toText(parameters), limit, bytes], signalled(signal))) as api.Answer;
    for (const row of answer.rows) for (const [at, cell] of row.entries()) if (isBytes(cell)) row[at] = bytesOf(cell);
    return answer;
  }

  async audit(options: api.AuditOptions = {}): Promise<api.AuditReport> {
    const { asOf, only, except, against = "", baseline = "", limit = 10_000, mostOfGroup = 10, formats = [] } = options;
    const { onFindings, newBaseline = false } = options;
    const asked = { asOf: moment(asOf), only, except, limit, mostOfGroup, newBaseline, told: onFindings !== undefined };
    const registry = against instanceof Blob ? against : textOf(against);
    return read(await this.#ask("audit", [toText(asked), registry, baseline, formats], { ...following(options), onFindings }));
  }

  async sample(plan: api.SamplePlan = {}, options: api.Filling = {}): Promise<{ rows: number; faults: api.Fault[] }> {
    const { until, ...sizes } = plan;
    const { replace = false } = options;
    const text = toText({ ...sizes, ...(until === undefined ? {} : { until: moment(until) }) });
    const { rows, faults } = read(await this.#ask("sample", [text, plan.jobs, replace], following(options)));
    return { rows, faults };
  }

  async import(source: api.ImportSource | api.ImportSource[], options: api.ImportOptions = {}): Promise<api.ImportReport> {
    const sources = [source].flat().map(named);
    return read(await this.#ask("import", [sources, options.format, options.table, options.replace ?? false], following(options)));
  }

  async export(options: api.ExportOptions = {}): Promise<Blob> {
    return (await this.#ask("export", [options.format ?? "sqlite", options.secrets ?? false], following(options))) as Blob;
  }

  async clear(options: api.Signalled = {}): Promise<void> {
    await this.#ask("clear", [], options);
  }

  async lint(spec: string | object, options: api.LintOptions = {}): Promise<Verdict> {
    const { allow = [], maxFindings } = options;
    const told = await this.#ask("lint", [textOf(spec), allow.join("\n"), maxFindings]);
    return told === undefined ? flawless() : read(told);
  }

  async catalogDifference(older: string | object, newer: string | object, configured?: string | object): Promise<api.CatalogDifference> {
    const third = configured === undefined ? "" : textOf(configured);
    const { changes = [], breaks = [], same } = read(await this.#ask("catalogDifference", [textOf(older), textOf(newer), third]));
    return { same, changes, breaks };
  }

  close(): Promise<void> {
    this.#closing ??= new Promise<void>((closed) => {
      this.#closed = closed;
      this.#line.busy(true);
      this.#calls.close(new AirbyteError({ code: "store_closed", message: "the store is closed; open it again" }));
      this.#line.post({ kind: "close" });
    }).then(() => this.#line.end());
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #ask(method: Method, args: Argument[], following: Following = {}): Promise<Answered> {
    return this.#calls.ask(method, args, following);
  }
}

/** What a JSON text says; its type is known by who asked. */
const read = (told: Answered): any => fromText(told as string);

const signalled = (signal: AbortSignal | undefined): Following => (signal ? { signal } : {});

const following = ({ signal, onProgress }: api.Long): Following => ({ ...signalled(signal), ...(onProgress ? { onProgress } : {}) });

function moment(given: Date | string | undefined): string {
  if (given === undefined) return "";
  return given instanceof Date ? given.toISOString() : given;
}

/** A file with its name, as it crosses. */
function named(source: api.ImportSource): { name: string; content: Blob } {
  if (source instanceof Blob) return { name: "name" in source ? String(source.name) : "", content: source };
  const { name, content } = source;
  return { name, content: content instanceof Blob ? content : new Blob([content]) };
}

const isBytes = (cell: unknown): cell is { hex: string } => typeof cell === "object" && cell !== null;

function bytesOf({ hex }: { hex: string }): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}
