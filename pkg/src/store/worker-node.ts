// The same in Node, as a thread.

import { parentPort } from "node:worker_threads";

import { serve } from "./host.js";
import type { ToWorker } from "./messages.js";

const port = parentPort;
if (port)
  serve({
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on("message", (message: ToWorker) => listener(message)),
    end: () => port.close(),
  });
