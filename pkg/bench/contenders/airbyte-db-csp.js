import { ConnectorSpec } from "../../dist/csp.js";

/** Compiles a spec's schema; what comes back judges a configuration. */
export async function prepare(schemaText) {
  const spec = await ConnectorSpec.load(`{"connectionSpecification":${schemaText}}`);
  return { text: (text) => spec.validate(text).valid, value: (value) => spec.validate(value).valid };
}
