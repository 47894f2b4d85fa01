// `airbyte-db/store` in Node: in memory, in a thread. The same questions are asked in Chromium (store-browser.test.mjs).

import assert from "node:assert/strict";
import { test } from "node:test";

import { deleteStore, openStore } from "../dist/store-node.js";

const failure = (promise) => promise.then(() => "no error", (error) => error.code ?? error);
/** A store that is closed when its test ends. */
async function opened(t, options) {
  const store = await openStore(options);
  t.after(() => store.close());
  return store;
}
const plan = { workspaces: 2, connections: 6, jobs: 60, faults: true };

test("a sample is listed, found, counted and told of", async (t) => {
  const store = await opened(t);
  assert.deepEqual([store.name, store.persistent, store.role], ["airbyte", false, "holder"]);
  const progress = [];
  const { rows, faults } = await store.sample(plan, { onProgress: (told) => progress.push(told) });
  assert.ok(rows > 300 && faults.length > 10 && progress.length > 0);
  assert.ok(faults.every(({ kind, table, key }) => kind && table && key));

  const { rows: counts, migrations, bytes } = await store.status();
  const count = (name) => counts.find(({ table }) => table === name).rows;
  assert.ok(count("jobs") >= 60 && migrations.length === 6 && bytes > 100_000);
  assert.equal(await store.count("jobs"), count("jobs"));
  assert.equal(await store.count("jobs", { most: 7 }), 7);
  assert.deepEqual((await store.status({ check: true })).damage, []);

  assert.equal(await failure(store.sample(plan)), "store_not_allowed");
  await store.clear();
  assert.equal(await store.count("jobs"), 0);
  await store.sample({ ...plan, faults: false });
});

test("pages have all rows once, in any order, from any end", async (t) => {
  const store = await opened(t);
  await store.sample(plan);
  const all = await store.list("jobs", { limit: 10_000, columns: ["id", "status", "created_at"] });
  assert.equal(all.next, undefined);
  assert.deepEqual(all.keys, all.rows.map(({ id }) => String(id)));
  assert.deepEqual(Object.keys(all.rows[0]), ["id", "status", "created_at"]);
  const orders = [undefined, { column: "created_at", descending: true }, { column: "status" }, [{ column: "status", descending: true }, { column: "started_at" }]];
  for (const order of orders) {
    const options = { order, columns: ["id", "status", "started_at"], limit: 7 };
    const once = await store.list("jobs", { ...options, limit: 10_000 });
    const paged = [];
    for (let after; ; ) {
      const page = await store.list("jobs", { ...options, ...(after ? { after } : {}) });
      paged.push(...page.keys);
      if (!page.next) break;
      after = page.next;
    }
    assert.deepEqual(paged, once.keys, JSON.stringify(order));
    assert.deepEqual(new Set(paged), new Set(all.keys));
    assert.deepEqual((await store.list("jobs", { ...options, offset: 10 })).keys, once.keys.slice(10, 17));
  }
});

test("a large table is put in order once; a search shows what it finds, and can be stopped", async (t) => {
  const store = await opened(t);
  await store.sample({ connections: 6, jobs: 11_000 });
  const stages = [];
  const options = { limit: 20, columns: ["id", "records_emitted"], onProgress: ({ stage }) => stages.push(stage) };
  const order = { column: "records_emitted", descending: true };
  const first = await store.list("stream_stats", { ...options, order });
  assert.ok(stages.length > 0 && stages.every((stage) => stage === "arrange"));
  stages.length = 0;
  const second = await store.list("stream_stats", { ...options, order, after: first.next });
  const chosen = await store.list("stream_stats", { ...options, where: { records_emitted: { atLeast: first.rows[9].records_emitted } } });
  assert.deepEqual(stages, [], "it is asked for once");
  const most = (await store.sql("select id from stream_stats order by records_emitted desc, id desc limit 40")).rows.map(([id]) => id);
  assert.deepEqual([...first.keys, ...second.keys], most);
  assert.ok(chosen.keys.length >= 10 && first.keys.slice(0, 10).every((key) => chosen.keys.includes(key)));
  const found = [];
  const nothing = await store.list("stream_stats", { ...options, where: { stream_name: { contains: "no such thing" } }, onRows: ({ keys }) => found.push(keys.length) });
  assert.deepEqual([nothing.keys, nothing.next], [[], undefined]);
  assert.ok(stages.length > 0 && stages.every((stage) => stage === "search") && found.every((count) => count === 0));
  const stop = new AbortController();
  const stopped = store.list("stream_stats", { ...options, signal: stop.signal, where: { stream_name: { contains: "no such thing" } }, onProgress: () => stop.abort(new Error("enough")) });
  await assert.rejects(stopped, /enough/);
});

