// The deployment that is open: a store in a worker of its own, and what the views ask it as of.

import { deleteStore, type ImportSource, openStore, type Progress, type SamplePlan, type Store } from "airbyte-db/store";
import { useSyncExternalStore } from "react";

import { told } from "../parts/words.js";

export interface Deployment {
  store: Store;
  title: string;
  /** The moment that counts as now: when the newest job was last changed, so that an old export is not all stale. */
  asOf: string | undefined;
  /** Goes up when rows change, in this tab or another. */
  version: number;
  /** Answers of this version, by what was asked, where they take long. */
  remembered: Map<string, unknown>;
}

export type Session =
  | { is: "closed" }
  | { is: "opening"; title: string; stage: string; progress?: Progress; stop: () => void }
  | { is: "open"; deployment: Deployment; refused: string[] }
  | { is: "failed"; why: string };

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

/** Opens an empty store and fills it. */
async function begin(title: string, keep: boolean, fill: (store: Store, filling: Filling) => Promise<string[]>): Promise<void> {
  await close();
  const aborting = new AbortController();
  const { signal } = aborting;
  const opening = { is: "opening" as const, title, stop: () => aborting.abort() };
  show({ ...opening, stage: "Opening" });
  let store: Store | undefined;
  try {
    store = await open(keep, signal);
    await store.clear({ signal });
    const refused = await fill(store, { signal, onProgress: (progress) => show({ ...opening, stage: progress.stage, progress }) });
    remember(keep ? title : undefined);
    await ready(store, title, refused);
  } catch (error) {
    await store?.close();
    show(signal.aborted ? { is: "closed" } : { is: "failed", why: told(error) });
  }
}

const open = (persistent: boolean, signal?: AbortSignal): Promise<Store> =>
  openStore({ name: persistent ? KEPT : "passing", persistent, onChange: changed, ...(signal ? { signal } : {}) });

async function ready(store: Store, title: string, refused: string[] = []): Promise<void> {
  show({ is: "open", refused, deployment: { store, title, asOf: await newest(store), version: 0, remembered: new Map() } });
}

/** When the newest jobs were last changed; the last few, since they do not end in the order of their numbers. */
async function newest(store: Store): Promise<string | undefined> {
  const { rows } = await store.sql("select max(updated_at) from (select updated_at from jobs order by id desc limit 100)");
  const newest = rows[0]?.[0];
  return typeof newest === "string" ? newest : undefined;
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
  return begin(title, keep, async (store, filling) => {
    await store.sample(plan, filling);
    return [];
  });
}

export function openFiles(files: readonly File[], keep: boolean): Promise<void> {
  const [first] = files;
  const title = files.length === 1 && first ? first.name : `${files.length} files`;
  return begin(title, keep, async (store, filling) => {
    const sources: ImportSource[] = files.map((file) => ({ name: file.name, content: file }));
    const report = await store.import(sources.length === 1 && sources[0] ? sources[0] : sources, filling);
    const more = report.refusedCount - report.refused.length;
    const lines = report.refused.map(({ table, source, line, message }) => `${table ?? source}${line === undefined ? "" : `, line ${line}`}: ${message}`);
    return more > 0 ? [...lines, `and ${more} more`] : lines;
  });
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
  show({ is: "opening", title, stage: "Opening", stop: () => undefined });
  try {
    await ready(await open(true), title);
  } catch (error) {
    show({ is: "failed", why: told(error) });
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
