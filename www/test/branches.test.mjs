// Choices, as a person goes back and forth between their branches.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertQuiet, openPage, skip } from "./page.mjs";

let page;
before(async () => {
  if (!skip) page = await openPage();
});
after(() => page?.close());

const options = { skip, timeout: 120_000 };

/** A spec whose second way in has two kinds of its own, in the same object. */
const SPEC = JSON.stringify({
  connectionSpecification: {
    title: "Harbour",
    type: "object",
    required: ["access"],
    properties: {
      access: {
        type: "object",
        title: "Access",
        oneOf: [
          branch("Key", { kind: "key" }, { key: { type: "string", title: "Key", airbyte_secret: true } }),
          {
            ...branch("Account", { kind: "account" }, { region: { type: "string", title: "Region" } }),
            oneOf: [
              branch("Of a person", { holder: "person" }, { name: { type: "string", title: "Name" } }),
              branch("Of a machine", { holder: "machine" }, { serial: { type: "integer", title: "Serial number" } }),
            ],
          },
        ],
      },
    },
  },
});

function branch(title, constants, properties) {
  const marks = Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, { type: "string", const: value }]));
  return { title, type: "object", required: [...Object.keys(marks), ...Object.keys(properties)], properties: { ...marks, ...properties } };
}

async function harbour() {
  const tab = await page.tab("#/configure");
  await tab.getByLabel("Choose a file").setInputFiles({ name: "harbour.json", mimeType: "application/json", buffer: Buffer.from(SPEC) });
  await tab.getByRole("heading", { name: "Harbour", level: 1 }).waitFor();
  return tab;
}

const radio = (tab, name) => tab.getByRole("radio", { name });
const box = (tab, name) => tab.getByRole("textbox", { name });
const verdict = (tab) => tab.getByRole("region", { name: "Verdict" });
const text = (tab) => tab.locator(".editor .cm-content");

test("a choice inside the same object: both are made, and the inner one leaves the outer alone", options, async () => {
  const tab = await harbour();
  await radio(tab, "Account").check();
  await box(tab, "Region").fill("north");
  await radio(tab, "Of a machine").check();
  await box(tab, "Serial number").fill("7");
  await verdict(tab).getByText("Valid").waitFor();
  assert.ok(await radio(tab, "Account").isChecked());
  await radio(tab, "Of a person").check();
  await box(tab, "Name").fill("Ada");
  await text(tab).getByText('"holder": "person"').waitFor();
  assert.equal(await box(tab, "Region").inputValue(), "north");
  await radio(tab, "Key").check();
  await box(tab, /^Key/).fill("k");
  await verdict(tab).getByText("Valid").waitFor();
  assert.equal(await radio(tab, "Of a person").count(), 0);
  assertQuiet(tab);
  await tab.close();
});

test("undo goes back step by step over what was typed and which branches were taken, and redo forth again", options, async () => {
  const tab = await harbour();
  const steps = [await text(tab).innerText()];
  const done = async (work, shown) => {
    await work();
    await text(tab).getByText(shown).waitFor();
    steps.push(await text(tab).innerText());
  };
  await done(() => radio(tab, "Account").check(), '"account"');
  await done(() => box(tab, "Region").fill("north"), '"north"');
  await done(() => radio(tab, "Of a machine").check(), '"machine"');
  await done(() => box(tab, "Serial number").fill("7"), '"serial": 7');
  await done(() => radio(tab, "Key").check(), '"key"');
  const last = steps.length - 1;
  const shows = (step) => tab.waitForFunction((wanted) => document.querySelector(".editor").shadowRoot.querySelector(".cm-content").innerText === wanted, steps[step]);
  for (let step = last - 1; step >= 0; step--) {
    await tab.getByRole("button", { name: "Undo" }).click();
    await shows(step);
  }
  assert.ok(await tab.getByRole("button", { name: "Undo" }).isDisabled());
  for (let step = 1; step <= last; step++) {
    await tab.getByRole("button", { name: "Redo" }).click();
    await shows(step);
  }
  assert.ok(await radio(tab, "Key").isChecked());
  assertQuiet(tab);
  await tab.close();
});
