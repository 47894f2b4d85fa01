// The package in Node: our own cases, the corpus's cases, and the same answers as the native command. Run by
// `cargo xtask test`, which sets AIRBYTE_DB_COMMAND, and AIRBYTE_DB_ENTRY for each of the entries; AIRBYTE_DB_CORPUS
// names the corpus.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { cases, complaints, spec } from "./cases.mjs";
import { linesOf, memberText } from "./jsonl.mjs";

// One process stands on one module, so each entry is tested in its own.
const entry = process.env.AIRBYTE_DB_ENTRY ?? "index";
const { AirbyteError, bytesHash, catalogHash, configHash, ConnectorRegistry, ConnectorSpec, hashedText, hashOrigin } = await import(
  `../dist/${entry}.js`
);

const corpus = process.env.AIRBYTE_DB_CORPUS;
const withoutCorpus = !corpus && "AIRBYTE_DB_CORPUS is not set, so the corpus is not tested";
const command = process.env.AIRBYTE_DB_COMMAND;
const withoutCommand = !command && "AIRBYTE_DB_COMMAND is not set, so nothing is compared with the command";

const folder = mkdtempSync(join(tmpdir(), "airbyte-db-"));
after(() => rmSync(folder, { recursive: true }));

/** Fails with the first few of many complaints. */
const none = (wrong, all) =>
  assert.equal(wrong.length, 0, `${wrong.length} of ${all} differ:\n${wrong.slice(0, 10).join("\n")}`);

/** What two verdicts are compared by: the JSON text, without the places in a text, which JSON Lines do not have. */
function essence(verdict) {
  const { valid, count, errors, findings } = typeof verdict === "string" ? JSON.parse(verdict) : verdict;
  const placeless = findings.map(({ line, column, ...finding }) => finding);
  return JSON.stringify({ valid, count, errors, findings: placeless });
}

/** The code of the error that an action throws. */
async function code(action) {
  try {
    await action();
  } catch (error) {
    assert.ok(error instanceof AirbyteError && error instanceof Error, String(error));
    assert.equal(error.name, "AirbyteError");
    return error.code;
  }
  return assert.fail("nothing was thrown");
}

/** The native command's verdicts on lines of {"definition": …, "config": …}, in their order. */
function commandVerdicts(registry, lines, mode, formats) {
  const file = join(folder, "lines.jsonl");
  writeFileSync(file, lines.join("\n") + "\n");
  const words = ["validate", "--registry", registry, "--jsonl", file, "--format", "json", "--mode", mode];
  if (!formats) words.push("--no-formats");
  const done = spawnSync(command, words, { encoding: "utf8", maxBuffer: 2 ** 30 });
  assert.ifError(done.error);
  // 0: all valid, 1: some are not; anything else is a failure of the command.
  assert.ok([0, 1].includes(done.status), `${command} ${words.join(" ")}: ${done.status}\n${done.stderr}`);
  const verdicts = done.stdout.split("\n").filter((line) => line !== "");
  assert.equal(verdicts.length, lines.length, "the command gives one verdict a line");
  return verdicts;
}

test("a member's text is cut out of a line as it stands", () => {
  const line = '{"a\\"b": "x,}", "n": {"config": 1}, "config" : [1.0, {"config": "]"}] , "z": 9007199254740993}';
  assert.equal(memberText(line, "config"), '[1.0, {"config": "]"}]');
  assert.equal(memberText(line, "z"), "9007199254740993");
  assert.equal(memberText(line, 'a"b'), '"x,}"');
  assert.equal(memberText(line, "x"), undefined);
  assert.equal(memberText('{"x":"config","y":1}', "config"), undefined);
});

test("small cases", async () => none(await complaints(ConnectorSpec), cases.length));

