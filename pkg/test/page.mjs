// Loaded by browser.test.mjs inside a page: runs the small cases there and leaves the outcome behind.

import init, { Validator } from "/dist/core/airbyte_db.js";
import { cases, complaints } from "./cases.mjs";

try {
  await init({ module_or_path: "/dist/core/airbyte_db_bg.wasm" });
  window.outcome = { cases: cases.length, wrong: complaints(Validator) };
} catch (error) {
  window.outcome = { cases: cases.length, wrong: [`the module did not load: ${error}`] };
}
