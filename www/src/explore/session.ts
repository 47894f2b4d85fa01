// The deployment that is open: a store in a worker of its own, and what the views ask it as of.

import { AirbyteError, deleteStore, type ImportSource, openStore, type Progress, type SamplePlan, type Store } from "airbyte-db/store";
import { useSyncExternalStore } from "react";

import { told } from "../parts/words.js";

export interface Deployment {
  store: Store;
  title: string;
  /** The moment that counts as now: when the newest job was last changed, so that an old export is not all stale. */
  asOf: string | undefined;
  /** About how many jobs there are: the number of the newest. */
  jobs: number;
  /** Goes up when rows change, in this tab or another. */
  version: number;
  /** Answers of this version, by what was asked, where they take long. */
  remembered: Map<string, unknown>;
}

export type Session =
  | { is: "closed" }
  | { is: "opening"; title: string; stage: string; progress?: Progress; stop: () => void }
  | { is: "open"; deployment: Deployment; refused: string[] }
  | { is: "failed"; why: string; remedy?: Remedy };

/** What a person may do so that it can be opened all the same. */
export interface Remedy {
  /** `keeping`: in the browser's own files it need not fit into memory. `clearing`: it fits once what is kept is deleted. */
  is: "keeping" | "clearing";
  go: () => Promise<void>;
}

/** What is kept in the browser is one deployment; what it is called is remembered beside it. */
const KEPT = "deployment";
const TITLE = "airbyte-db.deployment";

let session: Session = { is: "closed" };
const listeners = new Set<() => void>();

