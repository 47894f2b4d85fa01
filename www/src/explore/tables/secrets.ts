// What of a row is a secret: the page shows none that a person did not ask for.

import { ConnectorSpec, fromText } from "airbyte-db";
import type { Store, TableName } from "airbyte-db/store";

/** Columns that hold secrets and nothing else, by the facts of the databases. */
const SECRET_COLUMNS: Partial<Record<TableName, readonly string[]>> = {
  secrets: ["payload"],
  actor_oauth_parameter: ["configuration"],
  workspace_service_account: ["json_credential", "hmac_key"],
};

export const isSecretColumn = (table: TableName, column: string): boolean => SECRET_COLUMNS[table]?.includes(column) ?? false;

/** The pointers from a row to its secrets. References are none. */
export async function secretsOf(store: Store, table: TableName, row: Record<string, unknown>): Promise<Set<string>> {
  const columns = (SECRET_COLUMNS[table] ?? []).map((column) => `/${column}`);
  return new Set([...columns, ...(table === "actor" ? await secretsOfActor(store, row) : [])]);
}

/** The package decides by the connector's spec; without one nothing of a configuration is shown. */
async function secretsOfActor(store: Store, row: Record<string, unknown>): Promise<string[]> {
  const definition = await store.get("actor_definition", String(row["actor_definition_id"]));
  if (!definition?.spec || typeof row["configuration"] !== "object") return ["/configuration"];
  try {
    using spec = await ConnectorSpec.load(definition.spec as object);
    const configuration = row["configuration"] as object;
    const isReference = (pointer: string) => typeof valueAt(configuration, pointer) === "object";
    return spec.findSecrets(configuration).filter((pointer) => !isReference(pointer)).map((pointer) => `/configuration${pointer}`);
  } catch {
    return ["/configuration"];
  }
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer.split("/").slice(1).reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")], value);
}

export const readRow = (text: string): Record<string, unknown> => fromText(text) as Record<string, unknown>;
