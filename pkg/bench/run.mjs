// Side by side with other validators, in one run, in Node and in Chromium: `npm run bench` after `cargo xtask package`.
// AIRBYTE_DB_CORPUS names the corpus, which it needs; CHROMIUM the browser, which is left out without it;
// AIRBYTE_DB_BENCH_SPECS says how many specs are taken at most.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { build } from "esbuild";

import { outcomeOf, skip, start } from "../test/chromium.mjs";
import { linesOf, memberText } from "../test/jsonl.mjs";
import { measure, median } from "./measure.mjs";

const NAMES = ["airbyte-db", "airbyte-db-csp", "ajv", "cfworker", "hyperjump"];
const corpus = process.env.AIRBYTE_DB_CORPUS;
if (!corpus) throw new Error("AIRBYTE_DB_CORPUS names no corpus, so there is nothing to measure with");
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "airbyte-db-bench-"));
const file = (name) => join(folder, `${name}.mjs`);

/** hyperjump reads files where there are any; a page has none. */
const withoutNode = {
  name: "without-node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "without-node" }));
    onLoad({ filter: /.*/, namespace: "without-node" }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};

// Each in one script, as a page would load it for a verdict; what is only for hashes and registries is loaded after that.
const external = ["*/core.later.js"];
for (const name of NAMES) {
  const options = { bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022", logLevel: "error", external, plugins: [withoutNode] };
  await build({ ...options, entryPoints: [join(here, "contenders", `${name}.js`)], outfile: file(name) });
}
const contenders = await Promise.all(NAMES.map(async (name) => [name, await import(pathToFileURL(file(name)).href)]));
const specs = await chosen(Number(process.env.AIRBYTE_DB_BENCH_SPECS ?? 100), 4);

console.log(`Over the wire, in bytes\n`);
table(
  ["", "script", "gzip", "brotli"],
  NAMES.map((name) => {
    const bytes = readFileSync(file(name));
    return [name, bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
  }),
);

const sample = { schema: specs[Math.floor(specs.length / 2)].schema, text: specs[Math.floor(specs.length / 2)].configs[0].text };
const configs = specs.reduce((sum, { configs }) => sum + configs.length, 0);
console.log(`\nNode ${process.version}: ${specs.length} specs, ${configs} configurations\n`);
report(await measure(contenders, specs), firstInNode());

if (skip) console.log(skip);
else await inChromium();
rmSync(folder, { recursive: true });

function firstInNode() {
  const input = join(folder, "first.json");
  writeFileSync(input, JSON.stringify(sample));
  const once = (name) => Number(execFileSync(process.execPath, [join(here, "first.mjs"), file(name), input], { encoding: "utf8" }));
  const times = Object.fromEntries(NAMES.map((name) => [name, []]));
  for (let round = 0; round < 9; round++) for (const name of NAMES) times[name].push(once(name));
  return times;
}

async function inChromium() {
  const chromium = await start();
  try {
    const page = `<!doctype html><meta charset="utf-8"><script type="module">window.outcome = true;</script>`;
    writeFileSync(file("measure"), readFileSync(join(here, "measure.mjs")));
    // A page of its own has the finer clock.
    const headers = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
    const address = await chromium.serve(folder, { page, headers });
    const times = Object.fromEntries(NAMES.map((name) => [name, []]));
    for (let round = 0; round < 9; round++) {
      for (const name of NAMES) {
        const { tab } = await outcomeOf(chromium.browser, address);
        const first = async ({ name, schema, text }) => {
          const began = performance.now();
          (await (await import(`/${name}.mjs`)).prepare(schema)).text(text);
          return performance.now() - began;
        };
        times[name].push(await tab.evaluate(first, { name, ...sample }));
        await tab.close();
      }
    }
    const { tab } = await outcomeOf(chromium.browser, address);
    const figures = await tab.evaluate(
      async ({ names, specs }) => {
        const { measure } = await import("/measure.mjs");
        return measure(await Promise.all(names.map(async (name) => [name, await import(`/${name}.mjs`)])), specs);
      },
      { names: NAMES, specs },
    );
    console.log(`\nChromium ${chromium.browser.browser()?.version() ?? ""}\n`);
    report(figures, times);
  } finally {
    await chromium.close();
  }
}

/** Specs evenly spread over those that all can compile, with the configurations on which all agree. */
async function chosen(most, each) {
  const lines = linesOf(join(corpus, "configs.jsonl"));
  const of = new Map();
  for (const line of lines) {
    const { definition, epoch, valid, disputed } = JSON.parse(line);
    const key = `${epoch} ${definition}`;
    if (!disputed) of.set(key, [...(of.get(key) ?? []), { text: memberText(line, "config"), valid }]);
  }
  const found = [];
  for (const epoch of [2023, 2026]) {
    for (const line of linesOf(join(corpus, `specs-${epoch}.jsonl`))) {
      const configs = of.get(`${epoch} ${JSON.parse(line).docker_repository}`) ?? [];
      const schema = memberText(memberText(line, "spec"), "connectionSpecification");
      const judges = await Promise.all(contenders.map(([, { prepare }]) => prepare(schema).catch(() => undefined)));
      if (judges.includes(undefined)) continue;
      const agreed = configs.filter(({ text, valid }) => {
        try {
          return judges.every((judge) => judge.text(text) === valid);
        } catch {
          return false;
        }
      });
      for (const valid of [true, false])
        for (const config of agreed.filter((config) => config.valid === valid).slice(0, each)) config.measured = true;
      const ordered = agreed.sort((left, right) => Number(right.valid) - Number(left.valid));
      if (ordered[0]?.valid && !ordered.at(-1).valid) found.push({ schema, configs: ordered });
    }
  }
  return found.filter((_, at) => at % Math.ceil(found.length / most) === 0);
}

function report(figures, firsts) {
  const [ours] = figures;
  const head = ["", "import to first verdict, ms", "compile and first verdict, µs", "a valid text, µs", "an invalid text, µs", "p99, µs", "a valid value, µs", "all, ms"];
  const round = (number) => (number >= 100 ? Math.round(number) : number.toPrecision(3));
  table(
    head,
    figures.map(({ name, first, valid, invalid, p99, value, wholeMilliseconds, wrong }) => {
      if (wrong > 0) throw new Error(`${name} is wrong ${wrong} times`);
      return [name, median(firsts[name]), first, valid, invalid, p99, value, wholeMilliseconds].map((cell) => (typeof cell === "number" ? round(cell) : cell));
    }),
  );
  console.log("\ntimes ours: import, compile, valid, invalid, value");
  for (const figure of figures.slice(1)) {
    const ratios = ["first", "valid", "invalid", "value"].map((name) => (figure[name] / ours[name]).toFixed(2));
    console.log(`  ${figure.name}: ${(median(firsts[figure.name]) / median(firsts[ours.name])).toFixed(2)} ${ratios.join(" ")}`);
  }
}

function table(head, rows) {
  for (const cells of [head, head.map(() => "---"), ...rows]) console.log(`| ${cells.join(" | ")} |`);
}
