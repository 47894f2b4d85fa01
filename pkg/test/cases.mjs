// A few small cases of our own, run in Node and in the browser. Written for these tests.

export const spec = JSON.stringify({
  documentationUrl: "https://example.com/docs",
  connectionSpecification: {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Small source",
    type: "object",
    required: ["host", "credentials"],
    properties: {
      host: { type: "string", title: "Host", minLength: 1 },
      port: { type: "integer", title: "Port", minimum: 1, maximum: 65535 },
      start_date: { type: "string", title: "Start date", format: "date" },
      table: { type: "string", title: "Table", pattern: "^[a-z_]+$" },
      credentials: {
        type: "object",
        title: "Credentials",
        oneOf: [
          {
            title: "Password",
            required: ["kind", "password"],
            properties: {
              kind: { type: "string", const: "password" },
              password: { type: "string", title: "Password", airbyte_secret: true, minLength: 12 },
            },
          },
          {
            title: "Key",
            required: ["kind", "key"],
            properties: {
              kind: { type: "string", const: "key" },
              key: { type: "string", title: "Key", airbyte_secret: true, pattern: "^k-" },
            },
          },
        ],
      },
    },
  },
});

const good = { kind: "password", password: "correct horse" };
const config = (more) => JSON.stringify({ host: "localhost", credentials: good, ...more });
const masked = { kind: "key", key: "**********" };
const stored = { kind: "key", key: { _secret: "airbyte_workspace_1_secret_2_v1" } };

// name, the configuration's text, mode, whether formats are asserted, the verdict
export const cases = [
  ["all well", config(), "raw", true, true],
  ["a member is missing", JSON.stringify({ host: "localhost" }), "raw", true, false],
  ["1.0 is an integer", config().replace("{", '{"port": 1.0, '), "raw", true, true],
  ["1.5 is not", config({ port: 1.5 }), "raw", true, false],
  ["a number beyond 2^53", config().replace("{", '{"port": 9007199254740993, '), "raw", true, false],
  ["text for a number", config({ port: "5432" }), "raw", true, false],
  ["no such day", config({ start_date: "2023-02-30" }), "raw", true, false],
  ["no such day, formats not asserted", config({ start_date: "2023-02-30" }), "raw", false, true],
  ["a pattern, matched", config({ table: "orders_eu" }), "raw", true, true],
  ["a pattern, not matched", config({ table: "Orders" }), "raw", true, false],
  ["letters beyond ASCII", config({ host: "größe-日本-🚀" }), "raw", true, true],
  ["the other branch", config({ credentials: { kind: "key", key: "k-1" } }), "raw", true, true],
  ["an unknown branch", config({ credentials: { kind: "token", key: "k-1" } }), "raw", true, false],
  ["a mask where a value belongs", config({ credentials: masked }), "raw", true, false],
  ["a mask in a masked configuration", config({ credentials: masked }), "masked", true, true],
  ["a reference where a value belongs", config({ credentials: stored }), "raw", true, false],
  ["a reference in a stored configuration", config({ credentials: stored }), "stored", true, true],
];

/** Runs every case and gives the complaints, so that Node and a page can share it. */
export async function complaints(ConnectorSpec) {
  const loaded = await ConnectorSpec.load(spec);
  const wrong = [];
  for (const [name, text, mode, formats, valid] of cases) {
    // As text, and as the value that it holds.
    for (const config of [text, JSON.parse(text)]) {
      if (config !== text && (typeof config !== "object" || config === null)) continue;
      try {
        const verdict = loaded.validate(config, { mode, formats });
        const errors = verdict.findings.filter((finding) => finding.severity === "error").length;
        if (verdict.valid !== valid) wrong.push(`${name}: valid is ${verdict.valid}`);
        else if (valid !== (errors === 0)) wrong.push(`${name}: ${errors} findings are errors`);
      } catch (error) {
        wrong.push(`${name}: threw ${error}`);
      }
    }
  }
  loaded.free();
  return wrong;
}
