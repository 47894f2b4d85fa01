// How quick the built page is over a large deployment: `npm run bench -- FILE`, where FILE is what `airbyte-db sample` made.
// For each act: milliseconds until it is shown, and the longest task of the main thread.

import { basename } from "node:path";

import { openPage } from "../test/page.mjs";
import { tracing } from "./tasks.mjs";

const [file] = process.argv.slice(2);
if (!file) throw new Error("say which file: npm run bench -- deployment.db");
const patient = { timeout: 1_800_000, polling: 50 };
const page = await openPage();
const tab = await page.tab("#/explore");
const traced = await tracing(tab);

// Plain selectors: those by role make the page compute names, which would be measured, too.
const there = (selector) => tab.waitForFunction((one) => document.querySelector(one), selector, patient);
const press = (selector, text) =>
  tab.evaluate(([one, words]) => [...document.querySelectorAll(one)].find(({ textContent }) => textContent.trim() === words).click(), [selector, text]);
const view = (hash, selector) => async () => {
  await tab.evaluate((to) => (location.hash = to), hash);
  await there(selector);
};
const rows = (table) => `[aria-label="Rows of ${table}"][aria-busy=false]`;
const settled = async (table) => {
  await tab.waitForTimeout(20);
  await there(rows(table));
};
const sort = (table, column) => async () => {
  await press("button.sort", column);
  await settled(table);
};
const further = (table) => async () => {
  await press("button", "Further");
  await settled(table);
};
const filter = (table, column, how, value) => async () => {
  await tab.selectOption("[aria-label=Column]", column);
  await tab.selectOption("[aria-label=Condition]", how);
  if ((await tab.locator("select[aria-label=Value]").count()) > 0) await tab.selectOption("[aria-label=Value]", value);
  else await tab.fill("[aria-label=Value]", value);
  await press("button", "Filter");
  await settled(table);
};
const open = async () => {
  await tab.locator("input[type=file]").setInputFiles(file);
  await there("[aria-label=Rows]");
  await there(".uplot canvas");
};
const connection = async () => {
  await tab.evaluate(() => document.querySelector("a[href*='/connection/']").click());
  await there("a[href*='/row/jobs/']");
};
const stopped = async () => {
  await tab.fill("textarea", "select count(*) from jobs as a, jobs as b");
  await press("button", "Run");
  await tab.waitForTimeout(1000);
  await press("button", "Stop");
  await tab.fill("textarea", "select 42");
  await press("button", "Run");
  await there(".grid td");
};
const audited = async () => {
  await press("button", "Audit it");
  await tab.waitForTimeout(60_000);
  await press("button", "Stop");
  await there(".empty h2");
};

const ACTS = [
  [`open ${basename(file)} and draw the overview`, open],
  ["connections", view("#/explore/connections", "a[href*='/connection/']")],
  ["a connection", connection],
  ["jobs", view("#/explore/table/jobs", rows("jobs"))],
  ["sorted by updated_at, the first time", sort("jobs", "updated_at")],
  ["the other way round", sort("jobs", "updated_at")],
  ["the next page", further("jobs")],
  ["and of those only the failed ones", filter("jobs", "status", "equal", "failed")],
  ["attempts", view("#/explore/table/attempts", rows("attempts"))],
  ["sorted by ended_at, the first time", sort("attempts", "ended_at")],
  ["the next page", further("attempts")],
  ["a row of jobs", view("#/explore/row/jobs/5", "[aria-label=Columns]")],
  ["SQL", view("#/explore/sql", "textarea")],
  ["a second of a statement without end, its Stop, and another one", stopped],
  ["audit", view("#/explore/audit", ".empty h2")],
  ["a minute of an audit, and its Stop", audited],
];

try {
  await tab.locator("input[type=checkbox]").last().check();
  for (const [name, act] of ACTS) {
    const { milliseconds, wall, processor } = await traced(act);
    console.log(`| ${name} | ${Math.round(milliseconds)} | ${wall} | ${processor} |`);
  }
} finally {
  await page.close();
}
