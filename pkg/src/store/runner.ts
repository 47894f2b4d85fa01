// Runs what is asked of the module. Reads are answered one after the other, those that look at a few rows before those that
// may look at all of them; in between the worker is heard, so that what nobody wants any more is not begun. Long work goes
// step by step, one at a time, with reads between its steps.

import type { Core } from "../core.js";
import { AirbyteError } from "../error.js";
import { type Call, isChange, LATER, LONG, type Reply, SCANS, type Told } from "./messages.js";
import type { Module } from "./module.js";
import { breathe, Cancelled, heard, type Job, operations, type Value } from "./operations.js";
import { watch } from "./stop.js";

type Answer = (reply: Reply) => void;
type Read = () => Promise<void>;

/** For so many milliseconds the worker may answer without hearing what else is asked of it. */
const UNHEARD = 10;

export class Runner {
  readonly #core: Core;
  readonly #complete: () => Promise<void>;
  readonly #changed: () => void;
  /** What goes on, by who asked for it. */
  readonly #jobs = new Map<string, Map<number, Job>>();
  #last: Promise<unknown> = Promise.resolve();
  /** Reads that have not begun. */
  readonly #quick: Read[] = [];
  readonly #slow: Read[] = [];
  #isReading = false;

  constructor({ core, complete }: Module, changed: () => void) {
    this.#core = core;
    this.#complete = complete;
    this.#changed = changed;
  }

  run(client: string, call: Call, answer: Answer): void {
    const { id, wanted } = call;
    const job: Job = {
      cancelled: false,
      wanted,
      progress: (progress) => answer({ kind: "progress", id, progress }),
      findings: (findings) => answer({ kind: "findings", id, findings }),
    };
    const jobs = this.#jobs.get(client) ?? new Map<number, Job>();
    this.#jobs.set(client, jobs.set(id, job));
    void this.#done(call, job).then(answer, (error: unknown) => answer({ kind: "error", id, error: told(error) })).finally(() => jobs.delete(id));
  }

  cancel(client: string, id: number): void {
    const job = this.#jobs.get(client)?.get(id);
    if (job) job.cancelled = true;
  }

  /** Cancels all that a client asked for; it is gone. */
  forget(client: string): void {
    for (const job of this.#jobs.get(client)?.values() ?? []) job.cancelled = true;
    this.#jobs.delete(client);
  }

  /** Cancels everything, and waits until nothing goes on. */
  async stop(): Promise<void> {
    for (const client of [...this.#jobs.keys()]) this.forget(client);
    await this.#last;
    this.#core.run("store_close");
  }

  async #done(call: Call, job: Job): Promise<Reply> {
    const complete = async (): Promise<void> => {
      if (LATER.has(call.method)) await this.#complete();
    };
    const work = async (): Promise<Value> => {
      watch(job);
      try {
        return await operations[call.method](this.#core, call.args, job);
      } catch (error) {
        // A statement that was stopped says so in words of its own.
        throw job.cancelled ? new Cancelled() : error;
      }
    };
    // What is long has its turn in the order of the calls, also where more of the module has to be loaded for it.
    const value = LONG.has(call.method) ? this.#inTurn(call, job, () => complete().then(work)) : complete().then(() => this.#read(call, job, work));
    return { kind: "result", id: call.id, value: await value };
  }

  #read(call: Call, job: Job, work: () => Promise<Value>): Promise<Value> {
    return new Promise((done, failed) => {
      const read = async (): Promise<void> => {
        if (job.cancelled) failed(new Cancelled());
        else await work().then(done, failed);
      };
      (SCANS.has(call.method) ? this.#slow : this.#quick).push(read);
      void this.#serve();
    });
  }

  /** Gives each read its turn. */
  async #serve(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    for (let next = this.#next(); next; next = this.#next()) {
      const began = performance.now();
      await next();
      // What came meanwhile may be more urgent, or end what waits.
      if (performance.now() - began > UNHEARD) await heard();
    }
    this.#isReading = false;
  }

  #next(): Read | undefined {
    return this.#quick.shift() ?? this.#slow.shift();
  }

  async #inTurn(call: Call, job: Job, work: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(async () => {
      await breathe(job);
      try {
        return await work();
      } finally {
        // What was committed before an end stays.
        if (isChange(call.method)) this.#changed();
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** An error as it crosses to the client. */
export function told(error: unknown): Told {
  if (error instanceof Cancelled) return { code: "cancelled", message: "it was cancelled" };
  if (!(error instanceof AirbyteError)) return { code: "store_other", message: `the store cannot go on: ${error}` };
  const { code, message, pointer } = error;
  return pointer === undefined ? { code, message } : { code, message, pointer };
}
