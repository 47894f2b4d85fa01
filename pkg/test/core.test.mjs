// The core wasm in Node: our own cases, the corpus's cases, and the same verdicts as the native
// command. Run by `cargo xtask test`, which sets AIRBYTE_DB_COMMAND; AIRBYTE_DB_CORPUS names the corpus.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { Form, hash_bytes, hash_json, initSync, put, Validator } from "../dist/core/airbyte_db.js";
import { cases, complaints, spec } from "./cases.mjs";
import { linesOf, memberText } from "./jsonl.mjs";

initSync({ module: readFileSync(new URL("../dist/core/airbyte_db_bg.wasm", import.meta.url)) });

const corpus = process.env.AIRBYTE_DB_CORPUS;
const withoutCorpus = !corpus && "AIRBYTE_DB_CORPUS is not set, so the corpus is not tested";
const command = process.env.AIRBYTE_DB_COMMAND;
const withoutCommand = !command && "AIRBYTE_DB_COMMAND is not set, so nothing is compared with the command";

const folder = mkdtempSync(join(tmpdir(), "airbyte-db-"));
after(() => rmSync(folder, { recursive: true }));

/** Fails with the first few of many complaints. */
const none = (wrong, all) =>
  assert.equal(wrong.length, 0, `${wrong.length} of ${all} differ:\n${wrong.slice(0, 10).join("\n")}`);

/** What two verdicts are compared by: all but the places in a text, which JSON Lines do not have. */
function essence(text) {
  const { valid, count, errors, findings } = JSON.parse(text);
  const placeless = findings.map(({ line, column, ...finding }) => finding);
  return JSON.stringify({ valid, count, errors, findings: placeless });
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

test("small cases", () => none(complaints(Validator), cases.length));

test("small cases, as the native command judges them", { skip: withoutCommand }, () => {
  const registry = join(folder, "registry.jsonl");
  const definition = { name: "Small", definition_id: "0b5c2f6e-6f3a-4f0a-9d0e-000000000001" };
  const repository = "example/source-small";
  const entry = { ...definition, docker_repository: repository, docker_image_tag: "1.0.0" };
  writeFileSync(registry, JSON.stringify({ ...entry, spec: JSON.parse(spec) }) + "\n");
  const validator = new Validator(spec);
  const wrong = [];
  for (const [name, config, mode, formats] of cases) {
    const line = `{"definition": ${JSON.stringify(repository)}, "config": ${config}}`;
    const [native] = commandVerdicts(registry, [line], mode, formats);
    const here = validator.validate(config, mode, formats);
    if (essence(native) !== essence(here)) wrong.push(`${name}:\n  native ${native}\n  wasm   ${here}`);
  }
  none(wrong, cases.length);
});

test("a form: model, values, input, branches", () => {
  const form = new Form(spec);
  const model = JSON.parse(form.model());
  const fields = model.cards[0].fields;
  assert.deepEqual(fields.map((field) => [field.key, field.kind, field.required]), [
    ["credentials", "choice", true],
    ["host", "text", true],
    ["port", "integer", false],
    ["start_date", "date", false],
    ["table", "text", false],
  ]);
  assert.deepEqual(fields[0].choice.branches.map((branch) => branch.value), ["password", "key"]);
  assert.equal(form.initialValues(), '{"credentials":{"kind":"password"}}');

  const typed = form.enter('{ "host": "a" }', "/port", " 18446744073709551616 ");
  assert.equal(typed, '{ "host": "a","port":18446744073709551616 }');
  assert.equal(form.enter("{}", "/no/such", "x"), undefined);
  assert.equal(form.coerce('{"port": "5.0", "table": ""}'), '{"port": 5.0}');
  assert.equal(form.prune('{"host": "a", "hots": 1.0}'), '{"host": "a"}');

  const before = '{ "credentials": {"kind": "password", "password": "correct horse"} }';
  const { configuration, pointer, previous } = JSON.parse(form.switchBranch(before, "/credentials", 1));
  assert.equal(configuration, '{ "credentials": {"kind":"key"} }');
  assert.equal(put(configuration, pointer, previous ?? undefined), before);
  assert.equal(form.switchBranch(before, "/credentials", 2), undefined);
  assert.throws(() => form.prune("{"), (error) => JSON.parse(error.message).code === "json_syntax");
  form.free();
});

test("what cannot be judged is thrown, as JSON with a code", () => {
  const validator = new Validator(spec);
  const code = (action) => {
    try {
      action();
    } catch (error) {
      assert.ok(error instanceof Error);
      return JSON.parse(error.message).code;
    }
    return assert.fail("nothing was thrown");
  };
  assert.equal(typeof code(() => new Validator("{")), "string");
  assert.equal(typeof code(() => validator.validate('{"host": ', "raw", true)), "string");
  assert.equal(code(() => validator.validate("{}", "naked", true)), "usage");
  assert.equal(JSON.parse(validator.validate("{}", "raw", true)).valid, false, "it still works afterwards");
});

test("hashes of small texts", () => {
  assert.equal(hash_bytes(new TextEncoder().encode("hello"), "murmur3"), "47fa8b24");
  assert.equal(hash_json('{ "b": 1, "a": 2 }', "config", "md5"), "4d6cdf2743e326e6233749adcc15d0d2");
  assert.equal(hash_json("{}", "catalog", "murmur3"), "8eaec2ee");
  const code = (...words) => {
    try {
      hash_json(...words);
    } catch (error) {
      return JSON.parse(error.message).code;
    }
    return assert.fail("nothing was thrown");
  };
  assert.equal(code("{", "config", "md5"), "json_syntax");
  assert.equal(code("[]", "config", "murmur3-sorted"), "hash");
  assert.equal(code("{}", "config", "sha1"), "usage");
  assert.equal(code("{}", "conf", "md5"), "usage");
  // As deep as can be, through the tree: the stack has to suffice.
  const deep = '{"a":'.repeat(1000) + "1" + "}".repeat(1000);
  assert.equal(hash_json(deep, "config", "md5"), hash_json(deep, "config", "md5-jsonb"));
  assert.equal(code("[".repeat(100000), "config", "md5-jsonb"), "too_deep");
});

test("the corpus's hashes", { skip: withoutCorpus }, (t) => {
  const wrong = [];
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return undefined;
    }
  };
  const rows = linesOf(join(corpus, "hashes.jsonl")).map((line) => JSON.parse(line));
  for (const row of rows) {
    const refused = row.error !== undefined || row.strict_json === false;
    const reading = row.class === "airbyte_catalog" ? "catalog" : "config";
    const expected = { murmur3: row.hash, md5: row.md5, "murmur3-sorted-big-endian": row.canonical_hash ?? undefined };
    for (const [form, hash] of Object.entries(expected)) {
      const here = attempt(() => hash_json(row.json, reading, form));
      if (here !== (refused ? undefined : hash)) wrong.push(`${row.id}: ${form} is ${here}, must be ${hash}`);
    }
  }
  const bytes = linesOf(join(corpus, "murmur3.jsonl")).map((line) => JSON.parse(line));
  for (const row of bytes) {
    const given = Buffer.from(row.hex, "hex");
    const [little, big] = [hash_bytes(given, "murmur3"), hash_bytes(given, "murmur3-sorted-big-endian")];
    if (little !== row.hashcode_string || big !== row.h32_hex_be) wrong.push(`${row.hex}: ${little} ${big}`);
  }
  none(wrong, rows.length + bytes.length);
  t.diagnostic(`${rows.length} documents, ${bytes.length} texts`);
});

