// axe over a whole tab, at the level that the page promises: WCAG 2.2 AA, and what axe calls good practice.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The tab has nothing that axe would call wrong. */
export async function assertAccessible(tab, what) {
  // By the protocol, not by a script element: the page's policy forbids those, as it should.
  await tab.evaluate(axe);
  const violations = await tab.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.flat().join(" ")} (${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""})`).join("; ")}`);
  });
  assert.deepEqual(violations, [], what);
}
