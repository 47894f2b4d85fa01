// The validator of react-jsonschema-form, asked as the form asks it.

import assert from "node:assert/strict";
import { test } from "node:test";

import "../dist/index.js";
import { createValidator } from "../dist/rjsf.js";

const schema = {
  definitions: { port: { type: "integer", title: "Port" } },
  required: ["host"],
  properties: { host: { type: "string", title: "Host" }, ports: { type: "array", items: { $ref: "#/definitions/port" } } },
};

test("errors stand where the fields are", async () => {
  const validator = await createValidator();
  const { errors, errorSchema } = validator.validateFormData({ ports: [1, "2"] }, schema);
  assert.deepEqual(errors.map(({ name, property }) => [name, property]), [["required", ".host"], ["type", ".ports.1"]]);
  assert.deepEqual(errorSchema, { host: { __errors: [errors[0].message] }, ports: { 1: { __errors: [errors[1].message] } } });
  assert.deepEqual(validator.validateFormData({ host: "h" }, schema), { errors: [], errorSchema: {} });
  assert.deepEqual(validator.rawValidation(schema, { host: "h" }), { errors: [] });
});

test("a part of a schema is asked with the definitions of the whole", async () => {
  const validator = await createValidator();
  assert.equal(validator.isValid({ $ref: "#/definitions/port" }, 1, schema), true);
  assert.equal(validator.isValid({ $ref: "#/definitions/port" }, "1", schema), false);
  assert.equal(validator.isValid({}, "1", schema), true);
  validator.reset();
  assert.equal(validator.isValid({ type: "string" }, "1", schema), true);
});

test("errors are changed and added to as the form's author wants", async () => {
  const validator = await createValidator();
  const shout = (errors) => errors.map((error) => ({ ...error, message: error.message.toUpperCase() }));
  const check = (data, errors) => {
    if (data.ports.length > 1) errors.ports.addError("One is enough.");
    return errors;
  };
  const { errors, errorSchema } = validator.validateFormData({ ports: [1, 2] }, schema, check, shout);
  assert.deepEqual(errors.map(({ property, message }) => [property, message]), [[".host", "HOST IS MISSING."], [".ports", "One is enough."]]);
  assert.deepEqual(errorSchema.ports.__errors, ["One is enough."]);
});