test("a signal that was given for opening says nothing of what comes after", async (t) => {
  const opening = new AbortController();
  const store = await opened(t, { signal: opening.signal });
  opening.abort();
  assert.equal(await store.count("jobs"), 0);
});

test("what takes the place of all rows does so at the end, or not at all", async (t) => {
  const store = await opened(t);
  await store.sample(plan);
  const before = await store.count("jobs");
  const stop = new AbortController();
  const seen = [];
  const stopped = store.sample({ jobs: 2000 }, { replace: true, signal: stop.signal, onProgress: () => (seen.push(store.count("jobs")), stop.abort(new Error("enough"))) });
  await assert.rejects(stopped, /enough/);
  assert.deepEqual(new Set([...(await Promise.all(seen)), await store.count("jobs")]), new Set([before]));
  const broken = await store.import({ name: "jobs.jsonl", content: '{"id": "none"}\n' }, { replace: true });
  assert.deepEqual([broken.refusedCount, await store.count("jobs")], [1, 0], "it is a store without rows that took its place");
  await store.sample({ connections: 2, jobs: 30 }, { replace: true });
  assert.equal(await store.count("jobs"), 30);
});

test("conditions choose rows; what is wrong in a request is told", async (t) => {
  const store = await opened(t);
  await store.sample(plan);
  const keys = async (table, where) => (await store.list(table, { where, limit: 10_000 })).keys;
  const all = (await store.list("actor", { limit: 10_000 })).rows;
  const ids = (chosen) => all.filter(chosen).map(({ id }) => id).sort();
  assert.deepEqual((await keys("actor", { actor_type: "source" })).sort(), ids((row) => row.actor_type === "source"));
  assert.deepEqual((await keys("actor", { actor_type: { not: "source" } })).sort(), ids((row) => row.actor_type !== "source"));
  assert.deepEqual((await keys("actor", { name: { startsWith: all[0].name } })).sort(), ids((row) => row.name.startsWith(all[0].name)));
  const part = all[0].name.slice(2, 6);
  assert.deepEqual((await keys("actor", { name: { contains: part.toUpperCase() } })).sort(), ids((row) => row.name.toLowerCase().includes(part.toLowerCase())));
  assert.deepEqual((await keys("actor", { id: { in: [all[0].id, all[2].id] } })).sort(), [all[0].id, all[2].id].sort());
  assert.deepEqual((await keys("jobs", { id: { above: 3, atMost: 5 } })), ["4", "5"]);
  assert.deepEqual((await keys("jobs", { id: { atLeast: 3n, lessThan: 5n } })), ["3", "4"]);
  assert.deepEqual(await keys("connection", { schedule_type: null, name: { not: null } }), await keys("connection", { schedule_type: null }));

  assert.equal(await failure(store.list("actor", { where: { nmae: "x" } })), "unknown_name");
  assert.equal(await failure(store.list("actor", { where: { name: { like: "x" } } })), "unknown_name");
  assert.equal(await failure(store.list("jobs", { where: { id: "many" } })), "shape");
  assert.equal(await failure(store.list("actor", { order: { column: "nmae" } })), "unknown_name");
  assert.equal(await failure(store.list("actor", { after: "[1,2,3]" })), "shape");
  assert.equal(await failure(store.list("actors")), "usage");
});

