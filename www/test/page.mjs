// The built page, served under its policy as a header, in a real Chromium; what it says and asks for is recorded.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { start } from "../../pkg/test/chromium.mjs";
import { headerPolicy } from "../policy.js";

export { skip } from "../../pkg/test/chromium.mjs";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** Starts a browser and the page's server. */
export async function openPage() {
  const { browser, serve, close } = await start();
  const origin = await serve(dist, { policy: headerPolicy });
  return {
    browser,
    origin,
    close,
    /** A tab at an address of the page. */
    async tab(hash = "", { width = 1360, height = 900, scheme = "light" } = {}) {
      const tab = await browser.newPage();
      await tab.setViewportSize({ width, height });
      await tab.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      const heard = listen(tab, origin);
      await tab.goto(`${origin}/${hash}`);
      // Before the script there is a main already.
      await tab.getByRole("navigation", { name: "Views" }).waitFor();
      return Object.assign(tab, { heard });
    },
  };
}

/** What a page must never do: say something in the console, break, or ask another origin for anything. */
function listen(tab, origin) {
  const heard = { said: [], elsewhere: [], hashes: [] };
  tab.on("console", (message) => heard.said.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => heard.said.push(String(error)));
  tab.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !/^(blob|data):/.test(request.url())) heard.elsewhere.push(request.url());
  });
  return heard;
}

export function assertQuiet(tab) {
  assert.equal(tab.heard.said.join("\n"), "", "the console is empty");
  assert.deepEqual(tab.heard.elsewhere, [], "nothing is asked of another origin");
}
