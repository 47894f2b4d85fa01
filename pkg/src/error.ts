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
  | "refused"
  | "store_not_a_database"
  | "store_not_a_store"
  | "store_newer"
  | "store_older"
  | "store_migration"
  | "store_read_only"
  | "store_locked"
  | "store_full"
  | "store_damaged"
  | "store_cannot_open"
  | "store_constraint"
  | "store_missing"
  | "store_not_allowed"
  | "store_sql"
  | "store_sql_too_long"
  | "store_other"
  /** The function was called with something that it does not take. */
  | "usage"
  /** The module, or what a URL leads to, could not be loaded. */
  | "load"
  /** The store was asked to be kept where nothing can be kept: no file system, a private window, Node. */
  | "store_not_persistent"
  /** Another tab has the store, and cannot share it. */
  | "store_held"
  /** The tab that had the store was closed in the middle of a change. */
  | "store_interrupted"
  /** The store was closed. */
  | "store_closed";

export const misused = (message: string): AirbyteError => new AirbyteError({ code: "usage", message });
