// Loaded by browser.test.mjs inside a page: runs the small cases there and leaves the outcome behind.

import { cases, complaints } from "./cases.mjs";

const entry = new URL(import.meta.url).searchParams.get("entry");
try {
  const { ConnectorSpec } = await import(`/dist/${entry}.js`);
  window.outcome = { cases: cases.length, wrong: await complaints(ConnectorSpec) };
} catch (error) {
  window.outcome = { cases: cases.length, wrong: [`the module did not load: ${error}`] };
}
