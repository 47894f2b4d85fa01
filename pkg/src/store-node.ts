// `airbyte-db/store` in Node: in memory, in a thread of its own.

import { AirbyteError } from "./error.js";
import type { OpenOptions, Store } from "./store/api.js";
import { Client, type LoadModule } from "./store/client.js";
import { startThread } from "./store/line-node.js";

const refused = () => {
  const message = "in Node a store is in memory; for one in a file use the command: airbyte-db init FILE, and import and export";
  return new AirbyteError({ code: "store_not_persistent", message });
};

/** Each part when it is first needed. */
const loadModule: LoadModule = async (part) =>
  (await (part === "store" ? import("./generated/store.js") : import("./generated/store.later.js"))).default;

/** Opens a store in memory. */
export async function openStore(options: OpenOptions = {}): Promise<Store> {
  if (options.persistent) throw refused();
  return Client.open(startThread(), loadModule, options);
}

/** Nothing is kept in Node, so there is nothing to delete. */
export async function deleteStore(_name: string): Promise<void> {
  throw refused();
}

export { AirbyteError, type ErrorCode } from "./error.js";
export type * from "./store/api.js";
export type { Code, Finding, Verdict } from "./verdict.js";
export type * from "./airbyte.js";
