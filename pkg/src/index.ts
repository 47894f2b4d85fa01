// `airbyte-db`: the module is packed into a script, so that it comes along with every bundler and in every browser.

import { instantiate, instantiateLater, offer, offerLater, unpacked } from "./engines.js";

offer("core", async () => instantiate(unpacked((await import("./generated/core.js")).default)));
offerLater(async (first) => instantiateLater(unpacked((await import("./generated/core.later.js")).default), first));

export * from "./api.js";
