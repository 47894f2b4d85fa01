// `airbyte-db`: the module is packed into a script, so that it comes along with every bundler and in every browser.

import { instantiate, offer, unpacked } from "./engines.js";

offer("core", async () => instantiate(unpacked((await import("./generated/core.js")).default)));

export * from "./api.js";
