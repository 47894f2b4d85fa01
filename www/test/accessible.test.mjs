// axe finds nothing in any main view, light or dark, wide or narrow; and the page is as wide as the screen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible } from "./axe.mjs";
import { assertQuiet, openPage, skip } from "./page.mjs";
import { VIEWS } from "./views.mjs";

let page;
before(async () => {
  if (!skip) page = await openPage();
});
after(() => page?.close());

for (const [name, { hash, prepare }] of Object.entries(VIEWS))
  for (const scheme of ["light", "dark"])
    test(`${name}, ${scheme}`, { skip, timeout: 120_000 }, async () => {
      const tab = await page.tab(hash, { scheme });
      await prepare?.(tab);
      await assertAccessible(tab, `${name}, ${scheme}, wide`);
      await tab.setViewportSize({ width: 390, height: 844 });
      await assertAccessible(tab, `${name}, ${scheme}, narrow`);
      const [page_, screen] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(page_ <= screen, `it is ${page_} wide on a screen of ${screen}`);
      assertQuiet(tab);
      await tab.close();
    });
