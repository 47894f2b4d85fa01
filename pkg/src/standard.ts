// Standard Schema, version 1 (standardschema.dev): what react-hook-form, TanStack Form and others take.

import type { StandardSchemaV1 } from "./standard-schema.js";
import type { Finding, Verdict } from "./verdict.js";

export function standard<T>(judge: (value: unknown) => Verdict): StandardSchemaV1.Props<T, T> {
  return {
    version: 1,
    vendor: "airbyte-db",
    validate(value) {
      if (value === undefined) return { issues: [{ message: "There is no value." }] };
      const { valid, findings } = judge(value);
      if (valid) return { value: value as T };
      return { issues: findings.filter(({ severity }) => severity === "error").map((finding) => issue(finding, value)) };
    },
  };
}

function issue({ pointer, message, hint }: Finding, value: unknown): StandardSchemaV1.Issue {
  return { message: hint ? `${message} ${hint}` : message, path: path(pointer, value) };
}

/** The keys on the way that a pointer leads: numbers in lists, as JavaScript has them. */
export function path(pointer: string, value: unknown): (string | number)[] {
  let here = value;
  return pointer.split("/").slice(1).map((segment) => {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    const key = Array.isArray(here) ? Number(name) : name;
    here = typeof here === "object" && here !== null ? (here as Record<string | number, unknown>)[key] : undefined;
    return key;
  });
}
