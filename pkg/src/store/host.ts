// A worker of a store. Of all tabs that have the same store open, the worker of one holds the database; the others
// work through it.
//
//   holder: has the lock of the store's name; runs what it is asked by its own page and by the guests
//   guest:  waits for that lock, and meanwhile hands over what its page asks; when the holder is gone, it is next
//
// Locks end with their worker, however it ends: nobody has to say goodbye.

import { AirbyteError } from "../error.js";
import { type Call, type Part, type Port, READS, type Reply, type Told, type ToWorker } from "./messages.js";
import { load, type Module } from "./module.js";
import { folderOf, scopeOf } from "./names.js";
import { Runner, told } from "./runner.js";

/** Grows when holders and guests no longer understand each other. */
const VERSION = 1;

/** What a guest says to the holder, and the holder to one guest or to all. */
type Said = { from: string; to: string } & (
  | { kind: "hello" }
  | { kind: "call"; call: Call }
  | { kind: "cancel"; id: number }
  | { kind: "ready"; version: number }
  | { kind: "reply"; reply: Reply }
  | { kind: "changed" }
);
const [HOLDER, ALL] = ["holder", "all"];

interface Pending {
  call: Call;
  /** The holder that was asked, where one was. */
  asked?: string;
}

/** Serves a client at the other end of a port. */
export function serve(port: Port): void {
  const host = new Host(port);
  port.onMessage((message) => host.hear(message));
  port.post({ kind: "started" });
}

class Host {
  readonly #port: Port;
  readonly #id = crypto.randomUUID();
  #name = "";
  /** Who waits for parts of the module. */
  readonly #parts = new Map<Part, { given: (packed: string) => void; refused: (error: unknown) => void }>();
  #runner: Runner | undefined;
  #channel: BroadcastChannel | undefined;
  /** The holder that this guest works through. */
  #holder: string | undefined;
  #isOpen = false;
  readonly #pending = new Map<number, Pending>();
  readonly #watched = new Set<string>();
  readonly #leaving = new AbortController();
  #release: (() => void) | undefined;
  /** Settles when this worker neither has the database nor waits for it. */
  #held: Promise<void> | undefined;
  /** Why nothing goes any more. */
  #broken: Told | undefined;

  constructor(port: Port) {
    this.#port = port;
  }

  hear(message: ToWorker): void {
    switch (message.kind) {
      case "open":
        this.#name = message.name;
        void (message.persistent ? this.#join() : this.#openInMemory()).catch((error: unknown) => this.#fail(error));
        break;
      case "module":
        this.#parts.get(message.part)?.given(message.packed);
        break;
      case "noModule":
        this.#parts.get(message.part)?.refused(message.why);
        break;
      case "call":
        this.#call({ id: message.id, method: message.method, args: message.args, wanted: message.wanted });
        break;
      case "cancel":
        this.#cancel(message.id);
        break;
      case "close":
        void this.#close();
    }
  }

  async #openInMemory(): Promise<void> {
    const module = await this.#load();
    module.core.number("store_open", [0], []);
    this.#begin(new Runner(module, () => this.#port.post({ kind: "changed" })));
  }

  async #load(): Promise<Module> {
    this.#port.post({ kind: "stage", stage: "loading" });
    return load((part) => this.#give(part));
  }

