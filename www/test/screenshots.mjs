// Pictures of each main view, light and dark, wide and narrow, for people to look at: `npm run screenshots`.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { openPage } from "./page.mjs";
import { VIEWS } from "./views.mjs";

const folder = fileURLToPath(new URL("screenshots", import.meta.url));
mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
const page = await openPage();
try {
  for (const [name, { hash, prepare }] of Object.entries(VIEWS)) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    for (const [size, width] of [["wide", 1360], ["narrow", 390]])
      for (const scheme of ["light", "dark"]) {
        const tab = await page.tab(hash, { width, height: 900, scheme });
        await prepare?.(tab);
        await tab.screenshot({ path: `${folder}/${name}-${size}-${scheme}.png`, fullPage: size === "narrow" });
        for (const line of [...tab.heard.said, ...tab.heard.elsewhere]) console.log(`${name} ${size} ${scheme}: ${line}`);
        await tab.close();
      }
  }
} finally {
  await page.close();
}
