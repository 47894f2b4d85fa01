// Questions to the worker and their answers: each has a number, and may be cancelled.

import { AirbyteError } from "../error.js";
import { fromText } from "../json.js";
import type { Found, Long } from "./api.js";
import type { Line } from "./line.js";
import { type Argument, LONG, type Method, READS, type Reply, type Told } from "./messages.js";
import { type Wanted, wanted } from "./stop.js";

/** What a call takes beside its arguments. */
export type Following = Long & { onFindings?: ((findings: Found[]) => void) | undefined };

export type Answered = string | number | Blob | undefined;

interface Waiting extends Following {
  /** What the worker sees in the middle of its work. */
  wanted: Wanted | undefined;
  done(value: Answered): void;
  failed(error: unknown): void;
}

export class Calls {
  readonly #line: Line;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #closed: AirbyteError | undefined;

  constructor(line: Line) {
    this.#line = line;
  }

  async ask(method: Method, args: Argument[], following: Following = {}): Promise<Answered> {
    const { signal } = following;
    signal?.throwIfAborted();
    if (this.#closed) throw this.#closed;
    const id = ++this.#number;
    const stop = () => this.#stop(id, method, signal);
    try {
      return await new Promise<Answered>((done, failed) => {
        // What writes ends between two of its transactions, where it hears that it should.
        const seen = signal && READS.has(method) ? wanted() : undefined;
        this.#waiting.set(id, { ...following, wanted: seen, done, failed });
        this.#line.busy(true);
        signal?.addEventListener("abort", stop, { once: true });
        this.#line.post({ kind: "call", id, method, args, wanted: seen?.address });
      });
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#waiting.get(id)?.wanted?.withdraw();
      this.#waiting.delete(id);
      // Who closes waits for the worker's last word.
      if (!this.#closed) this.#line.busy(this.#waiting.size > 0);
    }
  }

  /** Something long has stopped when the worker says so; an answer that comes soon is not waited for. */
  #stop(id: number, method: Method, signal: AbortSignal | undefined): void {
    this.#waiting.get(id)?.wanted?.withdraw();
    this.#line.post({ kind: "cancel", id });
    if (!LONG.has(method)) this.#waiting.get(id)?.failed(signal?.reason);
  }

  hear(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    if (reply.kind === "result") waiting.done(reply.value);
    else if (reply.kind === "error") waiting.failed(errorOf(reply.error, waiting.signal));
    else if (reply.kind === "progress") waiting.onProgress?.(reply.progress);
    else waiting.onFindings?.(fromText(reply.findings));
  }

  /** Fails everything that waits, and whatever is asked later. */
  close(error: AirbyteError): void {
    this.#closed ??= error;
    for (const waiting of this.#waiting.values()) waiting.failed(error);
  }
}

export function errorOf(told: Told, signal?: AbortSignal): unknown {
  const { code, ...rest } = told;
  if (code === "cancelled") return signal?.reason ?? new AirbyteError({ code: "store_closed", message: "the store was closed" });
  return new AirbyteError({ code, ...rest });
}
