// What several views ask of a deployment: the named questions, and how many rows there are.

import type { Answer, Cell, Status, Store } from "airbyte-db/store";

import { type Asked, useAskedOnce, useDeployment } from "./asked.js";

/** More rows than any answer has that is drawn as a whole. */
export const ALL = 100_000;

const keyOf = (name: string, limit: number | ""): string => `question ${name} ${limit}`;

/** A named question, as of the deployment's moment; not asked before it is wanted. */
export function useQuestion(name: string, limit = 1000, isWanted = true): Asked<Answer> {
  const { asOf } = useDeployment();
  const ask = (store: Store, signal: AbortSignal) => store.query(name, { signal, limit, ...(asOf === undefined ? {} : { asOf }) });
  return useAskedOnce(keyOf(name, limit), isWanted ? ask : undefined);
}

/** From so many jobs on, what looks at all of them takes so long that nobody should wait for it unasked. */
const MANY = 200_000;

export const useIsLarge = (): boolean => useDeployment().jobs > MANY;

/** Whether an answer to it is at hand. */
export const useIsKnown = (name: string): boolean => [...useDeployment().remembered.keys()].some((key) => key.startsWith(keyOf(name, "")));

/** How many rows each table has, and how large all of it is. */
export const useStatus = (): Asked<Status> => useAskedOnce("status", (store, signal) => store.status({ signal }));

/** The cells of an answer's rows by the names of their columns. */
export function records({ columns, rows }: Answer): Record<string, Cell>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])));
}
