// Apart, since the declarations of react-jsonschema-form want those of React.

import type { ValidatorType } from "@rjsf/utils";
import { createValidator } from "airbyte-db/rjsf";

export async function main(): Promise<boolean> {
  const validator: ValidatorType<{ host: string }> = await createValidator<{ host: string }>();
  return validator.isValid({ required: ["host"] }, { host: "a" }, {});
}
