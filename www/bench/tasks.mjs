// The tasks of a page's main thread while something is done in it: the longest, by the clock and by the processor. On a machine
// that does other things the two differ.

const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"];

/** What traces a tab. */
export async function tracing(tab) {
  const session = await tab.context().newCDPSession(tab);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  return async (act) => {
    events.length = 0;
    await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: CATEGORIES } });
    const began = performance.now();
    await act();
    const milliseconds = performance.now() - began;
    // What is drawn of it belongs to it.
    await tab.waitForTimeout(500);
    const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
    await session.send("Tracing.end");
    await complete;
    return { milliseconds, ...longest(events) };
  };
}

function longest(events) {
  const mains = new Set(events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(threadOf));
  const tasks = events.filter((event) => event.name.endsWith("RunTask") && event.dur !== undefined && mains.has(threadOf(event)));
  const most = (of) => Math.round(Math.max(0, ...tasks.map((task) => of(task) ?? 0)) / 1000);
  return { wall: most(({ dur }) => dur), processor: most(({ tdur }) => tdur) };
}

const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
