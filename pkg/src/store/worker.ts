// `airbyte-db/store/worker`: a dedicated worker that serves a store.

import { serve } from "./host.js";
import type { ToWorker } from "./messages.js";

const scope = globalThis as unknown as {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ToWorker>) => void): void;
  close(): void;
};

serve({
  post: (message) => scope.postMessage(message),
  onMessage: (listener) => scope.addEventListener("message", ({ data }) => listener(data)),
  end: () => scope.close(),
});