test("a row, its text, and what it is linked with", async (t) => {
  const store = await opened(t);
  await store.sample({ ...plan, faults: false });
  const { rows } = await store.list("connection", { limit: 1 });
  const [connection] = rows;
  assert.deepEqual(await store.get("connection", connection.id), connection);
  assert.deepEqual(JSON.parse(await store.text("connection", connection.id)).id, connection.id);
  assert.equal(await store.get("connection", "no such id"), undefined);
  const { from, to } = await store.references("connection", connection.id);
  const source = from.find(({ column }) => column === "source_id");
  assert.deepEqual([source.table, source.key, source.exists], ["actor", connection.source_id, true]);
  assert.ok(source.label);
  const jobs = to.find(({ table }) => table === "jobs");
  assert.equal(jobs.rows, await store.count("jobs", { where: jobs.where }));
  assert.ok(jobs.first.length > 0 && jobs.first.every(({ key, label }) => key && label));
  const job = await store.references("jobs", jobs.first[0].key);
  assert.deepEqual(job.from.map(({ table, key }) => [table, key]), [["connection", connection.id]]);
  assert.ok(job.to.some(({ table }) => table === "attempts"));
  assert.deepEqual(await store.references("jobs", "0"), { from: [], to: [] });
});

test("tables and questions describe themselves", async (t) => {
  const store = await opened(t);
  const tables = await store.tables();
  assert.equal(tables.length, 23);
  const actor = tables.find(({ name }) => name === "actor");
  assert.deepEqual([actor.database, actor.namedBy], ["config", ["id"]]);
  const type = actor.columns.find(({ name }) => name === "actor_type");
  assert.deepEqual([type.type, type.literals, type.nullable], ["actor_type", ["source", "destination"], false]);
  assert.ok(actor.keys.some((key) => key.kind === "foreign" && key.table === "workspace" && key.column === "id"));
  await store.sample(plan);
  const questions = await store.questions();
  assert.ok(questions.length >= 14);
  for (const { name, columns, counts } of questions) {
    const answer = await store.query(name, { asOf: "2023-03-01T12:00:00Z", limit: 5 });
    assert.deepEqual(answer.columns, columns, `${name}: ${counts}`);
    assert.ok(answer.rows.every((row) => row.length === columns.length) && answer.rows.length <= 5);
    assert.equal(answer.asOf, "2023-03-01T12:00:00Z");
  }
  assert.equal(await failure(store.query("last-snycs")), "unknown_name");
});

test("a cron expression fires when the clocks of its time zone say so", async (t) => {
  const store = await opened(t);
  await store.sample({ ...plan, connections: 40, faults: false });
  const { rows: connections } = await store.list("connection", { limit: 10_000 });
  const crons = connections.filter(({ schedule_type, status }) => schedule_type === "cron" && status === "active");
  const zones = new Set();
  for (const asOf of ["2023-03-01T12:00:00Z", "2023-03-26T00:30:00Z", "2023-07-01T12:00:00Z"]) {
    const { columns, rows } = await store.query("schedules", { asOf });
    const place = (name) => columns.findIndex((column) => column.name === name);
    for (const { id, schedule_data } of crons) {
      const { cronExpression, cronTimeZone } = schedule_data.cron;
      const next = rows.find((row) => row[place("connection_id")] === id)[place("next_run_at")];
      const format = new Intl.DateTimeFormat("en-GB", { timeZone: cronTimeZone, hourCycle: "h23", hour: "numeric", minute: "numeric" });
      const [minutes, hours] = cronExpression.split(" ").slice(1);
      const [hour, minute] = format.format(new Date(next)).split(":").map(Number);
      if (/^\d+$/.test(hours)) assert.equal(hour, Number(hours), `${cronExpression} ${cronTimeZone} ${next}`);
      if (/^\d+$/.test(minutes)) assert.equal(minute, Number(minutes), `${cronExpression} ${cronTimeZone} ${next}`);
      zones.add(cronTimeZone);
    }
  }
  assert.ok([...zones].some((zone) => zone.includes("/")), [...zones].join());
});

