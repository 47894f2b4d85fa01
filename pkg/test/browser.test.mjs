// The package in a headless Chromium, under strict content-security policies. Run by `cargo xtask test`.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { ConnectorSpec } from "../dist/index.js";
import { outcomeOf, skip, start } from "./chromium.mjs";
import { linesOf, memberText } from "./jsonl.mjs";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const page = (entry) =>
  `<!doctype html><meta charset="utf-8"><title>airbyte-db</title><script type="module" src="/test/page.mjs?entry=${entry}"></script>`;
const strict = "default-src 'none'; script-src 'self'";
const withWasm = `${strict} 'wasm-unsafe-eval'`;
const corpus = process.env.AIRBYTE_DB_CORPUS;

let chromium;
before(async () => {
  if (!skip) chromium = await start();
});
after(() => chromium?.close());

for (const [entry, policy] of [["index", withWasm], ["csp", strict]]) {
  test(`airbyte-db, ${entry}, under ${policy}`, { skip, timeout: 180_000 }, async (t) => {
    const address = await chromium.serve(pkg, { policy, page: page(entry) });
    const { tab, said, outcome } = await outcomeOf(chromium.browser, address);
    assert.deepEqual(outcome.wrong, [], said.join("\n"));
    t.diagnostic(`${outcome.cases} cases in Chromium ${chromium.browser.browser()?.version() ?? ""}`);
    if (corpus) await theSameAsInNode(tab, entry, entry === "csp" ? 40 : 8, t);
    await tab.close();
  });
}

/** Every so many cases of the corpus give the same verdict as in Node, byte for byte. */
async function theSameAsInNode(tab, entry, every, t) {
  const texts = new Map();
  for (const epoch of [2023, 2026])
    for (const line of linesOf(join(corpus, `specs-${epoch}.jsonl`)))
      texts.set(`${epoch} ${JSON.parse(line).docker_repository}`, memberText(line, "spec"));
  const chosen = linesOf(join(corpus, "configs.jsonl")).filter((_, at) => at % every === 0);
  const asked = chosen.map((line) => {
    const { id, epoch, definition } = JSON.parse(line);
    return { id, spec: `${epoch} ${definition}`, config: memberText(line, "config") };
  });
  const needed = [...new Set(asked.map(({ spec }) => spec))].map((name) => [name, texts.get(name)]);
  const judge = async ({ entry, needed, asked }) => {
    const { ConnectorSpec } = await import(entry);
    const specs = new Map();
    for (const [name, text] of needed) specs.set(name, await ConnectorSpec.load(text));
    return asked.map(({ spec, config }) => JSON.stringify(specs.get(spec).validate(config)));
  };
  const [there, here] = await Promise.all([
    tab.evaluate(judge, { entry: `/dist/${entry}.js`, needed, asked }),
    judge({ entry: "../dist/index.js", needed, asked }),
  ]);
  const wrong = asked.flatMap(({ id }, at) => (there[at] === here[at] ? [] : [`${id}:\n  there ${there[at]}\n  here  ${here[at]}`]));
  assert.deepEqual(wrong.slice(0, 5), []);
  t.diagnostic(`${asked.length} cases of the corpus as in Node`);
}

test("where WebAssembly is forbidden, the normal entry says what to do", { skip, timeout: 60_000 }, async () => {
  const address = await chromium.serve(pkg, { policy: strict, page: page("index") });
  const { tab, outcome } = await outcomeOf(chromium.browser, address);
  assert.match(outcome.wrong.join(), /'wasm-unsafe-eval' in script-src, or import airbyte-db\/csp/);
  await tab.close();
});

test("a page that types for a minute does not grow", { skip, timeout: 120_000 }, async (t) => {
  const address = await chromium.serve(pkg, { policy: withWasm, page: page("index") });
  const { tab } = await outcomeOf(chromium.browser, address);
  const grown = await tab.evaluate(async () => {
    const { ConnectorSpec, memoryBytes } = await import("/dist/internals.js");
    const { spec, cases } = await import("/test/cases.mjs");
    const loaded = await ConnectorSpec.load(spec);
    const type = async (count) => {
      for (let at = 0; at < count; at++) {
        let config = cases[at % cases.length][1];
        config = loaded.enter(config, "/host", "x".repeat(at % 200)) ?? config;
        loaded.validate(config, { mode: "masked" });
        loaded.switchBranch(config, "/credentials", at % 2);
        loaded.mask(config);
        loaded.form();
        // Whoever opens many specs need not free them by hand: the page is let breathe, and what nobody holds goes.
        if (at % 50 === 0) {
          await ConnectorSpec.load(spec);
          gc();
          await new Promise((done) => setTimeout(done));
        }
      }
    };
    await type(1000);
    const before = await memoryBytes("core");
    // Ten keys a second for a minute, and ten times that.
    await type(6000);
    return (await memoryBytes("core")) - before;
  });
  assert.ok(grown <= 65536, `the module's memory grew by ${grown} bytes`);
  t.diagnostic(`grew by ${grown} bytes`);
  await tab.close();
});
