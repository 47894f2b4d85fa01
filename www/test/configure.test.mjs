// Configure, as a person uses it.

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
const editor = (tab) => tab.locator(".editor .cm-content");
/** What the editor draws, which is up to date with the next picture. */
async function editorText(tab) {
  await tab.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  return editor(tab).innerText();
}
const verdict = (tab) => tab.getByRole("region", { name: "Verdict" });
/** The whole page as markup, what stands in shadow roots included. */
const markup = (tab) =>
  tab.evaluate(() => {
    const shadows = [...document.querySelectorAll("*")].flatMap((element) => (element.shadowRoot ? [element.shadowRoot.innerHTML] : []));
    return document.documentElement.outerHTML + shadows.join("");
  });

test("a database: bad input is told at its field once it was left, and good input is valid", options, async () => {
  const tab = await page.tab("#/configure/examples/orders");
  const port = tab.getByRole("textbox", { name: "Port" });
  await port.fill("99999");
  assert.equal(await tab.getByText("Port must be at most 65535").count(), 0, "not while typing");
  await port.blur();
  await tab.locator(".field-findings").getByText(/Port must/).waitFor();
  assert.equal(await port.getAttribute("aria-invalid"), "true");
  await port.fill("5433");
  await port.blur();
  assert.equal(await port.getAttribute("aria-invalid"), "false");
  await tab.getByRole("textbox", { name: "Host" }).fill("orders.example.com");
  await tab.getByRole("textbox", { name: "Database" }).fill("orders");
  await tab.getByRole("textbox", { name: "Start date" }).fill("2026-01-01T00:00:00Z");
  await tab.getByRole("textbox", { name: "User" }).fill("reader");
  await tab.getByRole("textbox", { name: /^Password/ }).fill("correct horse");
  await verdict(tab).getByText("Valid").waitFor();
  assert.match(await editorText(tab), /"port": 5433/);
  assertQuiet(tab);
  await tab.close();
});

