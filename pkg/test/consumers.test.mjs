// Tiny projects that use the package as it is published, each in its own way. Run by `cargo xtask test`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import vm from "node:vm";

import { build as esbuild } from "esbuild";
import { Miniflare } from "miniflare";
import { build as vite, createServer } from "vite";
import webpack from "webpack";

import { outcomeOf, skip, start } from "./chromium.mjs";
import { consumers, install, pkg } from "./installed.mjs";

const EXPECTED = "false Host is missing. 8eaec2ee";
const strict = "default-src 'none'; worker-src 'self'; script-src 'self'";

let chromium;
before(async () => {
  install();
  if (!skip) chromium = await start();
});
after(() => chromium?.close());

const node = (...words) => execFileSync(process.execPath, words, { cwd: consumers, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Opens a page of a folder and compares what it leaves behind. */
async function page(folder, policy, expected, path = "/") {
  const address = await chromium.serve(folder, { policy });
  const { tab, outcome } = await outcomeOf(chromium.browser, address + path);
  assert.equal(outcome, expected);
  await tab.close();
}

test("Node, import", () => assert.equal(node("node/index.mjs"), `${EXPECTED}\nfalse object function\n`));

// `require` of a module: Node 20.19 and 22.12 have it, with a warning on standard error.
test("Node, require", () => assert.deepEqual(node("node/index.cjs").trim().split("\n").sort(), [EXPECTED, "false object"].sort()));

for (const [module, moduleResolution] of [["node16", "node16"], ["esnext", "bundler"]]) {
  test(`TypeScript, strict, moduleResolution ${moduleResolution}`, () => {
    const tsc = join(pkg, "node_modules", "typescript", "bin", "tsc");
    try {
      for (const project of ["typescript", "typescript/tsconfig.forms.json"])
        node(tsc, "--project", project, "--module", module, "--moduleResolution", moduleResolution);
    } catch (error) {
      assert.fail(error.stdout);
    }
  });
}

test("Vite, built", { skip, timeout: 120_000 }, async () => {
  const root = join(consumers, "vite");
  await vite({ root, base: "./", logLevel: "error", build: { target: "es2022", outDir: "dist", emptyOutDir: true } });
  // What Vite builds keeps to a policy without 'unsafe-eval' and without connections.
  await page(join(root, "dist"), `${strict} 'wasm-unsafe-eval'`, `${EXPECTED},false`);
});

test("Vite, while developing", { skip, timeout: 120_000 }, async () => {
  const server = await createServer({ root: join(consumers, "vite"), logLevel: "error", server: { port: 0, host: "127.0.0.1", fs: { allow: [consumers] } } });
  try {
    await server.listen();
    const { tab, outcome } = await outcomeOf(chromium.browser, `http://127.0.0.1:${server.httpServer.address().port}/`);
    assert.equal(outcome, `${EXPECTED},false`);
    await tab.close();
  } finally {
    await server.close();
  }
});

/** A classic script: it has no `import`, and leaves its outcome in the global object. */
async function classic(file) {
  const names = ["TextEncoder", "TextDecoder", "WebAssembly", "Blob", "Response", "DecompressionStream", "atob", "setTimeout", "crypto", "URL"];
  const context = vm.createContext(Object.fromEntries(names.map((name) => [name, globalThis[name]])));
  vm.runInContext(readFileSync(file, "utf8"), context);
  for (let turn = 0; turn < 1000 && context.outcome === undefined; turn++) await new Promise((done) => setTimeout(done, 10));
  return context.outcome;
}

test("esbuild, one classic script", async () => {
  const outfile = join(consumers, "esbuild", "dist", "main.js");
  await esbuild({ entryPoints: [join(consumers, "esbuild", "main.js")], bundle: true, minify: true, format: "iife", outfile, logLevel: "error" });
  assert.equal(await classic(outfile), EXPECTED);
});

test("esbuild, modules in Chromium", { skip }, async () => {
  const outdir = join(consumers, "esbuild", "dist", "modules");
  await esbuild({ entryPoints: [join(consumers, "esbuild", "main.js")], bundle: true, splitting: true, format: "esm", outdir, logLevel: "error" });
  const address = await chromium.serve(outdir, { page: `<!doctype html><script type="module" src="/main.js"></script>` });
  const { tab, outcome } = await outcomeOf(chromium.browser, address);
  assert.equal(outcome, EXPECTED);
  await tab.close();
});

test("webpack, in Chromium", { skip, timeout: 120_000 }, async () => {
  const path = join(consumers, "webpack", "dist");
  rmSync(path, { recursive: true, force: true });
  const config = { mode: "production", context: join(consumers, "webpack"), entry: "./main.js", output: { path, filename: "main.js", publicPath: "/" } };
  const stats = await new Promise((done, fail) => webpack(config, (error, stats) => (error ? fail(error) : done(stats))));
  assert.ok(!stats.hasErrors(), stats.toString());
  const address = await chromium.serve(path, { page: `<!doctype html><script src="/main.js"></script>` });
  const { tab, outcome } = await outcomeOf(chromium.browser, address);
  assert.equal(outcome, EXPECTED);
  await tab.close();
});

// Bundled as wrangler does it: modules of WebAssembly stay files, which the runtime compiles beforehand.
test("workerd", { timeout: 120_000 }, async () => {
  const dist = join(consumers, "workerd", "dist");
  const worker = join(dist, "worker.mjs");
  const options = { bundle: true, format: "esm", conditions: ["workerd", "worker", "browser"], external: ["*.wasm"], logLevel: "error" };
  await esbuild({ ...options, entryPoints: [join(consumers, "workerd", "worker.mjs")], outfile: worker });
  const modules = ["core.wasm", "core.later.wasm", "rows.wasm"].map((file) => {
    copyFileSync(join(consumers, "node_modules", "airbyte-db", "dist", file), join(dist, file));
    return { type: "CompiledWasm", path: join(dist, file) };
  });
  const miniflare = new Miniflare({ modulesRoot: dist, modules: [{ type: "ESModule", path: worker }, ...modules], compatibilityDate: "2025-07-01" });
  try {
    const response = await miniflare.dispatchFetch("http://localhost/");
    assert.equal(await response.text(), `${EXPECTED},false`);
  } finally {
    await miniflare.dispose();
  }
});

test("a page without a bundler, and slim with fetch", { skip }, () => page(consumers, undefined, `${EXPECTED},${EXPECTED}`, "/html/index.html"));

test("a module worker", { skip }, () => page(consumers, `${strict} 'wasm-unsafe-eval'`, EXPECTED, "/worker/index.html"));

test("a page whose policy forbids WebAssembly", { skip }, () => page(consumers, strict, `${EXPECTED},false`, "/csp/index.html"));

// The form of the README, as it stands there.
test("react-hook-form, in Chromium", { skip, timeout: 120_000 }, async () => {
  const react = join(consumers, "react");
  const dist = join(react, "dist");
  const [, form] = readFileSync(join(pkg, "README.md"), "utf8").match(/^```jsx\n([^]*?)^```$/m);
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, "form.jsx"), form);
  const outfile = join(dist, "main.js");
  await esbuild({ entryPoints: [join(react, "main.jsx")], bundle: true, format: "esm", jsx: "automatic", outfile, logLevel: "error" });
  const page = `<!doctype html><main></main><output></output><script type="module" src="/main.js"></script>`;
  const { tab } = await outcomeOf(chromium.browser, await chromium.serve(dist, { page }));
  const alerts = async () => (await tab.getByRole("alert").allTextContents()).filter((text) => text !== "");

  await tab.getByLabel("Port").fill("many");
  await tab.getByRole("button", { name: "Save" }).click();
  await tab.getByText("Client ID is missing.").waitFor();
  assert.deepEqual(await alerts(), ["Port must be a whole number, but is text.", "Client ID is missing."]);
  assert.equal(await tab.locator("output").textContent(), "");

  await tab.getByLabel("Port").fill("5432");
  await tab.getByLabel("Client ID").fill("me");
  await tab.getByRole("button", { name: "Save" }).click();
  await tab.locator("output", { hasText: "me" }).waitFor();
  assert.deepEqual(JSON.parse(await tab.locator("output").textContent()), { port: 5432, credentials: { client_id: "me", client_secret: "s3cret" } });
  assert.deepEqual(await alerts(), []);
  await tab.close();
});

