// What several views ask of a deployment: the named questions, and how many rows there are.

import type { Answer, Cell, Status } from "airbyte-db/store";

import { type Asked, useAskedOnce, useDeployment } from "./asked.js";

/** A named question, as of the deployment's moment. */
export function useQuestion(name: string, limit = 1000): Asked<Answer> {
  const { asOf } = useDeployment();
  return useAskedOnce(`question ${name} ${asOf ?? ""} ${limit}`, (store, signal) => store.query(name, { signal, limit, ...(asOf === undefined ? {} : { asOf }) }));
}

/** How many rows each table has, and how large all of it is. */
export const useStatus = (): Asked<Status> => useAskedOnce("status", (store, signal) => store.status({ signal }));

/** The cells of an answer's rows by the names of their columns. */
export function records({ columns, rows }: Answer): Record<string, Cell>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])));
}
