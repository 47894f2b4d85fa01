import Ajv from "ajv";
import addFormats from "ajv-formats";

export async function prepare(schemaText) {
  const { $schema, ...schema } = JSON.parse(schemaText);
  // As the platform's older web app used it: every problem is wanted, as a form wants them.
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return { text: (text) => validate(JSON.parse(text)), value: (value) => validate(value) };
}
