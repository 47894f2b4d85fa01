// The client's end of the line to its worker, and how the worker is started in a page.

import { AirbyteError } from "../error.js";
import type { FromWorker, ToWorker } from "./messages.js";

export interface Line {
  post(message: ToWorker): void;
  /** Tells what the worker says, and when it is gone without a word. */
  listen(listener: (message: FromWorker) => void, gone: (why: string) => void): void;
  /** Whether anybody waits for an answer: a process may end only where nobody does. */
  busy(isBusy: boolean): void;
  end(): void;
}

/** Starts the worker of a page, or takes the caller's own. */
export async function startInPage(make: (() => Worker) | undefined): Promise<Line> {
  if (typeof Worker !== "function") throw failed("there are no workers here; in workerd and the like there is no store");
  if (make) return lineOf(await started(make()));
  try {
    // Bundlers know this very form.
    return lineOf(await started(new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "airbyte-db store" })));
  } catch (first) {
    // Not every bundler brings the file along; its text comes with every one.
    const url = URL.createObjectURL(new Blob([(await import("../generated/store.worker.js")).default], { type: "text/javascript" }));
    try {
      return lineOf(await started(new Worker(url, { type: "module", name: "airbyte-db store" })));
    } catch {
      const hint = "the page's policy may need worker-src 'self'; or give a worker of your own that runs airbyte-db/store/worker";
      throw failed(`the worker could not be started (${first}); ${hint}`);
    } finally {
      URL.revokeObjectURL(url);
    }
  }
}

const failed = (message: string) => new AirbyteError({ code: "load", message });

/** The worker, once it has said its first word. */
function started(worker: Worker): Promise<Worker> {
  return new Promise((done, refused) => {
    const listening = new AbortController();
    const { signal } = listening;
    worker.addEventListener(
      "message",
      () => {
        listening.abort();
        done(worker);
      },
      { signal },
    );
    worker.addEventListener(
      "error",
      (event) => {
        listening.abort();
        worker.terminate();
        refused(new Error(event.message || "its script cannot be loaded"));
      },
      { signal },
    );
  });
}

function lineOf(worker: Worker): Line {
  return {
    post: (message) => worker.postMessage(message),
    listen(listener, gone) {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => listener(data);
      worker.onmessageerror = () => gone("what it said cannot be read");
      worker.onerror = (event) => gone(event.message || "it stopped");
    },
    busy: () => undefined,
    end: () => worker.terminate(),
  };
}