test("a connection's next runs", async (t) => {
  const store = await opened(t);
  await store.sample(plan);
  const asOf = "2023-03-01T12:00:00Z";
  const { rows } = await store.list("connection", { columns: ["id"] });
  const { columns, rows: schedules } = await store.query("schedules", { asOf });
  const next = columns.findIndex(({ name }) => name === "next_run_at");
  for (const { id } of rows) {
    const { connection_id, runs, next_run_at } = await store.schedule(id, { asOf, most: 3 });
    assert.equal(connection_id, id);
    assert.equal(next_run_at, schedules.find(([connection]) => connection === id)?.[next] ?? null);
    assert.equal(runs[0] ?? null, next_run_at);
    assert.ok(runs.length <= 3);
    assert.deepEqual(runs, runs.toSorted());
  }
  assert.equal(await store.schedule("5a2c7b7e-8f0e-4c1d-9d7c-0c6f4c6c2a11"), undefined);
  assert.equal(await failure(store.schedule("orders")), "usage");
});

test("what nobody wants any more is not begun, and what is short does not wait for what is long", async (t) => {
  const store = await opened(t);
  await store.sample(plan);
  const aborting = new AbortController();
  const unwanted = store.query("document-sizes", { signal: aborting.signal });
  aborting.abort(new Error("enough"));
  const [ended, status, tables] = await Promise.all([unwanted.catch(({ message }) => message), store.status(), store.tables()]);
  assert.equal(ended, "enough");
  assert.ok(status.rows.length === 23 && tables.length === 23);
});

test("SQL that reads is answered, all other is refused", async (t) => {
  const store = await opened(t);
  await store.sample(plan);
  const answer = await store.sql("SELECT 9007199254740993 AS big, 1 AS small, 0.5 AS half, 'a' AS text, x'00ff' AS bytes, NULL AS none");
  assert.deepEqual(answer.columns.map(({ name, type }) => [name, type]), [
    ["big", "integer"], ["small", "integer"], ["half", "number"], ["text", "text"], ["bytes", "blob"], ["none", "any"],
  ]);
  assert.deepEqual(answer.rows, [[9007199254740993n, 1, 0.5, "a", new Uint8Array([0, 255]), null]]);
  const parameters = ["source", 2n ** 60n, null, true];
  assert.deepEqual((await store.sql("SELECT ?1, ?2, ?3, ?4", { parameters })).rows, [["source", 2n ** 60n, null, 1]]);
  const short = await store.sql("SELECT * FROM jobs", { bytes: 2000 });
  assert.ok(short.more && short.rows.length > 0 && short.rows.length < 20);
  const few = await store.sql("-- a comment\nWITH j AS (SELECT id FROM jobs) SELECT * FROM j", { limit: 3 });
  assert.deepEqual([few.rows.length, few.more], [3, true]);
  const refused = [
    "DELETE FROM jobs", "SELECT 1; SELECT 2", "PRAGMA user_version = 5", "ATTACH 'x' AS y", "BEGIN", "SELEC 1", "",
    "SELECT no FROM actor", "CREATE TEMP TABLE t (a)", "WITH x AS (SELECT 1) DELETE FROM jobs", "SELECT ?1",
  ];
  for (const statement of refused) assert.equal(await failure(store.sql(statement)), "store_sql", statement);
  const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
  assert.equal(await failure(store.sql(endless)), "store_sql_too_long");
  assert.equal((await store.sql("SELECT count(*) FROM jobs")).rows[0][0], await store.count("jobs"));
});

