import type { Field } from "airbyte-db";
import { type ComponentType, memo } from "react";

import { ChoiceField } from "./ChoiceField.js";
import { GroupField } from "./GroupField.js";
import { ListField } from "./ListField.js";
import { JsonField, MultiSelectField, SecretField, SelectField, TextField, ToggleField } from "./SimpleFields.js";

type Shown = ComponentType<{ field: Field; at: string; base: string }>;

const BY_KIND: Record<Field["kind"], Shown> = {
  text: TextField,
  multiline: TextField,
  secret: SecretField,
  multiline_secret: SecretField,
  number: TextField,
  integer: TextField,
  toggle: ToggleField,
  date: TextField,
  date_time: TextField,
  month: TextField,
  select: SelectField,
  multi_select: MultiSelectField,
  list: ListField,
  list_of_objects: ListField,
  group: GroupField,
  choice: ChoiceField,
  json: JsonField,
};

/** What a secret of another kind is hidden behind all the same. */
const HIDDEN_KINDS = new Set<Field["kind"]>(["text", "multiline", "number", "integer", "date", "date_time", "month", "json"]);

interface FieldViewProps {
  field: Field;
  /** What the field's pointer counts from: empty, or an item of a list. */
  base: string;
  /** Without its label, which the list around it has. */
  bare?: boolean;
}

export const FieldView = memo(function FieldView({ field, base, bare = false }: FieldViewProps) {
  if (field.hidden) return null;
  const Kind = field.secret && HIDDEN_KINDS.has(field.kind) ? SecretField : BY_KIND[field.kind];
  const shown = <Kind field={field} at={base + field.pointer} base={base} />;
  return bare ? <div className="bare">{shown}</div> : shown;
});
