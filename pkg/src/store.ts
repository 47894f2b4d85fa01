// `airbyte-db/store`: both databases of a deployment, in a worker of this page.

import { AirbyteError, misused } from "./error.js";
import type { OpenOptions, Store } from "./store/api.js";
import { Client, type LoadModule } from "./store/client.js";
import { startInPage } from "./store/line.js";
import { folderOf, scopeOf } from "./store/names.js";

/** Each part when it is first needed. */
const loadModule: LoadModule = async (part) =>
  (await (part === "store" ? import("./generated/store.js") : import("./generated/store.later.js"))).default;

/** Opens a store; the worker and its module are loaded now, and never before. */
export async function openStore(options: OpenOptions = {}): Promise<Store> {
  if (options.name === "") throw misused("a store needs a name");
  options.signal?.throwIfAborted();
  options.onProgress?.({ stage: "loading" });
  return Client.open(await startInPage(options.worker), loadModule, options);
}

/** How long a store that was just closed may take to let go of its lock, in milliseconds. */
const RELEASE = 2000;

/** Deletes what a persistent store keeps on this machine. It must not be open, in any tab. */
export async function deleteStore(name: string): Promise<void> {
  const held = (why: string) => new AirbyteError({ code: "store_held", message: `the store is open (${why}); close it in all tabs` });
  const waiting = AbortSignal.timeout(RELEASE);
  const erase = async () => {
    const [folder = "", file = ""] = folderOf(name).split("/");
    try {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
      await root.removeEntry(file, { recursive: true });
    } catch (error) {
      const refusal = error instanceof DOMException ? error.name : "";
      if (refusal === "NoModificationAllowedError") throw held("its files are still held");
      if (refusal !== "NotFoundError") throw error;
    }
  };
  const erased = navigator.locks.request(scopeOf(name), { signal: waiting }, erase);
  await erased.catch((error) => Promise.reject(error === waiting.reason ? held("in this tab or another one") : error));
}

export { AirbyteError, type ErrorCode } from "./error.js";
export type * from "./store/api.js";
export type { Code, Finding, Verdict } from "./verdict.js";
export type * from "./airbyte.js";
