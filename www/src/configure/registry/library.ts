// The page's side: which registries are open, and what is asked of the worker.

import type { Definition } from "airbyte-db";
import { useSyncExternalStore } from "react";

import type { Connector } from "../connectors.js";
import type { Opened, Question, Reply, Source } from "./messages.js";

export interface Collection {
  name: string;
  kept: boolean;
  connectors: readonly Connector[];
}

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();
const listeners = new Set<() => void>();
let collections: readonly Collection[] = [];

/** Opens a registry, or a spec, which becomes a collection of one. */
export async function open(source: Source, keep: boolean): Promise<Collection> {
  const collection = collectionOf((await ask({ ask: "open", source, keep })) as Opened);
  show([...collections.filter(({ name }) => name !== collection.name), collection]);
  return collection;
}

export async function close(name: string): Promise<void> {
  show(collections.filter((collection) => collection.name !== name));
  await ask({ ask: "close", collection: name });
}

let restored: Promise<void> | undefined;

/** Those that were kept, once in the life of the page. */
export function restore(): Promise<void> {
  restored ??= ask({ ask: "kept" }).then((opened) => {
    const kept = (opened as Opened[]).map(collectionOf);
    show([...kept, ...collections.filter(({ name }) => !kept.some((other) => other.name === name))]);
  });
  return restored;
}

export const useCollections = (): readonly Collection[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => collections,
  );

function show(next: readonly Collection[]): void {
  collections = next;
  for (const listener of listeners) listener();
}

function ask(question: Question): Promise<unknown> {
  worker ??= started();
  const id = asked++;
  const answered = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.postMessage({ id, question });
  return answered;
}

function started(): Worker {
  const started = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  started.onmessage = ({ data }: MessageEvent<Reply>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ("failure" in data) one?.reject(new Error(data.failure));
    else one?.resolve(data.answer);
  };
  return started;
}

function collectionOf(opened: Opened): Collection {
  if ("spec" in opened) {
    const { name, spec } = opened;
    const only: Connector = { path: ["opened", name], name: titleOf(spec) ?? name, kind: "connector", spec: () => Promise.resolve(spec), samples: [] };
    return { name, kept: false, connectors: [only] };
  }
  const { collection, definitions, kept } = opened;
  const connectors = definitions.filter(({ hasSpec }) => hasSpec).map((definition) => connectorOf(collection, definition));
  return { name: collection, kept, connectors: connectors.sort((one, other) => one.name.localeCompare(other.name)) };
}

function connectorOf(collection: string, definition: Definition): Connector {
  const { name, dockerRepository, dockerImageTag, definitionId, actorType } = definition;
  const image = dockerRepository && (dockerImageTag ? `${dockerRepository}:${dockerImageTag}` : dockerRepository);
  const known = image ?? definitionId ?? name ?? "";
  return {
    path: ["registry", collection, known],
    name: name ?? dockerRepository ?? known,
    kind: actorType === "source" || actorType === "destination" ? actorType : "connector",
    ...(dockerRepository === undefined ? {} : { repository: dockerRepository }),
    ...(dockerImageTag === undefined ? {} : { version: dockerImageTag }),
    spec: () => ask({ ask: "spec", collection, definition: known }) as Promise<string>,
    samples: [],
  };
}

function titleOf(spec: string): string | undefined {
  const read = JSON.parse(spec) as { connectionSpecification?: { title?: unknown }; title?: unknown };
  const title = read.connectionSpecification?.title ?? read.title;
  return typeof title === "string" ? title : undefined;
}
