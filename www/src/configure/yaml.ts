// Specs are often written in YAML; the package reads JSON.

export async function fromYaml(text: string): Promise<string> {
  const { parse } = await import("yaml");
  return JSON.stringify(parse(text));
}

export const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);
