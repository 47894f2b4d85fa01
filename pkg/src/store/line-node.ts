// The same in Node: a thread, which alone keeps no process from ending.

import { Worker } from "node:worker_threads";

import type { Line } from "./line.js";
import type { FromWorker } from "./messages.js";

export function startThread(): Line {
  const worker = new Worker(new URL("./worker-node.js", import.meta.url));
  return {
    post: (message) => worker.postMessage(message),
    listen(listener, gone) {
      worker.on("message", (message: FromWorker) => listener(message));
      worker.on("error", (error) => gone(String(error)));
    },
    busy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}