test("an audit tells what is wrong, as it goes and at the end", async (t) => {
  const store = await opened(t);
  await store.sample(plan);
  const [told, stages] = [[], new Set()];
  const report = await store.audit({
    asOf: "2023-03-02T00:00:00Z",
    onFindings: (findings) => told.push(...findings),
    onProgress: ({ stage, done, of }) => (assert.ok(done <= of), stages.add(stage)),
    formats: ["human", "json", "html"],
    newBaseline: true,
    mostOfGroup: 2,
  });
  assert.ok(report.errors > 5 && report.count === told.length && stages.has("jobs") && stages.has("relations"));
  assert.deepEqual(report.findings, told);
  assert.ok(told.every(({ code, table, key, pointer, message }) => code && table && key !== undefined && pointer !== undefined && message));
  assert.equal(report.groups.reduce((sum, { count }) => sum + count, 0), report.count);
  assert.ok(report.groups.every(({ first }) => first.length > 0 && first.length <= 2));
  assert.match(report.texts.html, /^<!doctype html>/i);
  assert.ok(report.texts.human.includes(report.groups[0].code));
  const lines = report.texts.json.trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(lines.length, report.count + 1);
  assert.equal(lines.at(-1).summary.count, report.count);

  const again = await store.audit({ asOf: "2023-03-02T00:00:00Z", baseline: report.baseline });
  assert.deepEqual([again.count, again.accepted, again.mended], [0, report.count, 0]);
  const few = await store.audit({ asOf: "2023-03-02T00:00:00Z", only: ["actor"], limit: 1 });
  assert.deepEqual([few.findings.length, few.more], [1, few.count > 1]);
  assert.ok(few.findings.every(({ table }) => table === "actor"));
});

test("what takes long can be cancelled, and leaves what was committed", async (t) => {
  const store = await opened(t);
  const [stop, reason] = [new AbortController(), new Error("enough")];
  const sample = store.sample({ jobs: 5000 }, { signal: stop.signal, onProgress: ({ done }) => done >= 1000 && stop.abort(reason) });
  await assert.rejects(sample, reason);
  const jobs = await store.count("jobs");
  assert.ok(jobs >= 1000 && jobs < 5000, `${jobs}`);
  const second = new AbortController();
  const audit = store.audit({ signal: second.signal, onProgress: () => second.abort(reason) });
  // Short questions are answered meanwhile.
  assert.equal(await store.count("jobs"), jobs);
  await assert.rejects(audit, reason);
  assert.ok((await store.audit()).rows > jobs);
  await assert.rejects(store.list("jobs", { signal: AbortSignal.abort(reason) }), reason);
});

test("a SQLite file goes out and comes in", async (t) => {
  const store = await opened(t);
  await store.sample({ ...plan, faults: false });
  const file = await store.export();
  assert.equal(await file.slice(0, 15).text(), "SQLite format 3");
  const other = await opened(t, { name: "other" });
  const progress = [];
  const report = await other.import(file, { onProgress: ({ stage, unit }) => progress.push(`${stage} ${unit}`) });
  assert.equal(report.format, "sqlite");
  assert.deepEqual(report.rows, (await store.status()).rows);
  assert.ok(progress.includes("import bytes"));
  assert.deepEqual(await other.list("connection"), await store.list("connection"));
  assert.equal((await other.audit({ asOf: "2023-03-01T12:00:00Z" })).errors, 0);
  // What is no store does no harm.
  const bad = [new Blob(["SQLite format 3\0 and then nothing"]), file.slice(0, file.size - 4096), new Blob([await file.slice(0, 8192).arrayBuffer(), new Uint8Array(65536)])];
  for (const content of bad) assert.match(await failure(other.import(content)), /^store_/);
  assert.deepEqual(await other.list("connection"), await store.list("connection"));
});

