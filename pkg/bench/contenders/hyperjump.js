import { registerSchema, setShouldValidateFormat, validate } from "@hyperjump/json-schema/draft-07";
import "@hyperjump/json-schema/formats";

setShouldValidateFormat(true);
let count = 0;

export async function prepare(schemaText) {
  const { $schema, ...schema } = JSON.parse(schemaText);
  const uri = `https://example.com/${count++}`;
  registerSchema(schema, uri, "http://json-schema.org/draft-07/schema#");
  const judge = await validate(uri);
  return { text: (text) => judge(JSON.parse(text)).valid, value: (value) => judge(value).valid };
}
