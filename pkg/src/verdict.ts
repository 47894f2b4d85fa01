/** The kind of a finding; the list is closed, and `docs/findings.md`, `docs/lint.md` and `docs/audit.md` explain each. */
export type Code =
  | "type" | "enum" | "const" | "multipleOf" | "maximum" | "exclusiveMaximum" | "minimum" | "exclusiveMinimum"
  | "maxLength" | "minLength" | "pattern" | "format" | "additionalItems" | "maxItems" | "minItems"
  | "uniqueItems" | "contains" | "maxProperties" | "minProperties" | "required" | "additionalProperties"
  | "propertyNames" | "dependencies" | "not" | "false" | "branch_missing" | "branch_unknown"
  | "branch_ambiguous" | "branch_type" | "branch_mismatch" | "secret_reference" | "near_miss"
  | "pattern_broken" | "pattern_unchecked" | "reference" | "other_draft" | "unexpected_null"
  | "unreadable_value" | "part_missing" | "part_unused" | "schedule_mismatch" | "cron_expression" | "time_zone"
  | "namespace_format" | "actor_type" | "workspace_mismatch" | "stream_name" | "state_type" | "repeated"
  | "config_type" | "attempt_number" | "status_mismatch" | "hash" | "secret_coordinate" | "clear_text"
  | "time_order" | "spec_unusable" | "misspelt_keyword" | "unknown_keyword" | "spec_keyword" | "spec_type"
  | "keyword_without_effect" | "keyword_unsupported" | "repeated_value" | "unknown_format" | "null_first"
  | "bounds_reversed" | "default_mismatch" | "example_mismatch" | "enum_mismatch" | "required_undeclared"
  | "order_repeated" | "order_missing" | "group_undeclared" | "discriminator_missing"
  | "discriminator_repeated" | "discriminator_optional" | "pattern_unanchored" | "pattern_portability"
  | "pattern_backtracking" | "pattern_against_format" | "secret_unmarked" | "secret_denied" | "secret_default"
  | "secret_not_text" | "oauth_path" | "oauth_predicate" | "row_missing" | "secret_missing" | "secret_unused"
  | "hash_mismatch" | "catalog_mismatch" | "catalog_repeated" | "catalog_unused" | "deleted_in_use"
  | "job_concurrent" | "job_stale" | "attempt_gap" | "attempt_unfinished" | "row_unreadable" | "connector_gone"
  | "member_ignored" | "member_deprecated";

/** One thing to know about a document. It never holds the value of a secret field. */
export interface Finding {
  code: Code;
  /** JSON pointer to where a person would mend it: for a missing member the place where it belongs. */
  pointer: string;
  /** JSON pointer to the keyword of the schema that says so. */
  schema_pointer: string;
  /** The way to the field by its titles, as a form would show them: `Credentials › Client ID`. */
  label: string;
  /** A complete sentence. */
  message: string;
  /** What to do, where more can be said than the message says. */
  hint?: string;
  /** The choice that the finding depends on. */
  branch?: Branch;
  /** A warning does not make the document invalid. */
  severity: "error" | "warning";
  /** Where in the text, counted from 1. Of an object it is the place in its JSON text. */
  line?: number;
  column?: number;
}

/** A branch of `oneOf` or `anyOf` that a finding comes from. */
export interface Branch {
  pointer: string;
  title: string;
  /** The member that chose it; null where it is only the branch that fits best. */
  by: string | null;
}

/** Whether a document fits, and what there is to say about it. */
export interface Verdict {
  valid: boolean;
  /** How many findings there are; more than `findings` holds where the limit was reached. */
  count: number;
  /** How many of them are errors. */
  errors: number;
  /** In document order. */
  findings: Finding[];
}

/** How to judge. */
export interface Judging {
  /** Whether `format` is asserted, as the platform does. Default true. */
  formats?: boolean;
  /** How many findings are told at most; they are counted all the same. Default 1000. */
  maxFindings?: number;
}

/** The verdict that the module tells without a word. */
export const flawless = (): Verdict => ({ valid: true, count: 0, errors: 0, findings: [] });
