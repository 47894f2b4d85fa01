// `airbyte-db` in workerd, which compiles no WebAssembly at run time: the module is part of the deployment.

import { instantiate, instantiateLater, offer, offerLater } from "./engines.js";
import later from "./core.later.wasm";
import core from "./core.wasm";

offer("core", () => instantiate(core));
offerLater((first) => instantiateLater(later, first));

export * from "./api.js";
