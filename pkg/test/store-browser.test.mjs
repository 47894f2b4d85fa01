// `airbyte-db/store` in Chromium: kept in the browser's own file system, shared by tabs, and whole after a kill. Run by
// `cargo xtask test`.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { skip, start } from "./chromium.mjs";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const page = '<!doctype html><meta charset="utf-8"><title>airbyte-db/store</title><script type="module" src="/test/store-page.mjs"></script>';
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";

let chromium;
before(async () => {
  if (!skip) chromium = await start();
});
after(() => chromium?.close());

/** A site of its own for each test, and what opens tabs of it. */
async function site(t, options = { policy, page }) {
  const address = await chromium.serve(pkg, options);
  return async (path = "/") => {
    const tab = await chromium.browser.newPage();
    t.after(() => tab.close().catch(() => undefined));
    tab.on("pageerror", (error) => t.diagnostic(String(error)));
    await tab.goto(address + path);
    await tab.waitForFunction(() => window.ready);
    return tab;
  };
}
const browser = (name, run) => test(name, { skip, timeout: 120_000 }, run);

/** Ends a tab as a crash does: its process is killed, nobody says goodbye. */
async function crash(tab) {
  const session = await tab.context().newCDPSession(tab);
  const gone = new Promise((done) => tab.once("crash", done));
  session.send("Page.crash").catch(() => undefined);
  await gone;
}

browser("in memory: sample, list, question, audit, SQL, out and in", async (t) => {
  const tab = await (await site(t))();
  const told = await tab.evaluate(async () => {
    const { openStore, code } = window;
    const stages = [];
    const store = await openStore({ onProgress: ({ stage }) => stages.push(stage) });
    const { faults } = await store.sample({ jobs: 200, faults: true });
    let progress = 0;
    const report = await store.audit({ asOf: "2023-03-02T00:00:00Z", onProgress: () => progress++ });
    const file = await store.export();
    const other = await openStore({ name: "other" });
    await other.import(new File([file], "store.sqlite"));
    const big = await store.sql("SELECT 9007199254740993 AS big");
    const stop = new AbortController();
    const cancelled = await code(store.audit({ signal: stop.signal, onProgress: () => stop.abort({ code: "stopped" }) }));
    const told = {
      stages, progress, cancelled,
      faults: faults.length, errors: report.errors,
      jobs: await store.count("jobs"), copied: await other.count("jobs"),
      first: (await other.list("connection", { limit: 1, columns: ["id", "name"] })).rows[0],
      answers: (await store.query("by-day")).rows.length,
      big: big.rows[0][0] === 9007199254740993n,
      refused: await code(store.sql("DROP TABLE jobs")),
    };
    await store.close();
    return { ...told, closed: await code(store.status()) };
  });
  assert.ok(told.stages.includes("loading") && told.progress > 5 && told.faults > 10 && told.errors > 5 && told.answers > 0);
  assert.ok(told.jobs >= 200 && told.copied === told.jobs && told.first.id && told.first.name && told.big);
  assert.deepEqual([told.refused, told.cancelled, told.closed], ["store_sql", "stopped", "store_closed"]);
});

browser("what is kept survives a reload; a new file takes its place; it can be deleted", async (t) => {
  const tab = await (await site(t))();
  const file = await tab.evaluate(async () => {
    const store = await window.openStore({ name: "kept", persistent: true });
    await store.sample({ jobs: 100 });
    window.file = await store.export();
    return { role: store.role, jobs: await store.count("jobs"), size: window.file.size, status: await store.status() };
  });
  assert.deepEqual([file.role, file.jobs], ["holder", 100]);
  assert.ok(file.status.quota.bytes > 0 && typeof file.status.durable === "boolean");
  await tab.reload();
  await tab.waitForFunction(() => window.ready);
  const told = await tab.evaluate(async () => {
    const { openStore, deleteStore, code } = window;
    const store = await openStore({ name: "kept", persistent: true });
    const jobs = await store.count("jobs");
    const damage = (await store.status({ check: true })).damage;
    const memory = await openStore();
    await memory.sample({ jobs: 40, seed: 2 });
    const refused = await code(store.import(new Blob(["SQLite format 3\0" + "x".repeat(8176)])));
    const before = await store.count("jobs");
    const report = await store.import(await memory.export());
    const after = await store.count("jobs");
    const held = await code(deleteStore("kept"));
    await store.close();
    const again = await openStore({ name: "kept", persistent: true });
    const still = await again.count("jobs");
    await again.clear();
    const cleared = await again.count("jobs");
    await again.close();
    await deleteStore("kept");
    const fresh = await openStore({ name: "kept", persistent: true });
    return { jobs, damage, refused, before, format: report.format, after, still, cleared, held, fresh: await fresh.count("jobs") };
  });
  assert.match(told.refused, /^store_(not_a_database|damaged|not_a_store)$/);
  delete told.refused;
  assert.deepEqual(told, { jobs: 100, damage: [], before: 100, format: "sqlite", after: 40, still: 40, cleared: 0, held: "store_held", fresh: 0 });
});

