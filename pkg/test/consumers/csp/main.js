import * as airbyte from "/node_modules/airbyte-db/dist/csp.js";
import { use } from "/use.js";

let compiles = true;
try {
  await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
} catch {
  compiles = false;
}
window.outcome = [await use(airbyte), compiles].join();