export const useSession = (): Session => useSyncExternalStore(listen, () => session);

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function show(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** What was kept when the page was last open, by its title. */
export function keptTitle(): string | undefined {
  try {
    return localStorage.getItem(TITLE) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(title: string | undefined): void {
  try {
    if (title === undefined) localStorage.removeItem(TITLE);
    else localStorage.setItem(TITLE, title);
  } catch {
    // Where nothing can be kept, the store says so itself.
  }
}

interface Filling {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

interface Beginning {
  title: string;
  keep: boolean;
  /** How much room it needs, where that is known. */
  bytes?: number;
  fill: (store: Store, filling: Filling) => Promise<string[]>;
  /** The same, but kept. */
  keeping?: () => Promise<void>;
}

/** Opens a store and fills it. What was kept before stays until all of this is there. */
async function begin(beginning: Beginning): Promise<void> {
  const { title, keep, fill } = beginning;
  await close();
  const aborting = new AbortController();
  const { signal } = aborting;
  const opening = { is: "opening" as const, title, stop: () => aborting.abort() };
  show({ ...opening, stage: "Opening" });
  let store: Store | undefined;
  try {
    if (keep) await refuseWithoutRoom(beginning.bytes);
    store = await open(keep, signal);
    const refused = await fill(store, { signal, onProgress: (progress) => show({ ...opening, stage: progress.stage, progress }) });
    if (keep) remember(title);
    await ready(store, title, refused);
  } catch (error) {
    await store?.close();
    const remedy = remedyOf(error, beginning);
    show(signal.aborted ? { is: "closed" } : { is: "failed", why: told(error), ...(remedy ? { remedy } : {}) });
  }
}

/** Says at once what would else be found out after minutes of copying. */
async function refuseWithoutRoom(bytes: number | undefined): Promise<void> {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (bytes === undefined || quota === undefined || bytes <= quota - (usage ?? 0)) return;
  throw new AirbyteError({ code: "store_full", message: "the browser gives this site too little space for it" });
}

function remedyOf(error: unknown, { keep, keeping, ...rest }: Beginning): Remedy | undefined {
  if (!(error instanceof AirbyteError) || error.code !== "store_full") return undefined;
  if (!keep) return keeping && { is: "keeping", go: keeping };
  const clear = async () => {
    await deleteStore(KEPT);
    remember(undefined);
    await begin({ ...rest, keep });
  };
  return keptTitle() === undefined ? undefined : { is: "clearing", go: clear };
}

const open = (persistent: boolean, signal?: AbortSignal): Promise<Store> =>
  openStore({ name: persistent ? KEPT : "passing", persistent, onChange: changed, ...(signal ? { signal } : {}) });

async function ready(store: Store, title: string, refused: string[] = []): Promise<void> {
  const newest = await newestJobs(store);
  // What was changed until now is what is shown.
  clearTimeout(announced);
  show({ is: "open", refused, deployment: { store, title, ...newest, version: 0, remembered: new Map() } });
}

/** When the newest jobs were last changed; the last few, since they do not end in the order of their numbers. */
async function newestJobs(store: Store): Promise<Pick<Deployment, "asOf" | "jobs">> {
  const { rows } = await store.sql("select max(updated_at), max(id) from (select id, updated_at from jobs order by id desc limit 100)");
  const [changed, id] = rows[0] ?? [];
  return { asOf: typeof changed === "string" ? changed : undefined, jobs: Number(id ?? 0) };
}

let announced: ReturnType<typeof setTimeout> | undefined;

function changed(): void {
  // Many changes come one after the other; the views are asked anew once.
  clearTimeout(announced);
  announced = setTimeout(() => {
    if (session.is !== "open") return;
    const { deployment } = session;
    show({ ...session, deployment: { ...deployment, version: deployment.version + 1, remembered: new Map() } });
  }, 250);
}

export function openSample(plan: SamplePlan, title: string, keep: boolean): Promise<void> {
  const fill = async (store: Store, filling: Filling) => {
    await store.sample(plan, { ...filling, replace: true });
    return [];
  };
  return begin({ title, keep, fill, keeping: () => openSample(plan, title, true) });
}

export function openFiles(files: readonly File[], keep: boolean): Promise<void> {
  const [first] = files;
  const title = files.length === 1 && first ? first.name : `${files.length} files`;
  const fill = async (store: Store, filling: Filling) => {
    const sources: ImportSource[] = files.map((file) => ({ name: file.name, content: file }));
    const report = await store.import(sources.length === 1 && sources[0] ? sources[0] : sources, { ...filling, replace: true });
    const more = report.refusedCount - report.refused.length;
    const lines = report.refused.map(({ table, source, line, message }) => `${table ?? source}${line === undefined ? "" : `, line ${line}`}: ${message}`);
    return more > 0 ? [...lines, `and ${more} more`] : lines;
  };
  // Only a SQLite file is copied part by part; all others are read in memory.
  const isCopied = files.length === 1 && /\.(db|sqlite3?)$/i.test(title);
  return begin({ title, keep, fill, ...(isCopied && first ? { bytes: first.size, keeping: () => openFiles(files, true) } : {}) });
}

let resumed = false;

/** Opens by itself what was kept, once: after a reload, or in a second tab. Whoever closes it wants it closed. */
export function resumeOnce(): void {
  if (!resumed) void resume();
  resumed = true;
}

/** Opens what was kept, if anything was. */
export async function resume(): Promise<void> {
  const title = keptTitle();
  if (title === undefined || session.is !== "closed") return;
  const aborting = new AbortController();
  show({ is: "opening", title, stage: "Opening", stop: () => aborting.abort() });
  try {
    await ready(await open(true, aborting.signal), title);
  } catch (error) {
    show(aborting.signal.aborted ? { is: "closed" } : { is: "failed", why: told(error) });
  }
}

export async function close(): Promise<void> {
  if (session.is === "open") await session.deployment.store.close();
  show({ is: "closed" });
}

/** Closes it, and deletes what the browser keeps of it. */
export async function forget(): Promise<void> {
  const kept = session.is === "open" && session.deployment.store.persistent;
  remember(undefined);
  await close();
  if (kept) await deleteStore(KEPT);
}

export const reset = (): void => show({ is: "closed" });
