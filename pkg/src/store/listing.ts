// A page of rows, out of steps: each is a call of its own, so that others are answered in between, and it can be stopped.

import type { Page, Progress } from "./api.js";

/** What the worker answers: some rows; or how far it is with what comes before them, as often as there is more to do. */
export interface Step<R> extends Partial<Page<R>> {
  arranging?: { done: number; of: number };
  /** How many rows were looked at, where they had to be looked at one by one. */
  looked?: number;
}

export interface Wanted<R> {
  onProgress?: ((progress: Progress) => void) | undefined;
  onRows?: ((page: Page<R>) => void) | undefined;
}

interface Request {
  limit?: number | undefined;
  after?: string | undefined;
  offset?: number | undefined;
}

type Ask<R> = (request: Request, arrange: boolean) => Promise<Step<R>>;

/** How many rows there are where nobody says. */
const LIMIT = 100;
/** Who changes rows again and again makes that nothing can be prepared: then it goes without. */
const MOST_BEGINNINGS = 10;

export async function listed<R>(ask: Ask<R>, request: Request, { onProgress, onRows }: Wanted<R>): Promise<Page<R>> {
  const limit = request.limit ?? LIMIT;
  const page: Page<R> = { rows: [], keys: [] };
  let [next, looked, beginnings, arranged] = [request, 0, 0, Infinity];
  for (;;) {
    const step = await ask(next, beginnings < MOST_BEGINNINGS);
    if (step.arranging) {
      const { done } = step.arranging;
      if (done <= arranged) beginnings++;
      arranged = done;
      onProgress?.({ stage: "arrange", ...step.arranging, unit: "rows" });
      continue;
    }
    page.rows.push(...(step.rows ?? []));
    page.keys.push(...(step.keys ?? []));
    if (step.next === undefined) return page;
    if (step.looked === undefined || page.rows.length >= limit) return { ...page, next: step.next };
    looked += step.looked;
    onProgress?.({ stage: "search", done: looked, of: undefined, unit: "rows" });
    onRows?.({ rows: [...page.rows], keys: [...page.keys] });
    next = { ...request, offset: undefined, limit: limit - page.rows.length, after: step.next };
  }
}
