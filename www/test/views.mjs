// The main views, and how to get to them: for screenshots, and for the tests of what holds in each.

export const VIEWS = {
  picker: { hash: "#/configure", prepare: (tab) => tab.getByRole("heading", { name: "Configure a connector" }).waitFor() },
  form: { hash: "#/configure/examples/stations", prepare: (tab) => tab.getByRole("heading", { name: "Weather stations" }).waitFor() },
  mistakes: {
    hash: "#/configure/examples/orders",
    async prepare(tab) {
      await tab.getByLabel("Try a configuration").selectOption("One with mistakes");
      await tab.getByRole("button", { name: "Show them" }).click();
    },
  },
  start: { hash: "#/explore", prepare: (tab) => tab.getByRole("heading", { name: "Explore a deployment" }).waitFor() },
  overview: { hash: "#/explore", prepare: openSample },
  connections: { hash: "#/explore", prepare: (tab) => openSample(tab).then(() => go(tab, "Connections", "Connections")) },
  connection: {
    hash: "#/explore",
    async prepare(tab) {
      await openSample(tab);
      await go(tab, "Connections", "Connections");
      await tab.getByRole("link", { name: "Orders 5 to Warehouse 2" }).click();
      await tab.getByRole("link", { name: /^Job / }).first().waitFor();
    },
  },
  table: {
    hash: "#/explore",
    async prepare(tab) {
      await openSample(tab);
      await go(tab, "Tables", "Tables");
      await tab.getByRole("link", { name: /^jobs/ }).click();
      await tab.getByRole("region", { name: "Rows of jobs" }).waitFor();
    },
  },
  row: {
    hash: "#/explore",
    async prepare(tab) {
      await openSample(tab);
      await go(tab, "Tables", "Tables");
      await tab.getByRole("link", { name: /^actor\s*\d/ }).click();
      await tab.getByRole("link", { name: /^Open / }).first().click();
      await tab.getByRole("heading", { name: "Referred to by" }).waitFor();
    },
  },
  audit: {
    hash: "#/explore",
    async prepare(tab) {
      await openSample(tab);
      await go(tab, "Audit", "Audit");
      await tab.getByRole("button", { name: "Audit it" }).click();
      await tab.getByRole("button", { name: "Baseline" }).waitFor();
    },
  },
  questions: {
    hash: "#/explore",
    async prepare(tab) {
      await openSample(tab);
      await go(tab, "Questions", "Questions");
      await tab.getByRole("button", { name: "CSV" }).waitFor();
    },
  },
  sql: {
    hash: "#/explore",
    async prepare(tab) {
      await openSample(tab);
      await go(tab, "SQL", "SQL");
      await tab.getByRole("button", { name: "Run" }).click();
      await tab.getByRole("button", { name: "CSV" }).waitFor();
    },
  },
};

/** The small sample, with its faults; its overview is drawn. */
export async function openSample(tab, { keep = false } = {}) {
  if (keep) await tab.getByRole("checkbox", { name: /Keep it/ }).check();
  await tab.getByRole("button", { name: "Open the sample" }).click();
  await tab.getByRole("heading", { name: "Sample", exact: true }).waitFor();
  await tab.locator(".uplot canvas").first().waitFor({ state: "attached", timeout: 60_000 });
  await tab.getByRole("heading", { name: "Failures, by reason" }).waitFor();
}

export async function go(tab, title, heading) {
  await tab.getByRole("navigation", { name: "The deployment" }).getByRole("link", { name: title }).click();
  await tab.getByRole("heading", { name: heading, level: 1 }).waitFor();
}
