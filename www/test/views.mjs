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
};
