/** Why something could not be done; `code` is stable, and listed in `docs/errors.md`. */
export class AirbyteError extends Error {
  override readonly name = "AirbyteError";
  readonly code: ErrorCode;
  /** JSON pointer into the document or spec, where the error is about a place in it. */
  readonly pointer?: string;
  /** The place in the text, counted from 1, where the error has one. */
  readonly line?: number;
  readonly column?: number;

  constructor(told: { code: ErrorCode; message: string; pointer?: string; line?: number; column?: number }, options?: ErrorOptions) {
    super(told.message, options);
    this.code = told.code;
    if (told.pointer !== undefined) this.pointer = told.pointer;
    if (told.line !== undefined) this.line = told.line;
    if (told.column !== undefined) this.column = told.column;
  }
}

export type ErrorCode =
  | "json_syntax"
  | "yaml_syntax"
  | "too_deep"
  | "too_large"
  | "shape"
  | "document"
  | "spec"
  | "unsupported_draft"
  | "hash"
  | "unknown_name"
  | "definition"
  /** The function was called with something that it does not take. */
  | "usage"
  /** The module, or what a URL leads to, could not be loaded. */
  | "load";

export const misused = (message: string): AirbyteError => new AirbyteError({ code: "usage", message });
