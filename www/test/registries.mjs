// Registries of our own, as large as the platform's.

/** A registry of so many connectors, one of which is Pond. */
export function registry(version, required, size = 591) {
  const filler = Array.from({ length: size - 1 }, (_, at) => definition(`Filler ${at}`, "0.1.0", []));
  return JSON.stringify({ sources: [...filler, definition("Pond", version, required)], destinations: [] });
}

const definition = (name, dockerImageTag, required) => ({
  sourceDefinitionId: "0b5c2f6e-6f3a-4f0a-9d0e-000000000001",
  name,
  dockerRepository: `example/source-${name.toLowerCase().replace(" ", "-")}`,
  dockerImageTag,
  spec: { connectionSpecification: { title: name, type: "object", required, properties: { depth: { type: "number", title: "Depth" } } } },
});