test("an API: cards to choose from, a list of objects, an optional group", options, async () => {
  const tab = await page.tab("#/configure/examples/stations");
  await tab.getByRole("radio", { name: /^Nothing/ }).check();
  await tab.getByRole("textbox", { name: "Start date" }).fill("yesterday");
  await tab.getByRole("button", { name: "Add Station" }).click();
  await tab.getByRole("textbox", { name: "Code" }).fill("zürich");
  await tab.getByRole("textbox", { name: "Code" }).blur();
  await tab.locator(".field-findings").getByText(/Code must/).waitFor();
  await tab.getByRole("textbox", { name: "Code" }).fill("LSZH");
  await tab.getByRole("textbox", { name: "Start date" }).fill("2026-01-01");
  await verdict(tab).getByText("Valid").waitFor();
  await tab.getByRole("button", { name: "Add Proxy" }).click();
  await verdict(tab).getByText("1 problem").or(verdict(tab).getByText("1 thing still to fill in")).waitFor();
  assert.match(await editorText(tab), /"port": 3128/, "the group begins with its defaults");
  await tab.getByRole("button", { name: "Remove Proxy" }).click();
  await verdict(tab).getByText("Valid").waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("a destination whose spec is YAML: choices inside choices, and mistakes that the summary leads to", options, async () => {
  const tab = await page.tab("#/configure/examples/lake");
  await tab.getByLabel("Try a configuration").selectOption("A configuration to mend");
  await tab.getByRole("radio", { name: "Zstandard" }).waitFor();
  await tab.getByRole("button", { name: /optional field.*Level/ }).click();
  await tab.getByRole("textbox", { name: "Level" }).fill("99");
  await tab.getByRole("button", { name: "Show them" }).click();
  await tab.getByRole("button", { name: /Level must/ }).click();
  await tab.waitForFunction(() => document.activeElement?.id === `field:${encodeURIComponent("/format/compression/level")}`);
  await tab.getByRole("textbox", { name: "Level" }).fill("9");
  await verdict(tab).getByText("Valid").waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("a new branch keeps what can be kept, and undo brings the old one back", options, async () => {
  const tab = await page.tab("#/configure/examples/orders");
  await tab.getByLabel("Try a configuration").selectOption("A good configuration");
  await verdict(tab).getByText("Valid").waitFor();
  const before = await editorText(tab);
  assert.match(before, /"password": "••••••••"/);
  await tab.getByRole("radio", { name: "Signed token" }).check();
  await tab.getByRole("textbox", { name: "Client ID" }).waitFor();
  assert.match(await editorText(tab), /"method": "signed_token"/);
  assert.match(await editorText(tab), /orders\.example\.com/, "all else stays");
  await tab.keyboard.press("Control+z");
  await tab.getByRole("textbox", { name: "User" }).waitFor();
  assert.equal(await editorText(tab), before);
  await tab.getByRole("button", { name: "Redo" }).click();
  await tab.getByRole("textbox", { name: "Client ID" }).waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("the text and the form are in step both ways, also where the text is no JSON for a while", options, async () => {
  const tab = await page.tab("#/configure/examples/orders");
  await editor(tab).click();
  await tab.keyboard.press("Control+a");
  await tab.keyboard.insertText('{"host": "a.example.com", "port": 1.0');
  await verdict(tab).getByText("Not JSON").waitFor();
  assert.equal(await tab.getByRole("textbox", { name: "Port" }).inputValue(), "5432", "the last that could be read");
  assert.ok(await tab.getByRole("textbox", { name: "Port" }).isDisabled(), "and nothing to change");
  await tab.keyboard.insertText("}");
  assert.equal(await tab.getByRole("textbox", { name: "Host" }).inputValue(), "a.example.com");
  await tab.getByRole("textbox", { name: "Host" }).fill("b.example.com");
  assert.match(await editorText(tab), /b\.example\.com/);
  assert.match(await editorText(tab), /1\.0/, "numbers stay as they are written");
  await tab.locator(".cm-lint-marker-error").first().waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("a secret is nowhere but in its input: not in markup, address, storage; masks and references stand for it", options, async () => {
  const secret = "hunter2-und-mehr";
  const tab = await page.tab("#/configure/examples/orders");
  await tab.getByLabel("Try a configuration").selectOption("A good configuration");
  await tab.getByRole("textbox", { name: /^Password/ }).fill(secret);
  assert.ok(!(await markup(tab)).includes(secret), "typed into the form");
  await tab.getByRole("tab", { name: "Masked" }).click();
  await tab.getByText('"password": "**********"').waitFor();
  await tab.getByRole("tab", { name: "Stored" }).click();
  await tab.getByText(/airbyte_workspace_.*_secret_.*_v1/).first().waitFor();
  assert.ok(!(await markup(tab)).includes(secret), "masked and stored");
  const kept = await tab.evaluate(() => JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.ok(!kept.includes(secret));
  await tab.getByRole("tab", { name: "JSON" }).click();
  await tab.getByRole("button", { name: "Show secrets" }).click();
  assert.match(await editorText(tab), new RegExp(secret), "until a person asks for it");
  await tab.getByRole("button", { name: "Hide secrets" }).click();
  assert.ok(!(await markup(tab)).includes(secret));
  // Written into the editor it is hidden as soon as the text can be read.
  const written = "typed-into-the-text";
  await editor(tab).click();
  await tab.keyboard.press("Control+a");
  await tab.keyboard.insertText(`{"credentials": {"method": "password", "password": "${written}"}}`);
  await tab.getByRole("img", { name: "hidden secret" }).waitFor();
  assert.ok(!(await markup(tab)).includes(written), "typed into the editor");
  await tab.keyboard.press("Control+a");
  await tab.keyboard.press("Backspace");
  assertQuiet(tab);
  await tab.close();
});

test("the hash is that of the package", options, async () => {
  const { configHash } = await import("airbyte-db");
  const tab = await page.tab("#/configure/examples/lake");
  await editor(tab).click();
  await tab.keyboard.press("Control+a");
  await tab.keyboard.insertText('{"b": 1, "a": 2}');
  await tab.getByRole("tab", { name: "Hash" }).click();
  await tab.getByText(await configHash({ b: 1, a: 2 }, "md5"), { exact: true }).waitFor();
  await tab.close();
});

const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });

test("a registry is dropped, searched, kept, and compared with a newer one", options, async () => {
  const tab = await page.tab("#/configure");
  await tab.locator(".drop").waitFor();
  await tab.evaluate((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "older.json"));
    document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, registry("0.1.0", []));
  await tab.getByRole("searchbox", { name: "Search connectors" }).fill("pond");
  const link = tab.getByRole("link", { name: /^Pond/ });
  await link.waitFor();
  assert.equal(await tab.locator(".connector").count(), 1);
  await tab.getByRole("checkbox", { name: /Keep registries/ }).check();
  await tab.getByLabel("Choose a file").setInputFiles(file("newer.json", registry("0.2.0", ["depth"])));
  await tab.getByRole("region", { name: "newer.json" }).waitFor();
  await tab.getByRole("region", { name: "older.json" }).getByRole("link").click();
  await verdict(tab).getByText("Valid").waitFor();
  await tab.getByRole("tab", { name: "Compare" }).click();
  await tab.getByRole("button", { name: "0.2.0 of newer.json" }).click();
  await tab.getByText("1 new finding").waitFor();
  await tab.getByText("Depth is missing.").waitFor();
  assertQuiet(tab);
  await tab.goto(`${page.origin}/#/configure/registry/newer.json/example%2Fsource-pond%3A0.2.0`);
  await tab.reload();
  await tab.getByRole("heading", { name: "Pond" }).waitFor();
  await tab.goto(`${page.origin}/#/configure/registry/older.json/example%2Fsource-pond%3A0.1.0`);
  await tab.getByText("This connector is not at hand").waitFor();
  await tab.close();
});

test("an address that a person entered is asked once, and no other", options, async () => {
  const address = "https://registry.example.com/connectors.json";
  const asked = [];
  await page.browser.route(/^https:/, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ body: registry("0.3.0", []), contentType: "application/json", headers: { "access-control-allow-origin": "*" } });
  });
  const tab = await page.tab("#/configure");
  await tab.getByRole("button", { name: "From an address" }).click();
  await tab.getByLabel("Address").fill(address);
  await tab.getByText("This browser will ask registry.example.com for it").waitFor();
  assert.deepEqual(asked, [], "not before it is said");
  await tab.getByRole("button", { name: "Fetch" }).click();
  await tab.getByRole("searchbox", { name: "Search connectors" }).fill("pond");
  await tab.getByRole("region", { name: "registry.example.com" }).getByRole("link", { name: /^Pond/ }).waitFor();
  assert.deepEqual(asked, [address]);
  assert.equal(tab.heard.said.join("\n"), "");
  await page.browser.unroute(/^https:/);
  await tab.close();
});

test("what cannot be opened says why", options, async () => {
  const tab = await page.tab("#/configure");
  await tab.getByLabel("Choose a file").setInputFiles(file("broken.json", '{"connectionSpecification": '));
  await tab.getByRole("alert").getByText(/line 1|ends/i).waitFor();
  await tab.getByRole("button", { name: "From an address" }).click();
  await tab.getByLabel("Address").fill("http://registry.example.com/");
  assert.ok(await tab.getByRole("button", { name: "Fetch" }).isDisabled(), "only encrypted addresses");
  await tab.keyboard.press("Escape");
  assertQuiet(tab);
  await tab.close();
});

test("what has no field is shown in the text", options, async () => {
  const tab = await page.tab("#/configure/examples/orders");
  await editor(tab).click();
  await tab.keyboard.press("Control+a");
  await tab.keyboard.insertText('{\n  "host": "a",\n  "hots": "b"\n}');
  await tab.getByRole("button", { name: "Show them" }).click();
  await verdict(tab).getByRole("button", { name: /\/hots/ }).click();
  await tab.waitForFunction(() => document.activeElement?.className === "editor");
  await tab.getByRole("textbox", { name: "Host" }).click();
  await verdict(tab).getByRole("button", { name: "Line 3" }).click();
  await tab.waitForFunction(() => document.activeElement?.className === "editor");
  assertQuiet(tab);
  await tab.close();
});

test("a link leads to a field, and all of it works with the keyboard alone", options, async () => {
  const tab = await page.tab("#/configure/examples/orders?at=%2Fdatabase");
  await tab.waitForFunction(() => document.activeElement?.id === `field:${encodeURIComponent("/database")}`);
  await tab.keyboard.type("orders");
  await tab.keyboard.press("Tab");
  await tab.keyboard.type("2026-01-01T00:00:00Z");
  assert.equal(await tab.getByRole("textbox", { name: "Start date" }).inputValue(), "2026-01-01T00:00:00Z");
  await tab.keyboard.press("Control+z");
  assert.equal(await tab.getByRole("textbox", { name: "Start date" }).inputValue(), "");
  await tab.close();
});
