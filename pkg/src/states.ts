import { engine } from "./engines.js";
import { type Given, textOf } from "./spec.js";
import type { Finding } from "./verdict.js";

/** A finding about one of several rows; its pointer leads from that row. */
export interface RowFinding extends Finding {
  /** Which row, counted from 0. */
  row: number;
}

/**
 * Judges all rows of the table `state` of one or more connections by the rules that need more than one row. What is to
 * be said of each row by itself, `Subject.validate` says.
 */
export async function checkStates(rows: readonly object[] | string): Promise<RowFinding[]> {
  const told = (await engine("rows")).text("states_check", [], [textOf(rows as Given)]);
  if (told === undefined) return [];
  return (JSON.parse(told) as [number, Finding][]).map(([row, finding]) => ({ row, ...finding }));
}
