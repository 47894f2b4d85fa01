// What the page and the worker that holds registries say to each other.

import type { Definition } from "airbyte-db";

export type Source = { file: Blob; name: string } | { text: string; name: string };

export type Question =
  | { ask: "open"; source: Source; keep: boolean }
  | { ask: "kept" }
  | { ask: "close"; collection: string }
  | { ask: "spec"; collection: string; definition: string };

/** What was opened: many definitions, or the spec of one connector. */
export type Opened = { collection: string; definitions: readonly Definition[]; kept: boolean } | { spec: string; name: string };

export type Reply = { id: number; answer: unknown } | { id: number; failure: string };
