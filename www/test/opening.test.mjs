// Files of every kind, opened in Explore.

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";

import { exported, unpacked } from "./deployments.mjs";
import { assertQuiet, openPage, skip } from "./page.mjs";

let page;
before(async () => {
  if (!skip) page = await openPage();
});
after(() => page?.close());

const options = { skip, timeout: 180_000 };
const jobs = (tab) => tab.getByRole("list", { name: "Rows" }).getByRole("link", { name: "60 jobs" });

test("an archive of JSON Lines", options, async () => {
  const tab = await page.tab("#/explore");
  await tab.locator("input[type=file]").setInputFiles({ name: "export.tar.gz", mimeType: "application/gzip", buffer: await exported() });
  await tab.getByRole("heading", { name: "export.tar.gz" }).waitFor();
  await jobs(tab).waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("a folder of JSON Lines, dropped", options, async () => {
  const folder = unpacked(await exported());
  const tab = await page.tab("#/explore");
  await drop(tab, ".drop", [folder]);
  await jobs(tab).waitFor();
  await tab.getByRole("heading", { name: /^\d+ files$/ }).waitFor();
  assertQuiet(tab);
  await tab.close();
  rmSync(dirname(folder), { recursive: true });
});

test("a line that is no row is told, and the others are there", options, async () => {
  const tab = await page.tab("#/explore");
  const lines = '{"workspace_id": "not an id"}\n{"broken"\n';
  await tab.locator("input[type=file]").setInputFiles({ name: "workspace.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(lines) });
  await tab.getByRole("heading", { name: "workspace.jsonl" }).waitFor();
  await tab.getByText(/2 rows could not be taken in/).waitFor();
  assertQuiet(tab);
  await tab.close();
});

test("a file that is larger than memory is told so, and may be kept in the browser's own files instead", options, async () => {
  const folder = mkdtempSync(join(tmpdir(), "airbyte-db-large-"));
  const path = join(folder, "large.db");
  writeFileSync(path, "SQLite format 3\0");
  // Nothing but its length: it takes no room on the disk.
  truncateSync(path, 6 * 1024 ** 3);
  const tab = await page.tab("#/explore");
  await tab.locator("input[type=file]").setInputFiles(path);
  const told = tab.getByRole("alert");
  await told.getByText(/larger than the memory that the page may have/).waitFor();
  await told.getByRole("button", { name: "Open it and keep it in this browser" }).waitFor();
  await tab.getByRole("button", { name: "Open the sample" }).waitFor();
  assertQuiet(tab);
  await tab.close();
  rmSync(folder, { recursive: true });
});

/** Drops files and folders as a person does: only the browser itself can make a folder be dropped. */
async function drop(tab, selector, files) {
  const { x, y, width, height } = await tab.locator(selector).boundingBox();
  const session = await tab.context().newCDPSession(tab);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height / 2, data });
}
