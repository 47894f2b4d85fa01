// A spec as the schema of react-hook-form, through the resolver of theirs for Standard Schema: nothing of ours lies
// between. What a person sees of it in a page, `consumers.test.mjs` shows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { createFormControl } from "react-hook-form";

import { ConnectorSpec } from "../dist/index.js";

const schema = {
  required: ["credentials"],
  properties: {
    port: { type: "integer", title: "Port" },
    credentials: {
      type: "object",
      required: ["client_id"],
      properties: { client_id: { type: "string", title: "Client ID" }, client_secret: { type: "string", airbyte_secret: true } },
    },
    tables: { type: "array", items: { type: "object", required: ["name"], properties: { name: { type: "string", title: "Name" } } } },
  },
};
const broken = { port: "5432", credentials: { client_secret: "s3cret" }, tables: [{ name: "a" }, {}] };
const options = { fields: {}, shouldUseNativeValidation: false };
const messages = ({ port, credentials, tables }) => [port?.message, credentials?.client_id?.message, tables?.[1]?.name?.message];
const MESSAGES = ["Port must be a whole number, but is text. Write 5432 without quotes.", "Client ID is missing.", "Name is missing."];

test("errors stand at the fields, with what to do", async () => {
  const resolver = standardSchemaResolver(await ConnectorSpec.load(schema));
  const { values, errors } = await resolver(structuredClone(broken), undefined, options);
  assert.deepEqual([values, Object.keys(errors)], [{}, ["port", "credentials", "tables"]]);
  assert.deepEqual(messages(errors), MESSAGES);
  assert.equal(JSON.stringify(errors).includes("s3cret"), false);
});

test("what is wrong with the whole is at `root`, and never passes", async () => {
  const resolver = standardSchemaResolver(await ConnectorSpec.load({ type: "object", minProperties: 2 }));
  const { errors } = await resolver({ a: 1 }, undefined, options);
  assert.equal(errors.root.message, "The configuration needs at least 2 members, but has 1.");
});

test("values that fit are handed on as they are", async () => {
  const resolver = standardSchemaResolver(await ConnectorSpec.load(schema));
  const values = { credentials: { client_id: "me" }, port: 9007199254740993n };
  const before = structuredClone(values);
  assert.deepEqual(await resolver(values, undefined, options), { values: before, errors: {} });
  assert.deepEqual(values, before);
});

test("a form is sent once its mistakes are mended", async () => {
  const resolver = standardSchemaResolver(await ConnectorSpec.load(schema));
  const form = createFormControl({ resolver, defaultValues: structuredClone(broken) });
  const sent = () => new Promise((done, fail) => form.handleSubmit((values) => done({ values }), (errors) => done({ errors }))().catch(fail));
  assert.deepEqual(messages((await sent()).errors), MESSAGES);
  form.setValue("port", 5432);
  form.setValue("credentials.client_id", "me");
  form.setValue("tables.1.name", "b");
  const mended = { port: 5432, credentials: { client_secret: "s3cret", client_id: "me" }, tables: [{ name: "a" }, { name: "b" }] };
  assert.deepEqual((await sent()).values, mended);
});
