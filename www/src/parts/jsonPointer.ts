// JSON pointers: `/streams/0/name`.

/** A name as a pointer has it. */
export const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** The names of a pointer. */
export const segments = (pointer: string): string[] =>
  pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/** A member by its own name; nothing of what every object inherits. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** The value at a place. */
export const valueAt = (value: unknown, pointer: string): unknown => segments(pointer).reduce(memberOf, value);
