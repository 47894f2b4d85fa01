// The module inside the worker.

import { Core } from "../core.js";
import { instantiateLater, unpacked } from "../engines.js";
import { AirbyteError } from "../error.js";
import { initSync, pool_hold, stop_when } from "../generated/store.glue.js";
import type { Part } from "./messages.js";
import { mustStop } from "./stop.js";

export interface Module {
  core: Core;
  /** Brings in what is loaded later; once is enough. */
  complete(): Promise<void>;
  /** Takes hold of the folder that a store is kept in. */
  hold(folder: string): Promise<void>;
}

/** How often, and after how many milliseconds, files are asked for that a killed worker may not have let go of yet. */
const [TRIES, PAUSE] = [50, 100];

/** Gives a part of the module, packed. */
export type Give = (part: Part) => Promise<string>;

export async function load(give: Give): Promise<Module> {
  const core = await told(async () => new Core(initSync({ module: await WebAssembly.compile(await unpacked(await give("store"))) })));
  stop_when(mustStop);
  let completing: Promise<void> | undefined;
  const complete = () => {
    completing ??= told(async () => core.join(await instantiateLater(unpacked(await give("store.later")), core.exports)));
    // What failed for want of a connection may be tried again.
    completing.catch(() => (completing = undefined));
    return completing;
  };
  return { core, complete, hold: (folder) => hold(core, folder) };
}

/** What comes of loading, or why nothing does. */
async function told<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const hint = /unsafe-eval|Content Security/i.test(String(cause)) ? "; the page's policy needs 'wasm-unsafe-eval' in script-src" : "";
    throw new AirbyteError({ code: "load", message: `the module could not be loaded${hint}: ${cause}` }, { cause });
  }
}

async function hold(core: Core, folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool_hold(core.put(folder));
    } catch (refused) {
      if (typeof refused !== "string") throw refused;
      const error = new AirbyteError(JSON.parse(refused));
      if (error.code !== "store_held" || attempt === TRIES) throw error;
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }
}
