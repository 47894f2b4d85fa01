// What of a row is a secret: the page shows none that a person did not ask for.

import { ConnectorSpec, fromText } from "airbyte-db";
import type { Row, Store, TableName } from "airbyte-db/store";

import { escaped, valueAt } from "../../parts/jsonPointer.js";

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
  return new Set([...columns, ...(await Promise.all(configurationsIn(table, row).map((one) => secretsIn(store, row, one)))).flat()]);
}

/** A configuration that a row holds, and whose it is. */
interface Configuration {
  pointer: string;
  /** The column of the connection that a job is for; none of an actor's own. */
  end?: "source_id" | "destination_id";
}

/** What a job was made with stands in its document, below its kind. */
function configurationsIn(table: TableName, row: Record<string, unknown>): Configuration[] {
  if (table === "actor") return [{ pointer: "/configuration" }];
  if (table === "airbyte_configs") return [{ pointer: "/config_blob" }];
  if (table !== "jobs") return [];
  return Object.keys((row["config"] ?? {}) as object).map(escaped).flatMap((kind) => [
    { pointer: `/config/${kind}/sourceConfiguration`, end: "source_id" as const },
    { pointer: `/config/${kind}/destinationConfiguration`, end: "destination_id" as const },
    { pointer: `/config/${kind}/connectionConfiguration` },
  ]);
}

/** The package decides by the connector's spec; without one nothing of a configuration is shown. */
async function secretsIn(store: Store, row: Record<string, unknown>, { pointer, end }: Configuration): Promise<string[]> {
  const configuration = valueAt(row, pointer);
  if (configuration === undefined) return [];
  if (typeof configuration !== "object" || configuration === null) return [pointer];
  const definition = await definitionOf(store, row, end);
  if (!definition?.spec) return [pointer];
  try {
    using spec = await ConnectorSpec.load(definition.spec as object);
    const isReference = (place: string) => typeof valueAt(configuration, place) === "object";
    return spec.findSecrets(configuration).filter((place) => !isReference(place)).map((place) => pointer + place);
  } catch {
    return [pointer];
  }
}

async function definitionOf(store: Store, row: Record<string, unknown>, end: Configuration["end"]): Promise<Row<"actor_definition"> | undefined> {
  const connection = end && (await store.get("connection", String(row["scope"])));
  const actor = connection && end ? await store.get("actor", connection[end]) : undefined;
  const id = actor?.actor_definition_id ?? row["actor_definition_id"];
  return id === undefined ? undefined : store.get("actor_definition", String(id));
}

export const readRow = (text: string): Record<string, unknown> => fromText(text) as Record<string, unknown>;