test("small cases, as the native command judges them", { skip: withoutCommand }, async () => {
  const registry = join(folder, "registry.jsonl");
  const definition = { name: "Small", definition_id: "0b5c2f6e-6f3a-4f0a-9d0e-000000000001" };
  const repository = "example/source-small";
  const entry = { ...definition, docker_repository: repository, docker_image_tag: "1.0.0" };
  writeFileSync(registry, JSON.stringify({ ...entry, spec: JSON.parse(spec) }) + "\n");
  const loaded = await ConnectorSpec.load(spec);
  const wrong = [];
  for (const [name, config, mode, formats] of cases) {
    const line = `{"definition": ${JSON.stringify(repository)}, "config": ${config}}`;
    const [native] = commandVerdicts(registry, [line], mode, formats);
    const here = loaded.validate(config, { mode, formats });
    if (essence(native) !== essence(here)) wrong.push(`${name}:\n  native ${native}\n  here   ${JSON.stringify(here)}`);
  }
  none(wrong, cases.length);
});

test("a form: model, values, input, branches", async () => {
  const loaded = await ConnectorSpec.load(spec);
  const { cards } = loaded.form();
  assert.deepEqual(cards[0].fields.map((field) => [field.key, field.kind, field.required]), [
    ["credentials", "choice", true],
    ["host", "text", true],
    ["port", "integer", false],
    ["start_date", "date", false],
    ["table", "text", false],
  ]);
  assert.deepEqual(cards[0].fields[0].choice.branches.map((branch) => branch.value), ["password", "key"]);
  assert.notDeepEqual(loaded.form({ layout: "v0.40" }), loaded.form());
  assert.deepEqual(loaded.defaults(), { credentials: { kind: "password" } });
  assert.equal(loaded.defaultsText(), '{"credentials":{"kind":"password"}}');

  // Text stays text, to the byte; a value stays a value.
  const typed = loaded.enter('{ "host": "a" }', "/port", " 18446744073709551616 ");
  assert.equal(typed, '{ "host": "a","port":18446744073709551616 }');
  assert.deepEqual(loaded.enter({ host: "a" }, "/port", "18446744073709551616"), { host: "a", port: 18446744073709551616n });
  assert.equal(loaded.enter("{}", "/no/such", "x"), undefined);
  assert.equal(loaded.coerce('{"port": "5.0", "table": ""}'), '{"port": 5.0}');
  assert.deepEqual(loaded.coerce({ port: "5" }), { port: 5 });
  assert.equal(loaded.prune('{"host": "a", "hots": 1.0}'), '{"host": "a"}');

  const before = '{ "credentials": {"kind": "password", "password": "correct horse"} }';
  const switched = loaded.switchBranch(before, "/credentials", 1);
  assert.equal(switched.configuration, '{ "credentials": {"kind":"key"} }');
  assert.equal(switched.pointer, "/credentials");
  assert.equal(switched.undo(switched.configuration), before);
  assert.deepEqual(loaded.switchBranch(JSON.parse(before), "/credentials", 1).configuration, { credentials: { kind: "key" } });
  const added = loaded.switchBranch("{}", "/credentials", 0);
  assert.equal(added.previous, undefined);
  assert.equal(added.undo(added.configuration), "{}");
  assert.equal(loaded.switchBranch(before, "/credentials", 2), undefined);
  assert.deepEqual(loaded.put({ a: 1 }, "/b", { c: 2n ** 70n }), { a: 1, b: { c: 2n ** 70n } });
  assert.equal(loaded.put('{"a": 1, "b": 2}', "/b", undefined), '{"a": 1}');
  assert.equal(await code(() => loaded.prune("{")), "json_syntax");
});