browser("a second tab works through the first, hears of changes, and takes over", async (t) => {
  const open = await site(t);
  const [first, second] = [await open(), await open()];
  const role = () => window.store.role;
  const openIt = async () => {
    window.changes = 0;
    window.store = await window.openStore({ name: "shared", persistent: true, onChange: () => window.changes++ });
    return window.store.role;
  };
  assert.equal(await first.evaluate(openIt), "holder");
  assert.equal(await second.evaluate(openIt), "guest");
  await second.evaluate(() => window.store.sample({ jobs: 50 }));
  assert.equal(await first.evaluate(() => window.store.count("jobs")), 50);
  assert.ok((await first.evaluate(() => window.changes)) > 0 && (await second.evaluate(() => window.changes)) > 0);
  const report = await second.evaluate(async () => {
    let progress = 0;
    const { rows } = await window.store.audit({ onProgress: () => progress++ });
    return { rows, progress, size: (await window.store.export()).size };
  });
  assert.ok(report.rows > 50 && report.progress > 5 && report.size > 100_000);
  // The first one says goodbye.
  await first.evaluate(() => window.store.close());
  assert.equal(await second.evaluate(() => window.store.count("jobs")), 50);
  assert.equal(await second.evaluate(role), "holder");
  // The next one is killed, while the one after waits.
  const third = await open();
  assert.equal(await third.evaluate(openIt), "guest");
  await crash(second);
  assert.equal(await third.evaluate(() => window.store.count("jobs")), 50);
  assert.equal(await third.evaluate(role), "holder");
});

browser("a tab that is killed in the middle of writing leaves what was committed", async (t) => {
  const open = await site(t);
  const [writer, other] = [await open(), await open()];
  await writer.evaluate(async () => {
    window.store = await window.openStore({ name: "killed", persistent: true });
    window.done = 0;
    window.store.sample({ jobs: 100_000 }, { onProgress: ({ done }) => (window.done = done) }).catch(() => undefined);
  });
  await other.evaluate(async () => (window.store = await window.openStore({ name: "killed", persistent: true })) && undefined);
  // The guest's own change, which the holder has not begun yet.
  await other.evaluate(() => void (window.lost = window.code(window.store.clear())));
  await writer.waitForFunction(() => window.done >= 1000);
  await crash(writer);
  const told = await other.evaluate(async () => {
    const jobs = await window.store.count("jobs");
    const { damage } = await window.store.status({ check: true });
    const audit = await window.store.audit({ asOf: "2023-03-01T12:00:00Z" });
    return { role: window.store.role, lost: await window.lost, jobs, damage, rows: audit.rows };
  });
  assert.deepEqual([told.role, told.lost, told.damage], ["holder", "store_interrupted", []]);
  assert.ok(told.jobs >= 1000 && told.jobs % 500 === 0 && told.rows > told.jobs, JSON.stringify(told));
});

