// `airbyte-db/csp`: the same module as plain script, where a page's policy forbids WebAssembly and eval.

import type { First } from "./core.js";
import { offer } from "./engines.js";

offer("core", async () => (await import("./generated/core.csp.js")) as unknown as First);

export * from "./api.js";
