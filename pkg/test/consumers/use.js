// What every consumer does with the package: the same lines, loaded in its own way.

export async function use({ ConnectorSpec, catalogHash }) {
  const spec = await ConnectorSpec.load({
    connectionSpecification: { required: ["host"], properties: { host: { type: "string", title: "Host" } } },
  });
  const { valid, findings } = spec.validate({});
  return `${valid} ${findings[0].message} ${await catalogHash("{}")}`;
}
