// Explore, as a person uses it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { newerRegistry } from "./deployments.mjs";
import { assertQuiet, openPage, skip } from "./page.mjs";
import { go, openSample } from "./views.mjs";

let page;
before(async () => {
  if (!skip) page = await openPage();
});
after(() => page?.close());

const options = { skip, timeout: 180_000 };

test("the sample: counts, health, charts that can be read as tables", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await tab.getByRole("list", { name: "Rows" }).getByRole("link", { name: /605 jobs|6\d\d jobs/ }).waitFor();
  await tab.getByRole("button", { name: /As a table.*Syncs by day/ }).click();
  await tab.getByRole("region", { name: "Syncs by day" }).getByRole("columnheader", { name: "succeeded" }).waitFor();
  await tab.getByRole("region", { name: "Health" }).getByText(/connections? fails?/).waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("a foreign key is walked there and back, and a document opens as a tree", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await go(tab, "Connections", "Connections");
  await tab.getByRole("link", { name: "Orders 0 to Lake 0" }).click();
  await tab.getByRole("link", { name: "Its row" }).click();
  const around = tab.getByRole("complementary", { name: "Rows around it" });
  await around.getByRole("link", { name: "Orders 0", exact: true }).click();
  await tab.getByRole("heading", { name: "Orders 0", level: 1 }).waitFor();
  await tab.getByRole("button", { name: /^credentials/ }).waitFor();
  await around.getByRole("link", { name: "Orders 0 to Lake 0" }).click();
  await tab.getByRole("heading", { name: "Orders 0 to Lake 0", level: 1 }).waitFor();
  await around.getByRole("link", { name: /rows? of (jobs|state)/ }).first().click();
  await tab.getByRole("region", { name: /^Rows of / }).waitFor();
  await tab.getByRole("list", { name: "Filters" }).getByRole("button").waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("a job's document is a tree in which things have their names, and references stand for secrets", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await tab.goto(`${page.origin}/#/explore/row/jobs/5`);
  await tab.getByRole("heading", { name: "jobs 5" }).waitFor();
  await tab.getByRole("button", { name: /^sourceConfiguration/ }).click();
  await tab.getByText(/a reference to the secret airbyte_workspace_/).waitFor();
  await tab.getByRole("button", { name: /^configuredAirbyteCatalog/ }).click();
  await tab.getByRole("button", { name: /^streams/ }).click();
  await tab.getByRole("button", { name: /^0 · \w+/ }).first().click();
  await tab.getByText("“updated_at”").first().waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("a connection's page tells its next runs", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await go(tab, "Connections", "Connections");
  await tab.getByRole("link", { name: "Orders 5 to Warehouse 2" }).click();
  const runs = tab.getByRole("region", { name: "Schedule" }).getByRole("listitem");
  await runs.first().waitFor();
  const told = await runs.allInnerTexts();
  assert.equal(told.length, 5);
  assert.deepEqual(told, told.toSorted());
  assertQuiet(tab);
  await tab.close();
});

test("a table is sorted, filtered and paged", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await tab.goto(`${page.origin}/#/explore/table/jobs`);
  const rows = tab.getByRole("region", { name: "Rows of jobs" });
  const first = () => rows.getByRole("row").nth(1).getByRole("cell").nth(1).innerText();
  await rows.waitFor();
  await tab.getByRole("button", { name: "id", exact: true }).click();
  assert.equal(await first(), "1");
  await tab.getByRole("button", { name: "id", exact: true }).click();
  await rows.getByRole("columnheader", { name: "id", exact: true }).and(tab.locator("[aria-sort=descending]")).waitFor();
  await tab.waitForFunction(() => document.querySelector(".grid tbody td:nth-child(2)")?.textContent !== "1");
  await tab.getByRole("button", { name: "Further" }).click();
  await tab.getByText(/^Rows 51 to 100/).waitFor();
  await tab.getByLabel("Column").selectOption("status");
  await tab.getByLabel("Value").selectOption("failed").catch(() => tab.getByLabel("Value").fill("failed"));
  await tab.getByRole("button", { name: "Filter", exact: true }).click();
  await tab.getByRole("button", { name: "Remove the filter on status" }).waitFor();
  await tab.getByText(/^Rows 1 to /).waitFor();
  assert.equal(await rows.getByRole("cell", { name: "succeeded", exact: true }).count(), 0);
  assert.ok((await rows.getByRole("cell", { name: "failed", exact: true }).count()) > 0);
  await rows.getByRole("link", { name: /^Open / }).first().click();
  await tab.getByRole("heading", { name: /^jobs \d+$/ }).waitFor();
  await tab.goBack();
  // Who comes back finds it as it was.
  await tab.getByRole("button", { name: "Remove the filter on status" }).waitFor();
  await rows.getByRole("columnheader", { name: "id", exact: true }).and(tab.locator("[aria-sort=descending]")).waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("the audit leads to a row and its member, and can be saved", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await go(tab, "Audit", "Audit");
  await tab.getByRole("button", { name: "Audit it" }).click();
  const group = tab.getByRole("region", { name: "clear_text in actor" });
  await group.getByRole("link").first().click();
  await tab.locator(".sought").waitFor();
  assert.match(await tab.locator(".sought").innerText(), /•••/, "a secret in the clear is not shown");
  assert.match(tab.url(), /at=%2Fconfiguration%2F/);
  await tab.goBack();
  const saved = tab.waitForEvent("download");
  await tab.getByRole("button", { name: "Page" }).click();
  const report = await readFile(await (await saved).path(), "utf8");
  assert.match(report, /clear_text/);
  assertQuiet(tab);
  await tab.close();
});

test("an audit against newer specs says what they break, by connector and version", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await go(tab, "Audit", "Audit");
  const registry = { name: "newer.json", mimeType: "application/json", buffer: Buffer.from(await newerRegistry()) };
  await tab.getByLabel("A registry to audit against").setInputFiles(registry);
  const group = tab.getByRole("region", { name: /in actor$/ }).filter({ hasText: "Tenant is missing" });
  await group.getByText(/99\.0\.0/).first().waitFor();
  await group.getByRole("link").first().click();
  await tab.getByRole("region", { name: "Columns" }).waitFor();
  await tab.goBack();
  await tab.getByLabel("A registry to audit against").setInputFiles({ ...registry, buffer: Buffer.from("{}") });
  await tab.getByRole("alert").waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("questions and SQL answer; what would write is refused", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await go(tab, "Questions", "Questions");
  await tab.getByRole("link", { name: "failing" }).click();
  await tab.getByRole("columnheader", { name: "failed in a row" }).waitFor();
  await go(tab, "SQL", "SQL");
  await tab.getByRole("textbox", { name: "Statement" }).fill("select count(*) as jobs from jobs");
  await tab.keyboard.press("Control+Enter");
  await tab.getByRole("columnheader", { name: "jobs" }).waitFor();
  await tab.getByRole("textbox", { name: "Statement" }).fill("delete from jobs");
  await tab.getByRole("button", { name: "Run" }).click();
  await tab.getByRole("alert").waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("an export is a file that is taken in again", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  const saved = tab.waitForEvent("download");
  await tab.getByRole("button", { name: "SQLite file" }).click();
  const buffer = await readFile(await (await saved).path());
  await tab.getByRole("button", { name: "Close" }).click();
  await tab.getByRole("button", { name: "Close it" }).click();
  await tab.locator("input[type=file]").setInputFiles({ name: "deployment.db", mimeType: "application/octet-stream", buffer });
  await tab.getByRole("heading", { name: "deployment.db" }).waitFor();
  await tab.getByRole("list", { name: "Rows" }).getByRole("link", { name: /6\d\d jobs/ }).waitFor();
  await tab.getByRole("button", { name: "Close" }).click();
  await tab.getByRole("button", { name: "Close it" }).click();
  await tab.locator("input[type=file]").setInputFiles({ name: "broken.db", mimeType: "application/octet-stream", buffer: buffer.subarray(0, 5000) });
  await tab.getByRole("alert").waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("what is kept is there after a reload and in a second tab, until it is deleted", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab, { keep: true });
  await tab.reload();
  await tab.getByRole("heading", { name: "Sample" }).waitFor();
  const second = await page.tab("#/explore/table/workspace");
  await second.getByRole("region", { name: "Rows of workspace" }).waitFor();
  await second.close();
  await tab.getByRole("button", { name: "Close" }).click();
  await tab.getByRole("button", { name: "Delete it here" }).click();
  await tab.getByRole("heading", { name: "Explore a deployment" }).waitFor();
  await tab.reload();
  await tab.getByRole("button", { name: "Open the sample" }).waitFor();
  assert.equal(await tab.getByRole("button", { name: "Open it" }).count(), 0);
  assertQuiet(tab);
  await tab.close();
});
