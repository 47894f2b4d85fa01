// Tables that are large, and what is stopped.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { stored } from "./deployments.mjs";
import { assertQuiet, openPage, skip } from "./page.mjs";
import { go, openSample } from "./views.mjs";

let page;
before(async () => {
  if (!skip) page = await openPage();
});
after(() => page?.close());

const options = { skip, timeout: 180_000 };
const rowsOf = (tab, table) => tab.getByRole("region", { name: `Rows of ${table}` }).and(tab.locator("[aria-busy=false]"));

async function filter(tab, column, how, value) {
  await tab.getByLabel("Column").selectOption(column);
  await tab.getByLabel("Condition").selectOption(how);
  await tab.getByLabel("Value").fill(value);
  await tab.getByRole("button", { name: "Filter", exact: true }).click();
}

test("a large table is sorted and searched by columns without an index", options, async () => {
  const tab = await page.tab("#/explore");
  const folder = mkdtempSync(join(tmpdir(), "airbyte-db-large-"));
  const path = join(folder, "large.db");
  writeFileSync(path, await stored({ connections: 6, jobs: 11_000 }));
  await tab.locator("input[type=file]").setInputFiles(path);
  await tab.getByRole("heading", { name: "large.db", exact: true }).waitFor();
  await tab.goto(`${page.origin}/#/explore/table/stream_stats`);
  await rowsOf(tab, "stream_stats").waitFor();
  const sort = tab.getByRole("button", { name: "records_emitted", exact: true });
  await sort.focus();
  await tab.keyboard.press("Enter");
  await tab.locator("th[aria-sort=ascending]").waitFor();
  await rowsOf(tab, "stream_stats").waitFor();
  await tab.keyboard.press("Enter");
  await tab.locator("th[aria-sort=descending]").waitFor();
  await rowsOf(tab, "stream_stats").waitFor();
  assert.ok(await sort.evaluate((button) => button === document.activeElement), "the focus stays");
  await tab.getByText(/^Rows 1 to 50 of 10,000 or more$/).waitFor();
  await filter(tab, "stream_name", "contains", "no such stream");
  await tab.getByText("No row fits the filters.").waitFor();
  await tab.getByRole("button", { name: "Remove the filter on stream_name" }).click();
  await filter(tab, "stream_name", "contains", "ORDERS");
  await tab.getByText("Rows 1 to 50, and maybe more").waitFor();
  assertQuiet(tab);
  await tab.close();
  rmSync(folder, { recursive: true });
});

test("a statement that takes long is stopped, and nothing is said in the console", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab);
  await go(tab, "SQL", "SQL");
  const statement = tab.getByRole("textbox", { name: "Statement" });
  await statement.fill("with recursive n (x) as (values (1) union all select x + 1 from n) select count(*) from n");
  await tab.getByRole("button", { name: "Run" }).click();
  await tab.getByRole("button", { name: "Stop" }).click();
  await statement.fill("select 42 as answer");
  await tab.getByRole("button", { name: "Run" }).click();
  await tab.getByRole("cell", { name: "42" }).waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("what is kept stays until something new is there as a whole", options, async () => {
  const tab = await page.tab("#/explore");
  await openSample(tab, { keep: true });
  await close(tab);
  await tab.getByRole("checkbox", { name: /Keep it/ }).check();
  await tab.getByText(/It takes the place of “Sample”/).waitFor();
  await tab.getByLabel("Size").selectOption({ index: 1 });
  await tab.getByRole("button", { name: "Open the sample" }).click();
  await tab.getByText(/Making jobs · /).waitFor();
  await tab.getByRole("button", { name: "Stop" }).click();
  await tab.getByRole("button", { name: "Open it" }).click();
  await tab.getByRole("list", { name: "Rows" }).getByRole("link", { name: /6\d\d jobs/ }).waitFor();
  await tab.getByRole("button", { name: "Close" }).click();
  await tab.getByRole("button", { name: "Delete it here" }).click();
  assertQuiet(tab);
  await tab.close();
});

async function openKept(tab, name, buffer) {
  await tab.getByRole("checkbox", { name: /Keep it/ }).check();
  await tab.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
}

async function close(tab) {
  await tab.getByRole("button", { name: "Close" }).click();
  await tab.getByRole("button", { name: "Close it" }).click();
}

test("where what is kept and what is new do not both fit, the person is asked", options, async () => {
  const tab = await page.tab("#/explore");
  await openKept(tab, "one.db", await stored({ connections: 6, jobs: 3000 }));
  await tab.getByRole("heading", { name: "one.db", exact: true }).waitFor();
  await close(tab);
  const buffer = await stored({ connections: 6, jobs: 1000 });
  const session = await tab.context().newCDPSession(tab);
  // A file that is written to reserves up to twice its size.
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin: page.origin });
  await session.send("Storage.overrideQuotaForOrigin", { origin: page.origin, quotaSize: usage + Math.floor(0.9 * buffer.length) });
  await openKept(tab, "other.db", buffer);
  await tab.getByText("“one.db” is still kept, as it was. Both do not fit.").waitFor();
  await tab.getByRole("button", { name: "Delete “one.db” and open this instead" }).click();
  await tab.getByRole("heading", { name: "other.db", exact: true }).waitFor();
  await tab.reload();
  await tab.getByRole("heading", { name: "other.db", exact: true }).waitFor();
  await tab.getByRole("button", { name: "Close" }).click();
  await tab.getByRole("button", { name: "Delete it here" }).click();
  await session.send("Storage.overrideQuotaForOrigin", { origin: page.origin });
  assertQuiet(tab);
  await tab.close();
});