browser("a tab that is killed while something new is to take the place of what is kept leaves what is kept", async (t) => {
  const open = await site(t);
  const writer = await open();
  await writer.evaluate(async () => {
    window.store = await window.openStore({ name: "replaced", persistent: true });
    await window.store.sample({ jobs: 30 });
    window.done = 0;
    window.store.sample({ jobs: 100_000, seed: 2 }, { replace: true, onProgress: ({ done }) => (window.done = done) }).catch(() => undefined);
  });
  await writer.waitForFunction(() => window.done >= 1000);
  assert.equal(await writer.evaluate(() => window.store.count("jobs")), 30);
  await crash(writer);
  const other = await open();
  const told = await other.evaluate(async () => {
    const store = await window.openStore({ name: "replaced", persistent: true });
    const kept = await store.count("jobs");
    await store.sample({ jobs: 40, seed: 3 }, { replace: true });
    return { kept, damage: (await store.status({ check: true })).damage, after: await store.count("jobs") };
  });
  assert.deepEqual(told, { kept: 30, damage: [], after: 40 });
});

browser("a statement that nobody wants any more stops in the middle, in this tab and when another one asked", async (t) => {
  const open = await site(t, { policy: `${policy}; connect-src 'self' blob:`, page });
  const [holder, guest] = [await open(), await open()];
  const openIt = async () => (window.store = await window.openStore({ name: "stopped", persistent: true })).role;
  assert.deepEqual([await holder.evaluate(openIt), await guest.evaluate(openIt)], ["holder", "guest"]);
  for (const tab of [holder, guest]) {
    const told = await tab.evaluate(async () => {
      const long = "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
      const beside = await window.openStore({ name: "beside" });
      const stop = new AbortController();
      const stopped = window.code(window.store.sql(long, { signal: stop.signal }));
      const running = beside.sql(long).catch((error) => error.code);
      // Nobody is heard until then.
      setTimeout(() => stop.abort({ code: "stopped" }), 300);
      const first = await Promise.race([stopped.then(() => window.store.count("jobs")), running]);
      await beside.close();
      return [await stopped, first];
    });
    assert.deepEqual(told, ["stopped", 0]);
  }
});

browser("no space left is told, and nothing is damaged", async (t) => {
  const tab = await (await site(t))();
  await tab.evaluate(async () => {
    window.store = await window.openStore({ name: "full", persistent: true });
    await window.store.sample({ jobs: 20 });
  });
  const session = await tab.context().newCDPSession(tab);
  const origin = new URL(tab.url()).origin;
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin });
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: usage + 300_000 });
  const told = await tab.evaluate(async () => {
    const memory = await window.openStore();
    await memory.sample({ jobs: 3000 });
    const file = await memory.export();
    const refused = await window.code(window.store.import(file));
    return { refused, size: file.size, jobs: await window.store.count("jobs"), damage: (await window.store.status({ check: true })).damage };
  });
  assert.ok(told.size > 1_000_000);
  assert.deepEqual([told.refused, told.jobs, told.damage], ["store_full", 20, []]);
  await session.send("Storage.overrideQuotaForOrigin", { origin });
});

browser("without a file system, or under another policy, it says what to do", async (t) => {
  const tab = await (await site(t))();
  const refused = await tab.evaluate(async () => {
    const text = "delete StorageManager.prototype.getDirectory; importScripts; ";
    const worker = () => {
      const module = new URL("/dist/store/worker.js", location.href).href;
      return new Worker(`/test/store-without-files.mjs?${encodeURIComponent(module)}`, { type: "module", name: text });
    };
    const error = await window.openStore({ persistent: true, worker }).catch((error) => error);
    return { code: error.code, message: error.message };
  });
  assert.equal(refused.code, "store_not_persistent");
  assert.match(refused.message, /open the store in memory/);

  const strict = await (await site(t, { policy: "default-src 'none'; script-src 'self'; worker-src 'self'", page, headers: {} }))();
  const told = await strict.evaluate(() => window.openStore().catch((error) => ({ code: error.code, message: error.message })));
  assert.equal(told.code, "load");
  assert.match(told.message, /'wasm-unsafe-eval'/);
  const without = await (await site(t, { policy: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'", page }))();
  const blocked = await without.evaluate(() => window.openStore().catch((error) => ({ code: error.code, message: error.message })));
  assert.equal(blocked.code, "load");
  assert.match(blocked.message, /worker-src 'self'/);
});
