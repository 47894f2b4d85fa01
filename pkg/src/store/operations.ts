// What can be asked of a store, on the module: each method by its name. Long ones go step by step, so that the worker
// is heard in between.

import type { Core } from "../core.js";
import { misused } from "../error.js";
import type { AuditFormat, Progress } from "./api.js";
import { importFile } from "./imports.js";
import type { Argument, Method } from "./messages.js";
import { watch, type Watched } from "./stop.js";

/** A call while it goes on; cancelled when nobody wants it any more. */
export interface Job extends Watched {
  progress(progress: Progress): void;
  findings(text: string): void;
}

export type Value = string | number | Blob | undefined;
type Operation = (core: Core, args: Argument[], job: Job) => Value | Promise<Value>;

/** What a job fails with that was cancelled. */
export class Cancelled extends Error {}

/** Lets messages in. */
export const heard = (): Promise<void> => new Promise((done) => setTimeout(done));

/** Lets messages in, and ends what nobody wants any more. */
export async function breathe(job: Job): Promise<void> {
  await heard();
  if (job.cancelled) throw new Cancelled();
  // Others had their turn.
  watch(job);
}

/** Pages of a file that are read at once. */
const PAGES = 512;
/** Rows of an answer where nobody says how many. */
const ALL = 0xffff_ffff;

const text = (value: Argument): string => {
  if (typeof value === "string") return value;
  throw misused("a text is missing");
};
const number = (value: Argument, otherwise: number): number => (typeof value === "number" ? value : otherwise);

export const operations: Record<Method, Operation> = {
  status: async (core, [check]) => {
    const status = JSON.parse(core.text("store_status", [Number(check === true)], []) as string);
    return JSON.stringify({ ...status, ...(await room()) });
  },
  tables: (core) => core.text("tables_describe", [], []),
  list: (core, [table, request, arrange]) => core.text("rows_list", [], [text(table), text(request)], [Number(arrange === true)]),
  count: (core, [table, request, most]) => core.text("rows_count", [], [text(table), text(request)], [number(most, 0)]),
  get: (core, [table, key]) => core.text("row_get", [], [text(table), text(key)]),
  references: (core, [table, key]) => core.text("row_references", [], [text(table), text(key)]),
  questions: (core) => core.text("questions_describe", [], []),
  query: (core, [name, asOf, staleAfter, limit]) =>
    core.text("question_answer", [], [text(name), text(asOf)], [number(staleAfter, 24), number(limit, ALL)]),
  schedule: (core, [connection, asOf, most]) =>
    core.text("connection_schedule", [], [text(connection), text(asOf)], [number(most, 5)]),
  sql: (core, [statement, parameters, limit, bytes]) =>
    core.text("sql_ask", [], [text(statement), text(parameters)], [number(limit, 1000), number(bytes, 0)]),
  lint: (core, [spec, allow, most]) => core.text("spec_lint", [], [text(spec), text(allow)], [number(most, 1000)]),
  catalogDifference: (core, [older, newer, configured]) =>
    core.text("catalog_difference", [], [text(older), text(newer), text(configured)]),
  audit,
  sample: (core, [plan, jobs, replace], job) => filled(core, replace === true, () => sample(core, [plan, jobs], job)),
  import: importFile,
  export: exported,
  clear: (core) => void core.number("store_clear", [], []),
};

/** Fills the store; or a new one beside it, which takes its place once all of it is there. */
export async function filled(core: Core, isBeside: boolean, fill: () => Promise<Value>): Promise<Value> {
  if (!isBeside) return fill();
  core.number("beside_begin", [], []);
  try {
    const value = await fill();
    core.number("beside_finish", [], []);
    return value;
  } finally {
    core.run("beside_stop");
  }
}

async function sample(core: Core, [plan, jobs]: Argument[], job: Job): Promise<Value> {
  core.number("sample_begin", [], [text(plan)]);
  try {
    for (;;) {
      const told = core.text("sample_step", [], []) as string;
      const step = JSON.parse(told) as { jobs: number; rows: number; faults?: unknown };
      if (step.faults) return told;
      job.progress({ stage: "jobs", done: step.jobs, of: number(jobs, 0) || undefined, unit: "rows" });
      await breathe(job);
    }
  } finally {
    core.run("sample_stop");
  }
}

async function audit(core: Core, [options, registry, baseline, formats]: Argument[], job: Job): Promise<Value> {
  core.number("audit_begin", [], [text(options), await contentOf(registry), text(baseline)]);
  try {
    for (;;) {
      const step = JSON.parse(core.text("audit_step", [], []) as string) as { stage: string; done: number; of: number; more: boolean };
      const findings = core.text("audit_findings", [], []);
      if (findings !== undefined) job.findings(findings);
      job.progress({ stage: step.stage, done: step.done, of: step.of, unit: "rows" });
      if (!step.more) return core.text("audit_report", [], [(formats as AuditFormat[]).join("\n")]);
      await breathe(job);
    }
  } finally {
    core.run("audit_stop");
  }
}

async function contentOf(given: Argument): Promise<string> {
  return given instanceof Blob ? given.text() : text(given);
}

/** The whole file, part by part: while it is open, and while others read. */
async function exported(core: Core, [format, secrets]: Argument[], job: Job): Promise<Value> {
  if (format === "tar.gz") return archived(core, secrets === true, job);
  if (format !== "sqlite") throw misused(`a store cannot be exported as ${String(format)}; as sqlite or tar.gz`);
  const { bytes, page } = JSON.parse(core.text("file_size", [], []) as string) as { bytes: number; page: number };
  const parts: Blob[] = [];
  for (let first = 1, done = 0; done < bytes; first += PAGES) {
    // A part that is a Blob of its own need not stay in memory.
    parts.push(new Blob([core.bytes("file_part", [first, PAGES])]));
    done = Math.min(bytes, done + PAGES * page);
    job.progress({ stage: "export", done, of: bytes, unit: "bytes" });
    await breathe(job);
  }
  return new Blob(parts, { type: "application/vnd.sqlite3" });
}

async function archived(core: Core, secrets: boolean, job: Job): Promise<Value> {
  core.number("archive_begin", [Number(secrets)], []);
  try {
    const parts: Blob[] = [];
    for (;;) {
      const { rows, more } = JSON.parse(core.text("archive_step", [], []) as string) as { rows: number; more: boolean };
      const part = core.bytes("archive_part", []);
      if (part.length > 0) parts.push(new Blob([part]));
      if (!more) return new Blob(parts, { type: "application/gzip" });
      job.progress({ stage: "export", done: rows, of: undefined, unit: "rows" });
      await breathe(job);
    }
  } finally {
    core.run("archive_stop");
  }
}

/** How much the browser lets this site keep. */
async function room(): Promise<{ quota?: { bytes: number; used: number }; durable?: boolean }> {
  const storage = globalThis.navigator?.storage;
  if (!storage?.estimate) return {};
  const [{ quota, usage }, durable] = await Promise.all([storage.estimate(), storage.persisted?.()]);
  return {
    ...(quota === undefined ? {} : { quota: { bytes: quota, used: usage ?? 0 } }),
    ...(durable === undefined ? {} : { durable }),
  };
}
