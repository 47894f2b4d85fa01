/** The form model; `docs/forms.md` describes each member. */
export interface FormModel {
  title?: string;
  description?: string;
  cards: Card[];
  /** Where the whole configuration is a choice: its branches. */
  choice?: Choice;
  /** The spec says more than a form can hold. */
  truncated: boolean;
}

export interface Card {
  id: string;
  title?: string;
  hidden: boolean;
  fields: Field[];
}

export type FieldKind =
  | "text" | "multiline" | "secret" | "multiline_secret" | "number" | "integer" | "toggle" | "date" | "date_time" | "month"
  | "select" | "multi_select" | "list" | "list_of_objects" | "group" | "choice" | "json";

export interface Field {
  /** Into the configuration; in the `item` of a list it counts from the list's item. */
  pointer: string;
  key: string;
  kind: FieldKind;
  title: string;
  /** May hold HTML: clean it before showing it. */
  description?: string;
  placeholder?: string;
  examples?: unknown[];
  default?: unknown;
  required: boolean;
  nullable: boolean;
  secret: boolean;
  hidden: boolean;
  always_show: boolean;
  read_only: boolean;
  folded: boolean;
  order?: number | bigint;
  group?: string;
  pattern?: string;
  pattern_description?: string;
  date_form?: string;
  precision?: "second" | "millisecond" | "microsecond";
  minimum?: number | bigint;
  maximum?: number | bigint;
  options?: { value: unknown; title?: string }[];
  item?: Field;
  fields?: Field[];
  choice?: Choice;
}

export interface Choice {
  /** The member that names the branch. */
  discriminator?: string;
  display?: "dropdown" | "radio";
  default_branch?: number;
  branches: FormBranch[];
}

export interface FormBranch {
  /** What `switchBranch` takes. */
  index: number;
  title: string;
  description?: string;
  value?: unknown;
  hidden: boolean;
  fields?: Field[];
  choice?: Choice;
  /** For a branch that is no object: the one field. */
  content?: Field;
}
