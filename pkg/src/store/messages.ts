// What the client and its worker say to each other, and what workers of several tabs do.

import type { ErrorCode } from "../error.js";
import type { Progress } from "./api.js";

/** What can be asked of a store, by name. */
export type Method =
  | "status" | "tables" | "list" | "count" | "get" | "references" | "questions" | "query" | "schedule" | "sql" | "audit" | "sample"
  | "import" | "export" | "clear" | "lint" | "catalogDifference";

/** Texts, numbers and files: whatever crosses between tabs. */
export type Argument = string | number | boolean | Blob | undefined | Argument[] | { [name: string]: Argument };

export interface Call {
  id: number;
  method: Method;
  args: Argument[];
  /** An address that leads nowhere once nobody wants the answer. */
  wanted?: string | undefined;
}

/** An error as it crosses. `cancelled` is none of the package's codes: the client has the signal's reason. */
export interface Told {
  code: ErrorCode | "cancelled";
  message: string;
  pointer?: string;
}

/** What comes of a call: values are JSON text, numbers or files. */
export type Reply =
  | { kind: "result"; id: number; value: string | number | Blob | undefined }
  | { kind: "error"; id: number; error: Told }
  | { kind: "progress"; id: number; progress: Progress }
  | { kind: "findings"; id: number; findings: string };

/** The parts of the module: what a store needs to be opened and read, and what is loaded when it is first asked for. */
export type Part = "store" | "store.later";

export type ToWorker =
  | { kind: "open"; name: string; persistent: boolean }
  | { kind: "module"; part: Part; packed: string }
  /** The part cannot be loaded. */
  | { kind: "noModule"; part: Part; why: string }
  | ({ kind: "call" } & Call)
  | { kind: "cancel"; id: number }
  | { kind: "close" };

export type FromWorker =
  | Reply
  /** The worker has started; before that its script may not even be there. */
  | { kind: "started" }
  | { kind: "stage"; stage: "loading" | "waiting" | "opening" }
  | { kind: "needModule"; part: Part }
  | { kind: "opened"; role: "holder" | "guest" }
  | { kind: "failed"; error: Told }
  | { kind: "changed" }
  | { kind: "closed" };

/** The end of a line to a client. */
export interface Port {
  post(message: FromWorker): void;
  onMessage(listener: (message: ToWorker) => void): void;
  /** Ends the worker, once it was closed. */
  end(): void;
}

/** Those that change nothing: when the tab that has the database is gone, another one can be asked again. */
export const READS: ReadonlySet<Method> = new Set([
  "status", "tables", "list", "count", "get", "references", "questions", "query", "schedule", "sql", "audit", "export",
  "lint", "catalogDifference",
]);

/** Reads that may look at every row of a large table: others are answered first. */
export const SCANS: ReadonlySet<Method> = new Set(["status", "count", "query", "sql"]);

/** Those that take long. One goes on at a time; the others are answered between its steps. */
export const LONG: ReadonlySet<Method> = new Set(["audit", "sample", "import", "export", "clear"]);

/** Those that the later part of the module is loaded for. */
export const LATER: ReadonlySet<Method> = new Set(["audit", "sample", "import", "export", "lint", "catalogDifference"]);

export const isChange = (method: Method): boolean => !READS.has(method);
