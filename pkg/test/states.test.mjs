// The rules that need several rows of the table `state`.

import assert from "node:assert/strict";
import { test } from "node:test";

import { checkStates, Subject } from "../dist/rows.js";

const connection_id = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";
const stream = (stream_name, more = {}) => ({ connection_id, type: "STREAM", stream_name, ...more });

test("rows that nothing keeps apart are found, by their numbers", async () => {
  const found = await checkStates([stream("orders"), stream("users"), stream("orders", { namespace: null }), { connection_id, type: "LEGACY" }]);
  assert.deepEqual(found.map(({ row, code, severity, pointer }) => [row, code, severity, pointer]), [
    [2, "repeated", "error", "/stream_name"],
    [3, "state_type", "error", "/type"],
  ]);
  assert.ok(found.every(({ message, hint }) => message && hint));
});

test("rows that are well, of several connections, have no findings", async () => {
  const other = "0b1c2d3e-4f50-4a6b-8c7d-000000000000";
  assert.deepEqual(await checkStates([]), []);
  assert.deepEqual(await checkStates([stream("orders"), stream("orders", { namespace: "public" }), stream("orders", { connection_id: other })]), []);
});

test("the rows may be text, and must be a list", async () => {
  const text = JSON.stringify([stream("orders"), stream("orders")]);
  assert.deepEqual((await checkStates(text)).map(({ row }) => row), [1]);
  await assert.rejects(checkStates(stream("orders")), { code: "usage" });
  await assert.rejects(checkStates("[{"), { code: "json_syntax" });
});

test("what a row shows by itself is not told here", async () => {
  const incomplete = stream("orders");
  assert.deepEqual(await checkStates([incomplete]), []);
  assert.equal((await Subject.load("state")).validate(incomplete).valid, false);
});
