// Addresses of what a deployment holds.

import type { Key, Scalar, TableName } from "airbyte-db/store";

import { linkTo } from "../app/route.js";

export const rowLink = (table: TableName, key: Key, at?: string): string => linkTo(["explore", "row", table, key], { at });

/** The rows of a table, or those whose column has a value: keys and states, never what might be a secret. */
export const tableLink = (table: TableName, where?: { column: string; is: Scalar }): string =>
  linkTo(["explore", "table", table], where && where.is !== null ? { column: where.column, is: String(where.is) } : {});

export const connectionLink = (id: string): string => linkTo(["explore", "connection", id]);

/** What a cell of an answer names, by its column: most questions name what they are about. */
const NAMED: Record<string, TableName> = {
  job_id: "jobs",
  last_job_id: "jobs",
  actor_id: "actor",
  workspace_id: "workspace",
  actor_definition_id: "actor_definition",
  actor_catalog_id: "actor_catalog",
};

export function cellLink(column: string, cell: unknown): string | undefined {
  if (typeof cell !== "string" && typeof cell !== "number" && typeof cell !== "bigint") return undefined;
  if (column === "connection_id" || column === "scope") return connectionLink(String(cell));
  const table = NAMED[column];
  return table && rowLink(table, cell);
}
