// What is packed, what it weighs, and that the examples of its README are true. Run by `cargo xtask test`.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { consumers, install, pkg, tarball } from "./installed.mjs";

/** Bytes, gzipped (by zlib's level 9). Each was set to what was reached: none may grow unseen. */
const BUDGETS = {
  // design.md 6 asks for this.
  "dist/core.wasm": 150_000,
  "dist/core.later.wasm": 28_000,
  "dist/rows.wasm": 151_500,
  // The same, packed in a script: what a page loads.
  "dist/generated/core.js": 150_500,
  "dist/generated/core.later.js": 28_500,
  "dist/generated/rows.js": 152_500,
  "dist/generated/core.csp.js": 240_500,
  // design.md 6 asks for 650 000.
  "dist/store.wasm": 518_500,
  "dist/store.later.wasm": 340_000,
  "dist/generated/store.js": 520_500,
  "dist/generated/store.later.js": 342_000,
  "dist/store/worker.js": 9_500,
};
/** The scripts around a module, all together. */
const GLUE_BUDGET = 8_900;

const installed = join(consumers, "node_modules", "airbyte-db");
before(install);

test("the tarball holds what is meant to be published, and nothing else", () => {
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n").sort();
  const allowed = [
    /^package\/(package\.json|README\.md|LICENSE-MIT|LICENSE-APACHE)$/,
    /^package\/dist\/[\w-]+\.(js|d\.ts)$/,
    /^package\/dist\/(core|core\.later|rows|store|store\.later)\.wasm$/,
    /^package\/dist\/generated\/(core|core\.later|rows|core\.csp|store|store\.later|store\.worker)\.js$/,
    /^package\/dist\/store\/[\w-]+\.(js|d\.ts)$/,
    /^package\/dist\/schemas\/\w+\.json$/,
  ];
  // What serves our own tests stays at home.
  assert.deepEqual(files.filter((file) => /internals|store-tests/.test(file)), []);
  assert.deepEqual(files.filter((file) => !allowed.some((pattern) => pattern.test(file))), []);
  const schemas = readdirSync(join(pkg, "..", "schemas")).filter((file) => file.endsWith(".json"));
  for (const file of schemas) assert.ok(files.includes(`package/dist/schemas/${file}`), file);
});

test("every entry that package.json names is there", () => {
  const { exports, sideEffects } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const files = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)));
  for (const file of [...files.filter((file) => !file.includes("*")), ...sideEffects]) assert.ok(existsSync(join(installed, file)), file);
  for (const entry of Object.values(exports)) if (typeof entry === "object") assert.equal(Object.keys(entry)[0], "types");
});

test("nothing weighs more than its budget", (t) => {
  const weigh = (file) => {
    const bytes = readFileSync(join(installed, file));
    return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
  };
  for (const [file, budget] of Object.entries(BUDGETS)) {
    const { raw, gzip, brotli } = weigh(file);
    t.diagnostic(`${file}: ${raw} bytes, ${gzip} gzipped, ${brotli} with brotli`);
    assert.ok(gzip <= budget, `${file} is ${gzip} bytes gzipped, over its budget of ${budget}`);
  }
  const glue = readdirSync(join(installed, "dist")).filter((file) => file.endsWith(".js") && !/workerd|csp|slim|rjsf|internals|store/.test(file));
  const all = gzipSync(Buffer.concat(glue.map((file) => readFileSync(join(installed, "dist", file)))), { level: 9 }).length;
  t.diagnostic(`the scripts around it: ${all} bytes gzipped`);
  assert.ok(all <= GLUE_BUDGET, `${all} bytes`);
});

test("nothing but the entry of the store leads to SQLite", () => {
  const from = (file, seen = new Set()) => {
    if (seen.has(file) || !existsSync(file)) return seen;
    seen.add(file);
    const words = readFileSync(file, "utf8").slice(0, 100_000).matchAll(/(?:from |import\(|import )"(\.[^"]+)"/g);
    for (const [, to] of words) from(join(file, "..", to), seen);
    return seen;
  };
  const reached = (entry) => [...from(join(installed, "dist", entry))].some((file) => file.slice(installed.length).includes("store"));
  for (const entry of ["index.js", "rows.js", "slim.js", "csp.js", "rjsf.js", "workerd.js"]) assert.equal(reached(entry), false, entry);
  assert.equal(reached("store.js"), true);
});

const compiled = (name) => WebAssembly.compile(readFileSync(join(installed, "dist", `${name}.wasm`)));

test("neither module asks for anything of its host", async () => {
  for (const name of ["core", "rows"]) assert.deepEqual(WebAssembly.Module.imports(await compiled(name)), []);
});

test("what is loaded later asks only for what is loaded first, and has no function twice", async () => {
  for (const name of ["core", "store"]) {
    const [first, later] = await Promise.all([compiled(name), compiled(`${name}.later`)]);
    const given = WebAssembly.Module.exports(first).map(({ name, kind }) => `${kind} ${name}`);
    const asked = WebAssembly.Module.imports(later);
    assert.deepEqual(asked.filter(({ module, kind, name }) => module !== "first" || !given.includes(`${kind} ${name}`)), []);
    const brought = WebAssembly.Module.exports(later);
    assert.ok(brought.length > 0);
    assert.deepEqual(brought.filter(({ kind, name }) => given.includes(`${kind} ${name}`)), []);
  }
});

/** The examples of the README, each with what it says that it prints: the comments that stand alone on a line. */
const examples = [...readFileSync(join(pkg, "README.md"), "utf8").matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => ({
  code,
  printed: [...code.matchAll(/^\s*\/\/ (.*)$/gm)].map(([, line]) => line),
}));

test("the examples of the README print what they say", (t) => {
  const folder = mkdtempSync(join(consumers, "readme-"));
  try {
    for (const [number, { code, printed }] of examples.entries()) {
      const file = join(folder, `${number}.mjs`);
      writeFileSync(file, code);
      const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
      assert.equal(status, 0, `${code}\n${stderr}`);
      assert.deepEqual(stdout.trim().split("\n"), printed, code);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  t.diagnostic(`${examples.length} examples`);
});
