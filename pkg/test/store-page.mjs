// Loaded by store-browser.test.mjs inside a page: hands the entry to the tests.

import { deleteStore, openStore } from "/dist/store.js";

/** The code of what a promise fails with. */
const code = (promise) => promise.then(() => "no error", (error) => error.code ?? String(error));

Object.assign(window, { openStore, deleteStore, code, ready: true });
