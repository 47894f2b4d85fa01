// What is loaded, and what a person sees while it comes slowly.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertQuiet, openPage, skip } from "./page.mjs";

let page;
before(async () => {
  if (!skip) page = await openPage();
});
after(() => page?.close());

const options = { skip, timeout: 180_000 };

test("on a slow line the page is there before its parts, says that it loads, and ends with a verdict", options, async () => {
  const tab = await page.browser.newPage();
  const network = await tab.context().newCDPSession(tab);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 300, downloadThroughput: 60_000, uploadThroughput: 60_000 });
  const arriving = tab.goto(`${page.origin}/#/configure/examples/orders`, { waitUntil: "commit" });
  await tab.getByText("airbyte-db", { exact: true }).waitFor();
  await tab.getByRole("status").getByText(/Loading|Reading the spec/).waitFor();
  await tab.getByRole("region", { name: "Verdict" }).getByText(/still to fill in/).waitFor({ timeout: 120_000 });
  await tab.getByRole("textbox", { name: "Host" }).fill("orders.example.com");
  await arriving;
  await tab.close();
});

test("who configures a connector loads no store", options, async () => {
  const asked = [];
  page.browser.on("request", (request) => asked.push(request.url()));
  const tab = await page.tab("#/configure/examples/orders");
  await tab.locator(".editor .cm-content").waitFor();
  await tab.getByRole("tab", { name: "Stored" }).click();
  await tab.getByText(/^\d+ secrets?$/).waitFor();
  assert.deepEqual(asked.filter((url) => /store|Explore/i.test(new URL(url).pathname)), []);
  await tab.getByRole("link", { name: "Explore", exact: true }).click();
  await tab.getByRole("button", { name: "Open the sample" }).click();
  await tab.getByRole("heading", { name: "Sample", exact: true }).waitFor();
  assert.ok(asked.some((url) => /store/.test(new URL(url).pathname)), "until a deployment is opened");
  assertQuiet(tab);
  await tab.close();
});
