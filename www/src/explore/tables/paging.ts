// The pages of a table's rows: asked for one at a time, shown as they are found, and stopped when nobody wants them.

import type { ListOptions, Page, Progress, Store, TableName } from "airbyte-db/store";
import { useEffect, useState } from "react";

import { told } from "../../parts/words.js";
import { useDeployment } from "../asked.js";

type Rows = Page<Record<string, unknown>>;

export interface Paged {
  /** What was asked for last, or all that was found of it; until there is any, what was shown before. */
  page?: Rows;
  failure?: string;
  isAsking: boolean;
  /** How far it is, where it takes long. */
  progress?: Progress;
  /** Ends it where it is; what was found stays. */
  stop?: () => void;
  /** After how many rows a person ended it. */
  stoppedAfter?: number;
}

type Options = Omit<ListOptions<TableName, never>, "signal" | "onProgress" | "onRows">;

/** Asks for a page. What it is about may change; the rows before stay until there are others, so that nothing jumps. */
export function usePage(table: TableName, options: Options): Paged {
  const { store, version } = useDeployment();
  const about = JSON.stringify([table, options], (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
  const [paged, setPaged] = useState<Paged>({ isAsking: true });
  useEffect(() => {
    const leaving = new AbortController();
    const change = (next: (before: Paged) => Paged) => !leaving.signal.aborted && setPaged(next);
    setPaged(({ page }) => ({ ...(page ? { page } : {}), isAsking: true }));
    void ask(store, table, options, leaving.signal, change);
    return () => leaving.abort();
    // `about` stands for the options.
  }, [store, version, about]);
  return paged;
}

async function ask(store: Store, table: TableName, options: Options, left: AbortSignal, change: (next: (before: Paged) => Paged) => void): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  let found: Rows = { rows: [], keys: [] };
  let looked = 0;
  try {
    const page = await store.list(table, {
      ...options,
      signal: AbortSignal.any([left, stopping.signal]),
      onProgress: (progress) => {
        if (progress.stage === "search") looked = progress.done;
        change((before) => ({ ...before, progress, stop }));
      },
      onRows: (rows) => {
        found = rows as Rows;
        change((before) => ({ ...before, page: found }));
      },
    });
    change(() => ({ page: page as Rows, isAsking: false }));
  } catch (error) {
    change(() => (stopping.signal.aborted ? { page: found, isAsking: false, stoppedAfter: looked } : { failure: told(error), isAsking: false }));
  }
}