  /** Asks the page for a part of the module. */
  #give(part: Part): Promise<string> {
    return new Promise((given, refused) => {
      this.#parts.set(part, { given, refused });
      this.#port.post({ kind: "needModule", part });
    });
  }

  /** Comes in as a guest, and waits to be the holder. */
  async #join(): Promise<void> {
    await refuseWithoutFiles();
    const scope = scopeOf(this.#name);
    this.#channel = new BroadcastChannel(scope);
    this.#channel.onmessage = ({ data }: MessageEvent<Said>) => this.#heard(data);
    await alive(`${scope}/${this.#id}`);
    this.#port.post({ kind: "stage", stage: "waiting" });
    this.#say(HOLDER, { kind: "hello" });
    this.#held = navigator.locks
      .request(scope, { signal: this.#leaving.signal }, () => this.#hold())
      .catch((error: unknown) => {
        if (!this.#leaving.signal.aborted) this.#fail(error);
      });
  }

  /** Has the database, until the page or the worker goes. */
  async #hold(): Promise<void> {
    const module = await this.#load();
    const { core, hold } = module;
    this.#port.post({ kind: "stage", stage: "opening" });
    await hold(folderOf(this.#name));
    core.number("store_open", [1], []);
    if (this.#leaving.signal.aborted) return core.run("store_close");
    this.#holder = undefined;
    const runner = new Runner(module, () => {
      this.#port.post({ kind: "changed" });
      this.#say(ALL, { kind: "changed" });
    });
    const released = new Promise<void>((release) => (this.#release = release));
    this.#begin(runner);
    this.#say(ALL, { kind: "ready", version: VERSION });
    await released;
  }

  #begin(runner: Runner): void {
    this.#runner = runner;
    this.#opened("holder");
    this.#settle();
  }

  #opened(role: "holder" | "guest"): void {
    this.#isOpen = true;
    this.#port.post({ kind: "opened", role });
  }

  /** Asks whoever has the database now for what is not answered yet. */
  #settle(): void {
    for (const [id, { call, asked }] of [...this.#pending]) {
      if (asked !== undefined && asked === this.#holder) continue;
      this.#pending.delete(id);
      if (asked === undefined || READS.has(call.method)) this.#call(call);
      else this.#port.post({ kind: "error", id, error: INTERRUPTED });
    }
  }

  #call(call: Call): void {
    if (this.#broken) return this.#port.post({ kind: "error", id: call.id, error: this.#broken });
    if (this.#runner) return this.#runner.run(this.#id, call, (reply) => this.#port.post(reply));
    const holder = this.#holder;
    this.#pending.set(call.id, holder === undefined ? { call } : { call, asked: holder });
    if (holder !== undefined) this.#say(HOLDER, { kind: "call", call });
  }

  #cancel(id: number): void {
    if (this.#runner) return this.#runner.cancel(this.#id, id);
    if (this.#pending.get(id)?.asked !== undefined) return this.#say(HOLDER, { kind: "cancel", id });
    if (this.#pending.delete(id)) this.#port.post({ kind: "error", id, error: { code: "cancelled", message: "it was cancelled" } });
  }

  #say(to: string, what: DistributiveOmit<Said, "from" | "to">): void {
    this.#channel?.postMessage({ ...what, from: this.#id, to });
  }

  #heard(said: Said): void {
    if (said.to === HOLDER) {
      if (this.#runner) this.#asked(this.#runner, said);
    } else if (said.to === ALL || said.to === this.#id) {
      this.#toldByHolder(said);
    }
  }

  #asked(runner: Runner, said: Said): void {
    const { from } = said;
    this.#watch(runner, from);
    if (said.kind === "hello") this.#say(from, { kind: "ready", version: VERSION });
    else if (said.kind === "call") runner.run(from, said.call, (reply) => this.#say(from, { kind: "reply", reply }));
    else if (said.kind === "cancel") runner.cancel(from, said.id);
  }

  /** What a guest asked for ends with it. */
  #watch(runner: Runner, guest: string): void {
    if (this.#watched.has(guest)) return;
    this.#watched.add(guest);
    const gone = navigator.locks.request(`${scopeOf(this.#name)}/${guest}`, { signal: this.#leaving.signal }, () => {
      this.#watched.delete(guest);
      runner.forget(guest);
    });
    gone.catch(() => undefined);
  }

  #toldByHolder(said: Said): void {
    if (said.kind === "ready") this.#follow(said.from, said.version);
    else if (said.kind === "changed") this.#port.post({ kind: "changed" });
    else if (said.kind === "reply") {
      const { reply } = said;
      const isLast = reply.kind === "result" || reply.kind === "error";
      // What comes twice, or after a change of holders, nobody waits for.
      if (isLast ? this.#pending.delete(reply.id) : this.#pending.has(reply.id)) this.#port.post(reply);
    }
  }

  #follow(holder: string, version: number): void {
    if (this.#runner || this.#holder === holder) return;
    if (version !== VERSION) {
      const message = "another tab has the store open with another version of airbyte-db; close or reload that tab";
      return this.#fail(new AirbyteError({ code: "store_held", message }));
    }
    this.#holder = holder;
    if (!this.#isOpen) this.#opened("guest");
    this.#settle();
  }

  #fail(error: unknown): void {
    const reason = told(error);
    this.#broken = reason;
    if (!this.#isOpen) this.#port.post({ kind: "failed", error: reason });
    for (const id of this.#pending.keys()) this.#port.post({ kind: "error", id, error: reason });
    this.#pending.clear();
  }

  async #close(): Promise<void> {
    this.#leaving.abort();
    await this.#runner?.stop().catch(() => undefined);
    this.#release?.();
    await this.#held;
    this.#channel?.close();
    this.#port.post({ kind: "closed" });
    this.#port.end();
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const INTERRUPTED: Told = {
  code: "store_interrupted",
  message:
    "the tab that held the store was closed in the middle of this; what it had committed is there, the rest is not. Look, and do it again",
};

/** Has a lock for as long as the worker lives. */
function alive(name: string): Promise<void> {
  return new Promise((held, failed) => {
    navigator.locks.request(name, () => (held(), new Promise(() => undefined))).catch(failed);
  });
}

async function refuseWithoutFiles(): Promise<void> {
  const because = (why: string) =>
    new AirbyteError({ code: "store_not_persistent", message: `${why}; open the store in memory, or in another window` });
  const has = globalThis.navigator?.storage?.getDirectory !== undefined && navigator.locks !== undefined && typeof BroadcastChannel === "function";
  const writes = typeof FileSystemFileHandle === "function" && "createSyncAccessHandle" in FileSystemFileHandle.prototype;
  if (!has || !writes) throw because("this browser keeps no files for this page (it is too old, or the page is in no secure context)");
  try {
    await navigator.storage.getDirectory();
  } catch (refused) {
    throw because(`the browser keeps no files for this page, as in a private window (${refused})`);
  }
}
