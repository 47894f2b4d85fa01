// Holds registries away from the page: one of 600 connectors takes a second to read, and the page must not stand still.

import { ConnectorRegistry, ConnectorSpec } from "airbyte-db";

import { fromYaml, isYaml } from "../yaml.js";
import * as files from "./files.js";
import type { Opened, Question, Reply, Source } from "./messages.js";

const registries = new Map<string, ConnectorRegistry>();
const reply = (message: Reply): void => postMessage(message);

onmessage = async ({ data: { id, question } }: MessageEvent<{ id: number; question: Question }>) => {
  try {
    reply({ id, answer: await answer(question) });
  } catch (error) {
    reply({ id, failure: error instanceof Error ? error.message : String(error) });
  }
};

function answer(question: Question): Promise<unknown> | unknown {
  switch (question.ask) {
    case "open":
      return open(question.source, question.keep);
    case "kept":
      return reopen();
    case "close":
      return close(question.collection);
    case "spec":
      return spec(question.collection, question.definition);
  }
}

async function open(source: Source, keep: boolean): Promise<Opened> {
  const { text, name } = await read(source);
  const registry = await asRegistry(text);
  if (!registry) return { spec: (await ConnectorSpec.load(text)).text, name };
  registries.get(name)?.free();
  registries.set(name, registry);
  if (keep) await files.write(name, text);
  return { collection: name, definitions: registry.definitions, kept: keep };
}

/** None where the text is no registry, or one of nothing; then it may be a spec, whose error is the one to tell. */
async function asRegistry(text: string): Promise<ConnectorRegistry | undefined> {
  const registry = await ConnectorRegistry.load(text).catch(() => undefined);
  return registry && registry.definitions.some((definition) => definition.hasSpec) ? registry : undefined;
}

async function read(source: Source): Promise<{ text: string; name: string }> {
  if ("text" in source) return source;
  const text = await source.file.text();
  return { text: isYaml(source.name) ? await fromYaml(text) : text, name: source.name };
}

async function reopen(): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (const { name, file } of await files.all()) {
    const one = await open({ file, name }, false);
    if ("collection" in one) opened.push({ ...one, kept: true });
  }
  return opened;
}

async function close(collection: string): Promise<void> {
  registries.get(collection)?.free();
  registries.delete(collection);
  await files.remove(collection);
}

function spec(collection: string, definition: string): string {
  const registry = registries.get(collection);
  if (!registry) throw new Error(`The registry ${collection} is not open.`);
  const found = registry.spec(definition);
  const { text } = found;
  found.free();
  return text;
}
