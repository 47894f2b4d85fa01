// The module inside the worker.

import { Core } from "../core.js";
import { unpacked } from "../engines.js";
import { AirbyteError } from "../error.js";
import { initSync, pool_hold } from "../generated/store.glue.js";

export interface Module {
  core: Core;
  /** Takes hold of the folder that a store is kept in. */
  hold(folder: string): Promise<void>;
}

/** How often, and after how many milliseconds, files are asked for that a killed worker may not have let go of yet. */
const [TRIES, PAUSE] = [50, 100];

export async function load(packed: string): Promise<Module> {
  let core: Core;
  try {
    core = new Core(initSync({ module: await WebAssembly.compile(await unpacked(packed)) }));
  } catch (cause) {
    const hint = /unsafe-eval|Content Security/i.test(String(cause)) ? "; the page's policy needs 'wasm-unsafe-eval' in script-src" : "";
    throw new AirbyteError({ code: "load", message: `the module could not be loaded${hint}: ${cause}` }, { cause });
  }
  return { core, hold: (folder) => hold(core, folder) };
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
