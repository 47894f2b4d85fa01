// Files that come in. A SQLite file takes the store's place once all of it was checked.

import type { Core } from "../core.js";
import { misused } from "../error.js";
import type { Argument } from "./messages.js";
import { breathe, filled, type Job, type Value } from "./operations.js";

/** What a part of a file has at most, in bytes. */
const PART = 4 << 20;
const SQLITE = "SQLite format 3\0";

interface Source {
  name: string;
  content: Blob;
}

/** Takes in files: what each is, its first bytes say, unless the caller does. */
export async function importFile(core: Core, [sources, format, table, replace]: Argument[], job: Job): Promise<Value> {
  const given = sources as unknown as Source[];
  const kind = format ?? (await kindOf(given));
  if (kind !== "sqlite") return filled(core, replace === true, () => imported(core, given, kind === "tar.gz", table as string | undefined, job));
  if (given.length === 1) return replaced(core, given[0] as Source, job);
  throw misused("a SQLite file takes the place of the whole store; give one alone");
}

async function imported(core: Core, sources: Source[], isArchive: boolean, table: string | undefined, job: Job): Promise<Value> {
  try {
    for (const { name, content } of sources) {
      core.number("import_file", [], [table === undefined ? name : `${table}.jsonl`]);
      await eachPart(content, job, "read", (part) => core.give("import_part", part));
    }
    core.number("import_begin", [Number(isArchive)], []);
    for (;;) {
      const told = JSON.parse(core.text("import_step", [], []) as string);
      if (told.refused) return JSON.stringify({ format: isArchive ? "tar.gz" : "jsonl", ...told });
      job.progress({ stage: "import", done: told.done, of: told.of ?? undefined, unit: "bytes" });
      await breathe(job);
    }
  } finally {
    core.run("import_stop");
  }
}

/** Hands on a file part by part. */
async function eachPart(content: Blob, job: Job, stage: string, take: (part: Uint8Array) => void): Promise<void> {
  for (let done = 0; done < content.size; ) {
    const part = new Uint8Array(await content.slice(done, done + PART).arrayBuffer());
    take(part);
    done += part.length;
    job.progress({ stage, done, of: content.size, unit: "bytes" });
    await breathe(job);
  }
}

async function kindOf(sources: Source[]): Promise<"sqlite" | "tar.gz" | "jsonl"> {
  const [first] = sources;
  if (!first) throw misused("there is no file");
  const beginning = new Uint8Array(await first.content.slice(0, 16).arrayBuffer());
  if (new TextDecoder("latin1").decode(beginning) === SQLITE) return "sqlite";
  return beginning[0] === 0x1f && beginning[1] === 0x8b ? "tar.gz" : "jsonl";
}

async function replaced(core: Core, { content }: Source, job: Job): Promise<Value> {
  core.number("replacement_begin", [content.size], []);
  try {
    await eachPart(content, job, "import", (part) => core.give("replacement_part", part));
    job.progress({ stage: "check", done: content.size, of: content.size, unit: "bytes" });
    await breathe(job);
    core.number("replacement_finish", [], []);
  } finally {
    core.run("replacement_stop");
  }
  const { rows } = JSON.parse(core.text("store_status", [0], []) as string) as { rows: unknown };
  return JSON.stringify({ format: "sqlite", rows, refused: [], refusedCount: 0, unknownTables: [] });
}