test("secrets are masked, restored, split off and put back", () => {
  const validator = new Validator(spec);
  const config = '{"host": "h", "port": 5432.0, "credentials": {"kind": "password", "password": "s3cret-s3cret"}}';
  const masked = validator.mask(config);
  assert.equal(masked, config.replace("s3cret-s3cret", "**********"));
  assert.equal(validator.restore(masked, config), config);
  assert.equal(validator.countSecrets(config), 1);

  const workspace = crypto.randomUUID();
  const id = crypto.randomUUID();
  const { configuration, secrets } = JSON.parse(validator.split(config, workspace, "", "", `${id} ${workspace}`));
  const coordinate = `airbyte_workspace_${workspace}_secret_${id}_v1`;
  assert.equal(configuration, config.replace('"s3cret-s3cret"', `{"_secret": "${coordinate}"}`));
  assert.deepEqual(JSON.parse(secrets), { coordinate, payload: "s3cret-s3cret" });
  assert.equal(JSON.parse(validator.validate(configuration, "stored", true)).valid, true);
  assert.equal(validator.hydrate(configuration, secrets), config);

  const changed = config.replace("s3cret-s3cret", "another-s3cret");
  const again = JSON.parse(validator.split(changed, workspace, configuration, secrets, ""));
  assert.equal(again.configuration, configuration.replace("_v1", "_v2"));
  assert.throws(() => validator.hydrate(again.configuration, secrets), (error) => JSON.parse(error.message).code === "document");
});

for (const formats of [true, false]) {
  const title = formats ? "the corpus" : "the corpus, formats not asserted";
  test(title, { skip: withoutCorpus }, (t) => {
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
      const validators = new Map();
      const chosen = facts.map((fact, at) => ({ ...fact, line: lines[at] })).filter((c) => c.epoch === epoch);
      const asked = chosen.map(({ definition, line }) => {
        const config = memberText(line, "config");
        return `{"definition": ${JSON.stringify(definition)}, "config": ${config}}`;
      });
      const native = command && commandVerdicts(registry, asked, "raw", formats);
      chosen.forEach(({ id, definition, line, valid }, at) => {
        if (!validators.has(definition)) validators.set(definition, new Validator(specs.get(definition)));
        const here = validators.get(definition).validate(memberText(line, "config"), "raw", formats);
        if (JSON.parse(here).valid !== valid) wrong.push(`${id}: must be ${valid}: ${here}`);
        else if (native && essence(native[at]) !== essence(here))
          wrong.push(`${id}:\n  native ${native[at]}\n  wasm   ${here}`);
      });
      for (const validator of validators.values()) validator.free();
    }
    none(wrong, lines.length);
    t.diagnostic(`${lines.length} cases${command ? ", each as the native command judges it" : ""}`);
  });
}
