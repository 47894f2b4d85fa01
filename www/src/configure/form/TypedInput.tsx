// An input that holds what a person types as they type it. Its value is set as a property, never as an attribute: what is
// typed, above all a secret, is not part of the page's markup.

import { type HTMLAttributes, type HTMLInputTypeAttribute, useLayoutEffect, useRef } from "react";

import { useDraft } from "../draft.js";

interface TypedInputProps extends HTMLAttributes<HTMLElement> {
  at: string;
  /** What the configuration holds, as text. */
  shown: string;
  lines?: boolean;
  type?: HTMLInputTypeAttribute;
  readOnly?: boolean;
  placeholder?: string | undefined;
}

export function TypedInput({ at, shown, lines = false, type = "text", ...more }: TypedInputProps) {
  const draft = useDraft();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const typing = useRef(false);

  useLayoutEffect(() => {
    // While a person types, `1.` must not become `1`; what comes from elsewhere is taken over at once.
    if (!typing.current && input.current && input.current.value !== shown) input.current.value = shown;
    typing.current = false;
  }, [shown]);

  const handlers = {
    onInput: () => {
      typing.current = true;
      draft.enter(at, input.current?.value ?? "");
    },
    onBlur: () => {
      typing.current = false;
      draft.leave(at);
      if (input.current) input.current.value = asText(draft.valueAt(at));
    },
  };
  const same = { ref: input, className: "input", autoComplete: "off", spellCheck: false, ...more, ...handlers };
  return lines ? <textarea {...same} rows={4} /> : <input {...same} type={type} />;
}

/** A value as an input shows it. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value, bigAsNumber, 2) : String(value);
}

const bigAsNumber = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? (JSON as unknown as { rawJSON?: (text: string) => unknown }).rawJSON?.(String(value)) ?? String(value) : value;