const STORE = "30 jobs";
const store = join(consumers, "store");

test("the store, Vite, built", { skip, timeout: 120_000 }, async () => {
  await vite({ root: store, base: "./", logLevel: "error", build: { target: "es2022", outDir: "dist", emptyOutDir: true } });
  await page(join(store, "dist"), `${strict} 'wasm-unsafe-eval'`, STORE);
});

test("the store, Vite, while developing", { skip, timeout: 120_000 }, async () => {
  const server = await createServer({ root: store, logLevel: "silent", server: { port: 0, host: "127.0.0.1", fs: { allow: [consumers] } } });
  try {
    await server.listen();
    const { tab, outcome } = await outcomeOf(chromium.browser, `http://127.0.0.1:${server.httpServer.address().port}/`);
    assert.equal(outcome, STORE);
    await tab.close();
  } finally {
    await server.close();
  }
});

// esbuild does not take the worker's file along: its text is in the bundle.
test("the store, esbuild", { skip, timeout: 120_000 }, async () => {
  const outdir = join(store, "dist", "esbuild");
  await esbuild({ entryPoints: [join(store, "main.js")], bundle: true, splitting: true, format: "esm", outdir, logLevel: "error" });
  const address = await chromium.serve(outdir, { page: `<!doctype html><script type="module" src="/main.js"></script>` });
  const { tab, outcome } = await outcomeOf(chromium.browser, address);
  assert.equal(outcome, STORE);
  await tab.close();
});

test("the store, webpack", { skip, timeout: 120_000 }, async () => {
  const path = join(store, "dist", "webpack");
  const config = { mode: "production", context: store, entry: "./main.js", output: { path, filename: "main.js", publicPath: "/" } };
  const stats = await new Promise((done, fail) => webpack(config, (error, stats) => (error ? fail(error) : done(stats))));
  assert.ok(!stats.hasErrors(), stats.toString());
  const address = await chromium.serve(path, { page: `<!doctype html><script src="/main.js"></script>` });
  const { tab, outcome } = await outcomeOf(chromium.browser, address);
  assert.equal(outcome, STORE);
  await tab.close();
});

test("the store, a page without a bundler", { skip }, () => page(consumers, `default-src 'none'; worker-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'`, STORE, "/store/plain.html"));
