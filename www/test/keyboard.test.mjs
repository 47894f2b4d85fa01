// The keyboard alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertQuiet, openPage, skip } from "./page.mjs";
import { registry } from "./registries.mjs";

let page;
before(async () => {
  if (!skip) page = await openPage();
});
after(() => page?.close());

const options = { skip, timeout: 120_000 };
const named = (tab) => tab.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.labels?.[0]?.innerText ?? document.activeElement?.innerText ?? "");

/** Goes on with Tab until the focus is on what has the name; everything on the way can be left, too. */
async function tabTo(tab, name) {
  const met = [];
  for (let steps = 0; steps < 80; steps++) {
    await tab.keyboard.press("Tab");
    const here = await named(tab);
    if (name.test(here)) return;
    met.push(here.split("\n")[0]);
  }
  assert.fail(`the keyboard never got to ${name}; it met ${met.join(", ")}`);
}

test("Enter in the search opens what is called so, and the focus goes along", options, async () => {
  const tab = await page.tab("#/configure");
  await tab.getByLabel("Choose a file").setInputFiles({ name: "registry.json", mimeType: "application/json", buffer: Buffer.from(registry("0.1.0", ["depth"])) });
  await tab.getByPlaceholder("Search 594 connectors").focus();
  // Filler 10, Filler 11 and so on begin with it, too.
  await tab.keyboard.type("filler 1");
  await tab.keyboard.press("Enter");
  await tab.getByRole("heading", { name: "Filler 1", exact: true, level: 1 }).waitFor();
  await tab.waitForFunction(() => document.activeElement?.closest("main"));
  assertQuiet(tab);
  await tab.close();
});

test("from the list of connectors to a valid configuration", options, async () => {
  const tab = await page.tab("#/configure");
  await tabTo(tab, /^Search connectors/);
  await tab.keyboard.type("orders");
  await tabTo(tab, /Orders database/);
  await tab.keyboard.press("Enter");
  await tab.getByRole("heading", { name: "Orders database", level: 1 }).waitFor();
  for (const [field, text] of [
    [/^Host/, "orders.example.com"],
    [/^Database/, "orders"],
    [/^Start date/, "2026-01-01T00:00:00Z"],
  ]) {
    await tabTo(tab, field);
    await tab.keyboard.type(text);
  }
  // A radio group is one stop, and its arrows choose.
  await tabTo(tab, /^Password/);
  await tab.keyboard.press("ArrowDown");
  await tab.getByRole("textbox", { name: "Client ID" }).waitFor();
  await tab.keyboard.press("ArrowUp");
  await tab.getByRole("textbox", { name: "User" }).waitFor();
  await tabTo(tab, /^User/);
  await tab.keyboard.type("reader");
  await tabTo(tab, /^Password/);
  await tab.keyboard.type("correct horse");
  await tab.keyboard.press("Tab");
  await tab.getByRole("region", { name: "Verdict" }).getByText("Valid").waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("one of 591 sources is found and opened", options, async () => {
  const tab = await page.tab("#/configure");
  await tab.getByLabel("Choose a file").setInputFiles({ name: "registry.json", mimeType: "application/json", buffer: Buffer.from(registry("0.1.0", ["depth"])) });
  await tab.getByRole("region", { name: "registry.json" }).getByText("591", { exact: true }).waitFor();
  await tabTo(tab, /^Search connectors/);
  await tab.keyboard.type("pond");
  await tab.getByRole("region", { name: "registry.json" }).getByText("1", { exact: true }).waitFor();
  await tabTo(tab, /Pond/);
  await tab.keyboard.press("Enter");
  await tab.getByRole("heading", { name: "Pond", level: 1 }).waitFor();
  await tabTo(tab, /^Depth/);
  await tab.keyboard.type("3.5");
  await tab.getByRole("region", { name: "Verdict" }).getByText("Valid").waitFor();
  await tab.goBack();
  await tab.getByRole("searchbox", { name: "Search connectors" }).waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("the summary leads to a field, and the editor lets the focus out again", options, async () => {
  const tab = await page.tab("#/configure/examples/orders");
  await tab.getByRole("heading", { name: "Orders database", level: 1 }).waitFor();
  await tabTo(tab, /^Show them/);
  await tab.keyboard.press("Enter");
  await tabTo(tab, /Host is missing/);
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => document.activeElement?.id === `field:${encodeURIComponent("/host")}`);
  await tab.locator(".editor .cm-content").waitFor();
  await tabTo(tab, /^Copy/);
  await tab.locator(".editor .cm-content").focus();
  await tab.keyboard.press("Tab");
  assert.notEqual(await tab.evaluate(() => document.activeElement?.className), "editor");
  assertQuiet(tab);
  await tab.close();
});

test("a date is picked without a pointer, and the picker opens where the field is", options, async () => {
  const tab = await page.tab("#/configure/examples/stations");
  const start = tab.getByRole("textbox", { name: "Start date" });
  await start.fill("2026-01-30");
  await tab.keyboard.press("Tab");
  assert.match(await named(tab), /^Pick Start date/);
  await tab.keyboard.press("Enter");
  // The browser opens it in its own time; until then the key does nothing.
  while ((await start.inputValue()) === "2026-01-30") await tab.keyboard.press("ArrowRight");
  assert.match(await start.inputValue(), /^2026-(01-31|02-\d\d)$/);
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => document.activeElement?.getAttribute("aria-label")?.startsWith("Pick Start date"));
  await tab.keyboard.press("Control+z");
  assert.equal(await start.inputValue(), "2026-01-30");
  assertQuiet(tab);
  await tab.close();
});
