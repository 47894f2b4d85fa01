import { Validator } from "@cfworker/json-schema";

export async function prepare(schemaText) {
  const { $schema, ...schema } = JSON.parse(schemaText);
  // Not only the first problem, as a form wants them.
  const validator = new Validator(schema, "7", false);
  return { text: (text) => validator.validate(JSON.parse(text)).valid, value: (value) => validator.validate(value).valid };
}
