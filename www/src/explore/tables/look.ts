// How a person looks at a table: its filters, order and page. Who comes back from a row finds the table as it was left. It is
// kept in memory alone: what is looked for might be a secret.

import type { Store } from "airbyte-db/store";
import { useState } from "react";

import { useDeployment } from "../asked.js";
import type { Filter } from "./Filters.js";

export interface Sorting {
  column: string;
  descending: boolean;
}

export interface Look {
  filters: readonly Filter[];
  sorting: Sorting | undefined;
  /** The marks that led to the pages up to this one. */
  pages: readonly (string | undefined)[];
}

export const FIRST: Look["pages"] = [undefined];

const left = new WeakMap<Store, Map<string, Look>>();

export function useLook(table: string, given: { column: string; is: string } | undefined): [Look, (look: Look) => void] {
  const { store } = useDeployment();
  const looks = left.get(store) ?? new Map<string, Look>();
  left.set(store, looks);
  const name = JSON.stringify([table, given]);
  const filters: Filter[] = given ? [{ column: given.column, how: "equal", value: given.is }] : [];
  const [look, setLook] = useState<Look>(looks.get(name) ?? { filters, sorting: undefined, pages: FIRST });
  const set = (next: Look) => {
    looks.set(name, next);
    setLook(next);
  };
  return [look, set];
}
