// The audit goes on while a person looks elsewhere, and its report stays until the next.

import type { AuditReport, Progress } from "airbyte-db/store";
import { useSyncExternalStore } from "react";

import { told } from "../../parts/words.js";
import type { Deployment } from "../session.js";

export type Audit =
  | { is: "none" }
  | { is: "running"; progress?: Progress; found: number; stop: () => void }
  | { is: "done"; report: AuditReport; version: number }
  | { is: "failed"; why: string };

let audit: Audit = { is: "none" };
let about: Deployment["store"] | undefined;
const listeners = new Set<() => void>();

function show(next: Audit): void {
  audit = next;
  for (const listener of listeners) listener();
}

/** What is known of a deployment: nothing of what another one's audit said. */
export function useAudit({ store }: Deployment): Audit {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => audit,
  );
  return about === store ? shown : NONE;
}

const NONE: Audit = { is: "none" };

export async function run({ store, asOf, version }: Deployment, against?: File): Promise<void> {
  const aborting = new AbortController();
  about = store;
  let found = 0;
  const stop = () => aborting.abort();
  show({ is: "running", found, stop });
  try {
    const report = await store.audit({
      signal: aborting.signal,
      formats: ["html", "json"],
      newBaseline: true,
      onProgress: (progress) => show({ is: "running", progress, found, stop }),
      onFindings: (findings) => (found += findings.length),
      ...(asOf === undefined ? {} : { asOf }),
      ...(against ? { against } : {}),
    });
    show({ is: "done", report, version });
  } catch (error) {
    show(aborting.signal.aborted ? { is: "none" } : { is: "failed", why: told(error) });
  }
}