test("what cannot be judged is thrown, with a code and a place", async () => {
  const loaded = await ConnectorSpec.load(spec);
  const thrown = await ConnectorSpec.load('{\n  "a": x}').catch((error) => error);
  assert.deepEqual([thrown.code, thrown.line, thrown.column], ["json_syntax", 2, 8]);
  const refused = await ConnectorSpec.load({ connectionSpecification: 1 }).catch((error) => error);
  assert.deepEqual([refused.code, refused.pointer], ["spec", "/connectionSpecification"]);
  const draft = { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" };
  assert.equal(await code(() => ConnectorSpec.load(draft)), "unsupported_draft");
  assert.equal(await code(() => loaded.validate('{"host": ')), "json_syntax");
  assert.equal(await code(() => loaded.validate("{}", { mode: "naked" })), "usage");
  assert.equal(await code(() => loaded.validate(undefined)), "usage");
  const circle = {};
  circle.self = circle;
  assert.equal(await code(() => loaded.validate(circle)), "usage");
  assert.equal(await code(() => ConnectorSpec.load("[".repeat(100_000))), "too_deep");
  assert.equal(loaded.validate("{}").valid, false, "it still works afterwards");
});

test("no secret is in a verdict or an error", async () => {
  const loaded = await ConnectorSpec.load(spec);
  const hidden = { kind: "password", password: "hush-hush" };
  const told = JSON.stringify(loaded.validate({ host: "h", credentials: hidden }));
  assert.ok(!told.includes("hush"), told);
  const error = await ConnectorSpec.load('{"password": "hush-hush" "x"').catch((error) => error);
  assert.ok(!JSON.stringify(error).includes("hush") && !String(error.stack).includes("hush"));
});

test("numbers are not rounded, and keys keep their order", async () => {
  const loaded = await ConnectorSpec.load({ properties: { id: { type: "integer", title: "Id" }, password: { airbyte_secret: true } } });
  const text = '{"z": 1.0, "id": 9007199254740993, "a": [-18446744073709551616, 1e400, 0.10], "password": "s"}';
  assert.equal(loaded.mask(text), text.replace('"s"', '"**********"'));
  const config = { z: 1, id: 9007199254740993n, a: [-18446744073709551616n, "12345678901234567890", '"\\"'], b: undefined };
  const masked = loaded.mask(config);
  assert.deepEqual(Object.entries(masked), Object.entries({ z: 1, id: config.id, a: config.a }));
  assert.equal(loaded.validate(config).valid, true);
  assert.deepEqual(loaded.mask({ on: new Date(0) }), { on: "1970-01-01T00:00:00.000Z" });
  assert.deepEqual(loaded.mask({ a: 9007199254740991, b: -9007199254740992n }), { a: 9007199254740991, b: -9007199254740992n });
});

test("objects of 2^16 characters and more pass, and memory is given back", async () => {
  const loaded = await ConnectorSpec.load({ properties: { text: { type: "string" } } });
  const config = { text: "ä€🚀".repeat(300_000) };
  assert.deepEqual(loaded.coerce(config), config);
  loaded.free();
  loaded.free();
  assert.equal(await code(() => loaded.validate({})), "usage");
  if (Symbol.dispose) loaded[Symbol.dispose]();
});

test("hashes of small texts", async () => {
  assert.equal(await bytesHash("hello"), "47fa8b24");
  assert.equal(await bytesHash(new Uint8Array([104, 101, 108, 108, 111]), "md5"), "5d41402abc4b2a76b9719d911017c592");
  assert.equal(await configHash('{ "b": 1, "a": 2 }', "md5"), "4d6cdf2743e326e6233749adcc15d0d2");
  assert.equal(await configHash({ b: 1, a: 2 }, "md5"), "4d6cdf2743e326e6233749adcc15d0d2");
  assert.equal(await catalogHash("{}"), "8eaec2ee");
  assert.equal(await hashedText("{}", "catalog"), '{"streams":[]}');
  assert.deepEqual(await hashOrigin("4d6cdf2743e326e6233749adcc15d0d2", '{ "b": 1, "a": 2 }'), { reading: "config", form: "md5" });
  assert.equal(await hashOrigin("4d6cdf2743e326e6233749adcc15d0d2", "{}"), undefined);
  assert.equal(await code(() => configHash("{", "md5")), "json_syntax");
  assert.equal(await code(() => configHash("[]", "murmur3-sorted")), "hash");
  assert.equal(await code(() => configHash("{}", "sha1")), "usage");
  assert.equal(await code(() => bytesHash("", "sha1")), "usage");
  assert.equal(await code(() => hashOrigin("4D6C", "{}")), "hash");
  // As deep as can be, through the tree: the stack has to suffice.
  const deep = '{"a":'.repeat(1000) + "1" + "}".repeat(1000);
  assert.equal(await configHash(deep, "md5"), await configHash(deep, "md5-jsonb"));
  assert.equal(await code(() => configHash("[".repeat(100_000), "md5-jsonb")), "too_deep");
});

test("the corpus's hashes", { skip: withoutCorpus }, async (t) => {
  const wrong = [];
  const attempt = (promise) => promise.catch(() => undefined);
  const rows = linesOf(join(corpus, "hashes.jsonl")).map((line) => JSON.parse(line));
  for (const row of rows) {
    const refused = row.error !== undefined || row.strict_json === false;
    const hash = row.class === "airbyte_catalog" ? catalogHash : configHash;
    const expected = { murmur3: row.hash, md5: row.md5, "murmur3-sorted-big-endian": row.canonical_hash ?? undefined };
    for (const [form, value] of Object.entries(expected)) {
      const here = await attempt(hash(row.json, form));
      if (here !== (refused ? undefined : value)) wrong.push(`${row.id}: ${form} is ${here}, must be ${value}`);
    }
  }
  const bytes = linesOf(join(corpus, "murmur3.jsonl")).map((line) => JSON.parse(line));
  for (const row of bytes) {
    const given = Buffer.from(row.hex, "hex");
    const [little, big] = [await bytesHash(given), await bytesHash(given, "murmur3-sorted-big-endian")];
    if (little !== row.hashcode_string || big !== row.h32_hex_be) wrong.push(`${row.hex}: ${little} ${big}`);
  }
  none(wrong, rows.length + bytes.length);
  t.diagnostic(`${rows.length} documents, ${bytes.length} texts`);
});

test("secrets are found, masked, restored, split off and put back", async () => {
  const loaded = await ConnectorSpec.load(spec);
  const config = '{"host": "h", "port": 5432.0, "credentials": {"kind": "password", "password": "s3cret-s3cret"}}';
  assert.deepEqual(loaded.places(), ["/credentials/password", "/credentials/key"]);
  assert.deepEqual(loaded.findSecrets(config), ["/credentials/password"]);
  const masked = loaded.mask(config);
  assert.equal(masked, config.replace("s3cret-s3cret", "**********"));
  assert.equal(loaded.restore(masked, config), config);
  assert.deepEqual(loaded.restore(JSON.parse(masked), config), JSON.parse(config));

  const workspace = crypto.randomUUID();
  const id = crypto.randomUUID();
  const { configuration, secrets } = loaded.split(config, { workspace, newId: () => id });
  const coordinate = `airbyte_workspace_${workspace}_secret_${id}_v1`;
  assert.equal(configuration, config.replace('"s3cret-s3cret"', `{"_secret": "${coordinate}"}`));
  assert.deepEqual(secrets, [{ coordinate, payload: "s3cret-s3cret" }]);
  assert.equal(loaded.validate(configuration, { mode: "stored" }).valid, true);
  assert.equal(loaded.hydrate(configuration, secrets), config);
  assert.deepEqual(loaded.hydrate(JSON.parse(configuration), secrets), JSON.parse(config));

  const changed = config.replace("s3cret-s3cret", "another-s3cret");
  const again = loaded.split(changed, { workspace, previous: { configuration, secrets } });
  assert.equal(again.configuration, configuration.replace("_v1", "_v2"));
  assert.equal(await code(() => loaded.hydrate(again.configuration, secrets)), "document");
});

test("Standard Schema: values pass, issues have paths", async () => {
  const loaded = await ConnectorSpec.load({
    required: ["host"],
    properties: { host: { type: "string" }, ports: { items: { type: "integer", title: "Port" } }, "a/b": { type: "string" } },
  });
  const { version, vendor, validate } = loaded["~standard"];
  assert.deepEqual([version, vendor], [1, "airbyte-db"]);
  const value = { host: "h", ports: [1] };
  assert.equal((await validate(value)).value, value);
  const { issues } = await validate({ ports: [1, "2"], "a/b": 1 });
  assert.deepEqual(issues.map((issue) => issue.path), [["host"], ["ports", 1], ["a/b"]]);
  assert.equal(issues[1].message, "Port 2 of ports must be a whole number, but is text. Write 2 without quotes.");
  assert.equal((await validate(undefined)).issues.length, 1);
});

test("a registry: from text, a value, a file, a response; progress and an end", async () => {
  const source = {
    sourceDefinitionId: "3f6a2c1e-0b57-4a39-9a51-6d2f0c8e7b14",
    name: "Pond",
    dockerRepository: "example/source-pond",
    dockerImageTag: "0.3.1",
    spec: JSON.parse(spec),
  };
  const registry = { sources: [source], destinations: [] };
  const text = JSON.stringify(registry);
  for (const given of [text, registry, new Blob([text]), new Response(text), JSON.stringify(source)]) {
    const loaded = await ConnectorRegistry.load(given);
    assert.deepEqual(loaded.definitions, [
      {
        definitionId: source.sourceDefinitionId,
        name: "Pond",
        dockerRepository: "example/source-pond",
        dockerImageTag: "0.3.1",
        actorType: loaded.definitions[0].actorType,
        hasSpec: true,
      },
    ]);
    const found = loaded.spec("example/source-pond:0.3.1");
    assert.equal(found.validate({}).errors, 2);
    assert.deepEqual(JSON.parse(found.text), source.spec);
    assert.deepEqual(JSON.parse(found.schemaText), source.spec.connectionSpecification);
    assert.equal(await code(() => loaded.spec("Pnod")), "definition");
    loaded.free();
  }
  const seen = [];
  await ConnectorRegistry.load(new Blob([text]), { onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(seen.at(-1), { received: text.length, total: text.length });
  const reason = new Error("enough");
  await assert.rejects(ConnectorRegistry.load(new Blob([text]), { signal: AbortSignal.abort(reason) }), reason);
  const onProgress = () => controller.abort(reason);
  const controller = new AbortController();
  await assert.rejects(ConnectorRegistry.load(new Blob([text]), { signal: controller.signal, onProgress }), reason);
  assert.equal(await code(() => ConnectorRegistry.load(new Response("no", { status: 404 }))), "load");
  assert.equal(await code(() => ConnectorRegistry.load(new URL("http://127.0.0.1:1/"))), "load");
});

for (const formats of [true, false]) {
  const title = formats ? "the corpus" : "the corpus, formats not asserted";
  test(title, { skip: withoutCorpus }, async (t) => {
    const expected = formats ? "valid" : "valid_no_format";
    const lines = linesOf(join(corpus, "configs.jsonl"));
    const facts = lines.map((line) => {
      const { id, definition, epoch, ...rest } = JSON.parse(line);
      return { id, definition, epoch, valid: rest[expected] };
    });
    const wrong = [];
    for (const epoch of new Set(facts.map((fact) => fact.epoch))) {
      const registry = join(corpus, `specs-${epoch}.jsonl`);
      const specs = new Map(
        linesOf(registry).map((line) => [JSON.parse(line).docker_repository, memberText(line, "spec")]),
      );
      const loaded = new Map();
      const chosen = facts.map((fact, at) => ({ ...fact, line: lines[at] })).filter((c) => c.epoch === epoch);
      const asked = chosen.map(({ definition, line }) => {
        const config = memberText(line, "config");
        return `{"definition": ${JSON.stringify(definition)}, "config": ${config}}`;
      });
      const native = command && commandVerdicts(registry, asked, "raw", formats);
      for (const [at, { id, definition, line, valid }] of chosen.entries()) {
        if (!loaded.has(definition)) loaded.set(definition, await ConnectorSpec.load(specs.get(definition)));
        const here = loaded.get(definition).validate(memberText(line, "config"), { formats, maxFindings: 100 });
        if (here.valid !== valid) wrong.push(`${id}: must be ${valid}: ${JSON.stringify(here)}`);
        else if (native && essence(native[at]) !== essence(here))
          wrong.push(`${id}:\n  native ${native[at]}\n  here   ${JSON.stringify(here)}`);
      }
      for (const spec of loaded.values()) spec.free();
    }
    none(wrong, lines.length);
    t.diagnostic(`${lines.length} cases${command ? ", each as the native command judges it" : ""}`);
  });
}
