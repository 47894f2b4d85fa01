// Compiled in both resolutions, strictly; what must not compile says so.

import { AirbyteError, ConnectorSpec, catalogHash, type ActorRow, type Finding, type FormModel, type StandardSchemaV1 } from "airbyte-db";
import { ConnectorRegistry } from "airbyte-db/csp";
import { Subject, checkStates, type RowFinding, type SubjectName } from "airbyte-db/rows";
import { load } from "airbyte-db/slim";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>): void => undefined;

interface Configuration {
  host: string;
}

export async function main(): Promise<void> {
  const spec = await ConnectorSpec.load<Configuration>("{}");
  same<StandardSchemaV1.Types<Configuration>["output"], Configuration>(true);
  const standard: StandardSchemaV1<Configuration> = spec;
  const findings: Finding[] = spec.validate({}, { mode: "masked", formats: false }).findings;
  const model: FormModel = spec.form({ layout: "v0.40" });
  void [standard, findings, model];

  // Text gives text, a value a value of its type.
  same<ReturnType<typeof spec.mask<string>>, string>(true);
  const configuration: Configuration = { host: "a" };
  const masked = spec.mask(configuration);
  same<typeof masked, Configuration>(true);
  const text = spec.mask("{}" as string);
  same<typeof text, string>(true);
  const switched = spec.switchBranch(configuration, "/auth", 1);
  same<NonNullable<typeof switched>["configuration"], Configuration>(true);
  same<Awaited<ReturnType<typeof catalogHash>>, string>(true);

  // @ts-expect-error: there is no such mode
  spec.validate({}, { mode: "naked" });
  // @ts-expect-error: there is no such form of a hash
  void catalogHash("{}", "sha1");
  // @ts-expect-error: a configuration is an object or text
  spec.validate(1);

  const actor = await Subject.load("actor");
  same<typeof actor, Subject<ActorRow>>(true);
  actor.validate({}, { others: { actor_definition: [{}] } });
  // @ts-expect-error: there is no such table
  void Subject.load("actors");
  const ofStates: RowFinding[] = await checkStates([{ connection_id: "a" }]);
  same<(typeof ofStates)[number]["row"], number>(true);
  // @ts-expect-error: states are judged together
  void checkStates({ connection_id: "a" });
  const name: SubjectName = "ConfiguredAirbyteCatalog";
  same<ActorRow["id"], string>(true);

  const registry = await ConnectorRegistry.load(new Blob([]), { signal: new AbortController().signal, onProgress: ({ received }) => void received });
  registry.spec(name).free();
  await load(new Uint8Array());
  const error = new AirbyteError({ code: "usage", message: "" });
  // @ts-expect-error: the list of codes is closed
  void (error.code === "other");
}
