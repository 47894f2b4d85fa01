// A headless Chromium, and a server for what it loads. `cargo xtask test` finds or installs the browser and names it in
// CHROMIUM.

import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

import { chromium } from "playwright-core";

export const executablePath = process.env.CHROMIUM;
export const skip = !executablePath && "CHROMIUM names no browser, so nothing is tested in one";

const types = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** Starts both; `close` ends them. */
export async function start() {
  const folder = mkdtempSync(join(tmpdir(), "airbyte-db-chromium-"));
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
      "--js-flags=--expose-gc",
    ],
  });
  const servers = [];
  return {
    browser,
    /** Serves a folder under a policy; its address. `/` is the page given. */
    async serve(root, { policy, page, headers: more = {} }) {
      const server = createServer(async (request, response) => {
        const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
        try {
          const body = path === "/" && page ? page : await readFile(join(root, path === "/" ? "index.html" : path));
          const headers = { "content-type": `${types[extname(path)] ?? "text/html"}; charset=utf-8`, ...more };
          if (policy) headers["content-security-policy"] = policy;
          response.writeHead(200, headers);
          response.end(body);
        } catch {
          response.writeHead(404).end();
        }
      });
      servers.push(server);
      await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
      return `http://127.0.0.1:${server.address().port}`;
    },
    async close() {
      await browser.close();
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Opens a page and waits for the `outcome` that it leaves behind; what it said in the console is told when it does not. */
export async function outcomeOf(browser, address) {
  const tab = await browser.newPage();
  const said = [];
  tab.on("console", (message) => said.push(message.text()));
  tab.on("pageerror", (error) => said.push(String(error)));
  await tab.goto(address);
  try {
    const handle = await tab.waitForFunction(() => window.outcome, undefined, { timeout: 60_000 });
    return { tab, said, outcome: await handle.jsonValue() };
  } catch (error) {
    throw new Error(`${error}\n${said.join("\n")}`);
  }
}
