// Files that come in. A SQLite file takes the store's place once all of it was checked.

import type { Core } from "../core.js";
import { AirbyteError } from "../error.js";
import type { Argument } from "./messages.js";
import { breathe, type Job, type Value } from "./operations.js";

/** What a part of a file has at most, in bytes. */
const PART = 4 << 20;
const SQLITE = "SQLite format 3\0";

interface Source {
  name: string;
  content: Blob;
}

/** Takes in files: what each is, its first bytes say, unless the caller does. */
export async function importFile(core: Core, [sources, format]: Argument[], job: Job): Promise<Value> {
  const given = sources as unknown as Source[];
  const kind = format ?? (await kindOf(given));
  if (kind === "sqlite" && given.length === 1) return replaced(core, given[0] as Source, job);
  const message =
    kind === "sqlite"
      ? "a SQLite file takes the place of the whole store; give one alone"
      : "only SQLite files can be imported here; make one of the export with the command: airbyte-db import";
  throw new AirbyteError({ code: "usage", message });
}

async function kindOf(sources: Source[]): Promise<"sqlite" | "tar.gz" | "jsonl"> {
  const [first] = sources;
  if (!first) throw new AirbyteError({ code: "usage", message: "there is no file" });
  const beginning = new Uint8Array(await first.content.slice(0, 16).arrayBuffer());
  if (new TextDecoder("latin1").decode(beginning) === SQLITE) return "sqlite";
  return beginning[0] === 0x1f && beginning[1] === 0x8b ? "tar.gz" : "jsonl";
}

async function replaced(core: Core, { content }: Source, job: Job): Promise<Value> {
  core.number("replacement_begin", [content.size], []);
  try {
    for (let done = 0; done < content.size; ) {
      const part = new Uint8Array(await content.slice(done, done + PART).arrayBuffer());
      core.give("replacement_part", part);
      done += part.length;
      job.progress({ stage: "import", done, of: content.size, unit: "bytes" });
      await breathe(job);
    }
    job.progress({ stage: "check", done: content.size, of: content.size, unit: "bytes" });
    await breathe(job);
    core.number("replacement_finish", [], []);
  } finally {
    core.run("replacement_stop");
  }
  const { rows } = JSON.parse(core.text("store_status", [0], []) as string) as { rows: unknown };
  return JSON.stringify({ format: "sqlite", rows, refused: [], refusedCount: 0 });
}
