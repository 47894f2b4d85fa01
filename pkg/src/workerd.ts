// `airbyte-db` in workerd, which compiles no WebAssembly at run time: the module is part of the deployment.

import { instantiate, offer } from "./engines.js";
import core from "./core.wasm";

offer("core", () => instantiate(core));

export * from "./api.js";
