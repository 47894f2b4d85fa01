// The types of the store, compiled in both resolutions, strictly; what must not compile says so.

import type { ActorRow, ConnectionRow } from "airbyte-db";
import { AirbyteError, deleteStore, openStore, type Answer, type AuditReport, type Cell, type Found, type ImportReport, type Page, type Progress, type Store, type TableName } from "airbyte-db/store";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>): void => undefined;

export async function opening(): Promise<void> {
  await using store = await openStore({ name: "deployment", persistent: true, onProgress: ({ stage }) => void stage, onChange: () => undefined });
  same<typeof store, Store>(true);
  same<typeof store.role, "holder" | "guest">(true);
  await deleteStore("deployment");
  // @ts-expect-error: a name is text
  void openStore({ name: 1 });
  // @ts-expect-error: there is no such option
  void openStore({ persist: true });
  // @ts-expect-error: the role is the store's to say
  store.role = "holder";
}

export async function imports(store: Store, files: File[]): Promise<void> {
  const { signal } = new AbortController();
  const report = await store.import(files, { signal, onProgress: (progress) => same<typeof progress, Progress>(true) });
  same<typeof report, ImportReport>(true);
  same<(typeof report.rows)[number]["table"], TableName>(true);
  await store.import({ name: "actor.jsonl", content: "{}" }, { table: "actor", format: "jsonl" });
  // @ts-expect-error: there is no such format
  void store.import(files, { format: "zip" });
  // @ts-expect-error: text alone has no name
  void store.import("{}");
}

export async function rows(store: Store): Promise<void> {
  const whole = await store.list("actor", { where: { tombstone: false, name: { startsWith: "a" } }, order: { column: "name", descending: true } });
  same<typeof whole, Page<Pick<ActorRow, keyof ActorRow>>>(true);
  const id: string | undefined = whole.rows[0]?.id;
  const part = await store.list("connection", { columns: ["id", "status"], limit: 10, after: "a" });
  same<(typeof part.rows)[number], Pick<ConnectionRow, "id" | "status">>(true);
  // @ts-expect-error: the column was not asked for
  void part.rows[0]?.name;
  same<Awaited<ReturnType<typeof store.get<"actor">>>, ActorRow | undefined>(true);
  void [id, await store.get("jobs", 1), await store.count("jobs", { where: { status: { in: ["failed"] } }, most: 9 })];
  // @ts-expect-error: there is no such table
  void store.list("actors");
  // @ts-expect-error: there is no such column
  void store.list("actor", { where: { nme: "a" } });
  // @ts-expect-error: nor can rows be in its order
  void store.list("actor", { order: { column: "nme" } });
  // @ts-expect-error: there is no such column to ask for
  void store.list("actor", { columns: ["nme"] });
  // @ts-expect-error: a limit is a number
  void store.list("actor", { limit: "10" });
  // @ts-expect-error: there is no such condition
  void store.count("jobs", { where: { id: { over: 1 } } });
}

export async function questions(store: Store): Promise<void> {
  const answer = await store.query("failures", { asOf: new Date(), limit: 10, staleAfter: 24 });
  same<typeof answer, Answer>(true);
  same<(typeof answer.rows)[number], Cell[]>(true);
  void (await store.sql("SELECT 1", { parameters: [1, "a", null, 2n] }));
  // @ts-expect-error: an object is no parameter
  void store.sql("SELECT ?1", { parameters: [{}] });
  // @ts-expect-error: there is no such option
  void store.query("failures", { until: new Date() });
}

export async function audits(store: Store): Promise<void> {
  const report = await store.audit({ asOf: "2023-03-01T12:00:00Z", only: ["actor"], formats: ["html"], onFindings: (found: Found[]) => void found });
  same<typeof report, AuditReport>(true);
  same<(typeof report.findings)[number]["severity"], "error" | "warning">(true);
  const html: string | undefined = report.texts.html;
  void html;
  // @ts-expect-error: there is no such table
  void store.audit({ only: ["actors"] });
  // @ts-expect-error: there is no such text
  void store.audit({ formats: ["pdf"] });
}

export async function exports(store: Store): Promise<void> {
  const file = await store.export({ format: "tar.gz", secrets: false, onProgress: ({ done, of, unit }) => void [done, of, unit] });
  same<typeof file, Blob>(true);
  // @ts-expect-error: there is no such format
  void store.export({ format: "csv" });
  await store.close();
  const error = new AirbyteError({ code: "store_full", message: "" });
  void (error.code === "store_not_persistent");
  // @ts-expect-error: the list of codes is closed
  void (error.code === "store_lost");
}
