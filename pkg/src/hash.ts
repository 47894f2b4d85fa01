import { wholeCore } from "./engines.js";
import { misused } from "./error.js";
import { type Given, textOf } from "./spec.js";

/** How a hash is made and printed, by the era of the platform; `docs/hashes.md` explains them. */
export type HashForm = "murmur3" | "murmur3-sorted" | "murmur3-sorted-big-endian" | "murmur3-jsonb" | "md5" | "md5-jsonb";

/** What a text is read as before it is hashed. */
export type Reading = "catalog" | "config" | "bytes";

/** What a stored hash was made of. */
export interface Origin {
  reading: Reading;
  form: HashForm;
}

const FORMS: readonly HashForm[] = ["murmur3", "murmur3-sorted", "murmur3-sorted-big-endian", "murmur3-jsonb", "md5", "md5-jsonb"];

/** The `catalog_hash` of a catalog, as the platform's class writes it. */
export const catalogHash = (catalog: Given, form: HashForm = "murmur3"): Promise<string> => hashOf(catalog, "catalog", form);

/** The `config_hash` of a configuration, or the hash of any JSON in the text that Jackson would write. */
export const configHash = (configuration: Given, form: HashForm = "murmur3"): Promise<string> => hashOf(configuration, "config", form);

/** The hash of bytes, or of a text's bytes in UTF-8, as they stand. */
export async function bytesHash(bytes: Uint8Array | string, form: HashForm = "murmur3"): Promise<string> {
  const number = FORMS.indexOf(form);
  if (number < 0) throw misused(`there is no such form of a hash; there are ${FORMS.join(", ")}`);
  const given = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return (await wholeCore()).textOfBytes("hash_bytes", given, [number]);
}

/** The text that a hash is made of: what Jackson would write. */
export async function hashedText(document: Given, reading: Reading, form: HashForm = "murmur3"): Promise<string> {
  return (await wholeCore()).text("hash_text", [], [textOf(document), reading, form]) as string;
}

/** Whether a stored hash belongs to a document, and in which form; undefined where it does not. */
export async function hashOrigin(stored: string, document: Given): Promise<Origin | undefined> {
  const told = (await wholeCore()).text("hash_origin", [], [stored, textOf(document)]);
  if (told === undefined) return undefined;
  const [reading, form] = JSON.parse(told) as [Reading, HashForm];
  return { reading, form };
}

async function hashOf(document: Given, reading: Reading, form: HashForm): Promise<string> {
  return (await wholeCore()).text("hash", [], [textOf(document), reading, form]) as string;
}
