// Apart, since the declarations of react-hook-form want those of React.

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { ConnectorSpec } from "airbyte-db";
import { createFormControl } from "react-hook-form";

interface Configuration {
  host: string;
}

export async function main(): Promise<void> {
  const spec = await ConnectorSpec.load<Configuration>("{}");
  const form = createFormControl({ resolver: standardSchemaResolver(spec), defaultValues: { host: "a" } });
  await form.handleSubmit(({ host }) => void host.length)();
  form.setValue("host", "b");
  // @ts-expect-error: the configuration has no such member
  form.setValue("hots", "b");
}
