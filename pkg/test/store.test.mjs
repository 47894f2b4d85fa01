// The tests of the store, on the wasm build: the very ones that `cargo test` runs natively.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";

// `cargo xtask test --only store` builds them.
const tests = createRequire(import.meta.url)(`${process.env.STORE_TESTS}/store_tests.js`);
const names = tests.names().split("\n");

test("there are tests of every kind", () => {
  const modules = new Set(names.map((name) => name.split("::")[0]));
  assert.deepEqual([...modules], ["actors", "catalogs", "jobs", "page", "rows", "states"]);
});

for (const name of names) {
  test(name, () => tests.run(name));
}
