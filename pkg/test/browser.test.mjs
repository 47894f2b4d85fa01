// The core wasm in a headless Chromium, under a strict content-security policy. Run by
// `cargo xtask test`, which finds or installs the browser and names it in CHROMIUM.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const page = `<!doctype html><meta charset="utf-8"><title>airbyte-db</title><script type="module" src="/test/page.mjs"></script>`;

/** Serves the page and the files of this package that it asks for. */
async function serve(request, response) {
  const path = new URL(request.url, "http://localhost").pathname;
  try {
    const known = /^\/(dist|test)\/[\w./-]+$/.test(path) && !path.includes("..");
    if (path !== "/" && !known) throw new Error("not here");
    const body = path === "/" ? page : await readFile(join(pkg, path));
    const type = types[extname(path)] ?? "text/html";
    response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-security-policy": policy });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

const executablePath = process.env.CHROMIUM;
const skip = !executablePath && "CHROMIUM names no browser, so nothing is tested in one";

test("small cases in Chromium", { skip, timeout: 120_000 }, async (t) => {
  const server = createServer(serve);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const folder = mkdtempSync(join(tmpdir(), "airbyte-db-chromium-"));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const browser = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless: true,
    args: [
      "--no-sandbox", // Chromium as root needs it
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  try {
    const tab = await browser.newPage();
    const said = [];
    tab.on("console", (message) => said.push(message.text()));
    tab.on("pageerror", (error) => said.push(String(error)));
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    const outcome = await tab
      .waitForFunction(() => window.outcome, undefined, { timeout: 60_000 })
      .then((handle) => handle.jsonValue())
      .catch((error) => assert.fail(`${error}\n${said.join("\n")}`));
    assert.deepEqual(outcome.wrong, [], said.join("\n"));
    t.diagnostic(`${outcome.cases} cases in Chromium ${browser.browser()?.version() ?? ""}`);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
});
