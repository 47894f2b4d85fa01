// Deployments as files, made by the package in Node: what a person would bring to the page.

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";

import { openStore } from "airbyte-db/store";

/** What `work` makes of a sample, a small one unless its plan says else. */
async function ofSample(work, plan = { connections: 6, jobs: 60 }) {
  const store = await openStore();
  try {
    await store.sample(plan);
    return await work(store);
  } finally {
    await store.close();
  }
}

/** An export as one archive. */
export const exported = () => ofSample(async (store) => Buffer.from(await (await store.export({ format: "tar.gz", secrets: true })).arrayBuffer()));

/** A sample as a SQLite file. */
export const stored = (plan) => ofSample(async (store) => Buffer.from(await (await store.export()).arrayBuffer()), plan);

/** The files of an archive, in a new folder; its path. */
export function unpacked(archive) {
  const folder = join(mkdtempSync(join(tmpdir(), "airbyte-db-export-")), "export");
  for (const { name, content } of filesOf(gunzipSync(archive))) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

/** An archive is blocks of 512 bytes: a header with name and size, then the content. */
function* filesOf(tar) {
  const text = (from, length) => tar.toString("utf8", from, from + length).replace(/\0.*$/s, "");
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    if (!text(at, 100).endsWith("/")) yield { name: text(at, 100), content: tar.subarray(at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

/** A registry with the sample's own connectors, a version on: each wants a member that no configuration has. */
export const newerRegistry = () =>
  ofSample(async (store) => {
    const { rows } = await store.list("actor_definition");
    const newer = rows.map((row) => {
      const { connectionSpecification, ...rest } = row.spec;
      const { properties = {}, required = [] } = connectionSpecification;
      return {
        [`${row.actor_type}DefinitionId`]: row.id,
        name: row.name,
        dockerRepository: row.docker_repository,
        dockerImageTag: "99.0.0",
        spec: {
          ...rest,
          connectionSpecification: {
            ...connectionSpecification,
            properties: { ...properties, tenant: { type: "string", title: "Tenant" } },
            required: [...required, "tenant"],
          },
        },
        type: row.actor_type,
      };
    });
    const of = (kind) => newer.filter(({ type }) => type === kind).map(({ type: _, ...definition }) => definition);
    return JSON.stringify({ sources: of("source"), destinations: of("destination") });
  });
