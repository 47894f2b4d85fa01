// Holds registries away from the page: one of 600 connectors takes a second to read, and the page must not stand still.

import { ConnectorRegistry, ConnectorSpec } from "airbyte-db";

import { fromYaml, isYaml } from "../yaml.js";
import * as files from "./files.js";
import type { Opened, Question, Reply, Source } from "./messages.js";

const registries = new Map<string, ConnectorRegistry>();
const reply = (message: Reply): void => postMessage(message);

onmessage = async ({ data: { id, question } }: MessageEvent<{ id: number; question: Question }>) => {
  try {
    reply({ id, answer: await answer(id, question) });
  } catch (error) {
    reply({ id, failure: error instanceof Error ? error.message : String(error) });
  }
};

function answer(id: number, question: Question): Promise<unknown> | unknown {
  switch (question.ask) {
    case "open":
      return open(id, question.source, question.keep);
    case "kept":
      return reopen(id);
    case "close":
      return close(question.collection);
    case "spec":
      return spec(question.collection, question.definition);
  }
}

async function open(id: number, source: Source, keep: boolean): Promise<Opened> {
  const { text, name } = await read(id, source);
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

async function read(id: number, source: Source): Promise<{ text: string; name: string }> {
  if ("text" in source) return source;
  if ("file" in source) {
    const text = await source.file.text();
    return { text: isYaml(source.name) ? await fromYaml(text) : text, name: source.name };
  }
  const response = await fetch(source.address, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!response.ok || !response.body) throw new Error(`${source.address} answered ${response.status}.`);
  const text = await collected(id, response, response.body);
  return { text: isYaml(source.address) ? await fromYaml(text) : text, name: new URL(source.address).host };
}

async function collected(id: number, response: Response, body: ReadableStream<Uint8Array>): Promise<string> {
  const packed = response.headers.has("content-encoding");
  const total = packed ? undefined : Number(response.headers.get("content-length")) || undefined;
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let [text, received] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    received += value.byteLength;
    text += decoder.decode(value, { stream: true });
    reply({ id, progress: { received, total } });
  }
}

async function reopen(id: number): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (const { name, file } of await files.all()) {
    const one = await open(id, { file, name }, false);
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