test("JSON Lines come in, and an archive of them; what cannot be stored is told", async (t) => {
  const store = await opened(t);
  const lines = '{"key": "airbyte_version", "value": "0.40.32"}\n{"key": 17}\n';
  const report = await store.import({ name: "airbyte_metadata.jsonl", content: lines });
  assert.deepEqual([report.format, report.rows, report.refusedCount], ["jsonl", [{ table: "airbyte_metadata", rows: 1 }], 1]);
  assert.deepEqual([report.refused[0].line, report.refused[0].code], [2, "misfit"]);
  const unnamed = await store.import(new Blob(['{"key": "b", "value": "c"}']), { table: "airbyte_metadata" });
  assert.equal(unnamed.refusedCount, 0);
  assert.deepEqual((await store.list("airbyte_metadata")).rows.map(({ key }) => key), ["airbyte_version", "b"]);
  await store.clear();
  await store.sample({ ...plan, faults: false });
  const copy = await opened(t, { name: "copy" });
  const taken = await copy.import(await store.export({ format: "tar.gz", secrets: true }));
  assert.deepEqual([taken.format, taken.refusedCount], ["tar.gz", 0]);
  assert.equal(await copy.count("attempts"), await store.count("attempts"));
  const other = await store.import({ name: "no_such_table.jsonl", content: "{}\n" });
  assert.deepEqual([other.rows, other.unknownTables], [[], ["no_such_table"]]);
});

test("an archive goes out in steps: it tells how far it is, others are answered meanwhile, and it can be stopped", async (t) => {
  const store = await opened(t);
  await store.sample({ ...plan, jobs: 3000, faults: false });
  const rows = (await store.status()).rows.reduce((sum, { table, rows }) => sum + (table.endsWith("_migrations") ? 0 : rows), 0);
  const told = [];
  const exporting = store.export({ format: "tar.gz", secrets: true, onProgress: ({ stage, done }) => told.push([stage, done]) });
  assert.equal(await store.count("jobs"), 3000);
  assert.ok(told.length < rows / 1000, "the count did not wait for the export");
  const archive = await exporting;
  assert.ok(told.length > rows / 1000 && told.every(([stage, done], at) => stage === "export" && (at === 0 || done >= told[at - 1][1])));
  assert.equal(told.at(-1)[1], rows);
  const copy = await opened(t, { name: "copy" });
  const { refusedCount } = await copy.import(archive);
  assert.equal(refusedCount, 0);
  for (const table of ["jobs", "stream_stats"]) assert.equal(await copy.count(table), await store.count(table));
  const stopping = new AbortController();
  const stopped = store.export({ format: "tar.gz", signal: stopping.signal, onProgress: () => stopping.abort(new Error("enough")) });
  await assert.rejects(stopped, /^Error: enough$/);
  assert.equal(await store.count("jobs"), 3000);
});

test("specs are linted and catalogs compared", async (t) => {
  const store = await opened(t);
  const verdict = await store.lint({ connectionSpecification: { type: "object", properties: { port: { type: "integer", title: "Port", mininum: 1 } } } });
  assert.equal(verdict.findings[0].code, "misspelt_keyword");
  const stream = (properties) => ({ streams: [{ name: "orders", json_schema: { type: "object", properties } }] });
  const told = await store.catalogDifference(stream({ id: { type: "integer" } }), stream({ id: { type: "integer" }, at: { type: "string" } }));
  assert.deepEqual([told.same, told.changes.map(({ change, field }) => [change, field])], [false, [["field_added", ["at"]]]]);
});

test("what cannot be is told", async () => {
  const refused = await openStore({ persistent: true }).catch((error) => error);
  assert.equal(refused.code, "store_not_persistent");
  assert.match(refused.message, /airbyte-db/);
  assert.equal(await failure(deleteStore("any")), "store_not_persistent");
  const store = await openStore();
  const waiting = failure(store.sample({ jobs: 100_000 }));
  await store.close();
  assert.equal(await waiting, "store_closed");
  assert.equal(await failure(store.status()), "store_closed");
  await store.close();
  const reason = new Error("not now");
  await assert.rejects(openStore({ signal: AbortSignal.abort(reason) }), reason);
});
