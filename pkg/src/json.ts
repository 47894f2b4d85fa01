// JSON that rounds no number: whole numbers beyond ±(2^53−1) are BigInt on both sides.

import { misused } from "./error.js";

/** A JSON value as the package takes and gives it. */
export type JsonValue = string | number | bigint | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/** The JSON text of a value, with `undefined` and `toJSON` as `JSON.stringify` has them. */
export function toText(value: unknown): string {
  try {
    const text = JSON.stringify(value);
    if (text !== undefined) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return withBigInts(value, error);
  }
  throw misused("there is no value: undefined and functions are no JSON");
}

/** `JSON.stringify` refuses BigInt: they go in as texts that occur nowhere else, and come out as numbers. */
function withBigInts(value: unknown, refused: TypeError): string {
  const numbers: bigint[] = [];
  const collect = (_: string, value: unknown) => (typeof value === "bigint" ? void numbers.push(value) : value);
  try {
    JSON.stringify(value, collect);
  } catch {
    // It was something else: a circle.
    throw misused(refused.message);
  }
  for (let attempt = 0; ; attempt++) {
    const mark = `\u{f8ff}${attempt}:`;
    let found = 0;
    const marked = JSON.stringify(value, (_, value: unknown) => (typeof value === "bigint" ? `${mark}${value}` : value));
    const text = marked.replace(new RegExp(`"${mark}(-?\\d+)"`, "g"), (_, number: string) => (found++, number));
    if (found === numbers.length) return text;
  }
}

/** A run of digits that may be too long for a number. */
const LONG = /\d{16}/;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The value of a JSON text. */
export function fromText(text: string): any {
  if (!LONG.test(text)) return JSON.parse(text);
  let mark = "\u{f8ff}";
  while (text.includes(mark)) mark += "\u{f8ff}";
  let found = false;
  const marked = text.replace(TOKEN, (token) => {
    if (token.length < 16 || !/^-?\d+$/.test(token) || Number.isSafeInteger(Number(token))) return token;
    found = true;
    return `"${mark}${token}"`;
  });
  if (!found) return JSON.parse(text);
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}
