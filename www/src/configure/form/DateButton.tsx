// The browser's own calendar beside the text: a date may be typed or picked.

import type { Field } from "airbyte-db";
import { useRef } from "react";

import { Icon } from "../../parts/Icon.js";
import { useDraft } from "../draft.js";
import { type FieldProps } from "./SimpleFields.js";
import { titleOf } from "./Labelled.js";
import { asText } from "./TypedInput.js";

const TYPES = { date: "date", date_time: "datetime-local", month: "month" } as const;

/** What a picker of each type takes of a date that begins with year, month and day. */
const SHOWN = { date: /^\d{4}-\d\d-\d\d/, "datetime-local": /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?/, month: /^\d{4}-\d\d/ };

export function DateButton({ field, at }: FieldProps) {
  const draft = useDraft();
  const picker = useRef<HTMLInputElement>(null);
  const type = TYPES[field.kind as keyof typeof TYPES];
  const open = () => {
    if (!picker.current) return;
    // It opens where the field is; what it cannot show counts as nothing.
    picker.current.value = asText(draft.valueAt(at)).match(SHOWN[type])?.[0] ?? "";
    picker.current.showPicker();
  };
  return (
    <span className="date-button">
      <button type="button" className="button icon" aria-label={`Pick ${titleOf(field)}`} title="Pick a date" disabled={field.read_only} onClick={open}>
        <Icon name="calendar" />
      </button>
      <input
        ref={picker}
        type={type}
        step={1}
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          draft.enter(at, written(event.target.value, field));
          draft.leave(at);
        }}
      />
    </span>
  );
}

/** What was picked, in the letters of the form that the field wants. */
export function written(picked: string, field: Field): string {
  const [year = "", month = "", day = "01", hour = "00", minute = "00", second = "00"] = picked.split(/[-T:]/);
  if (year === "") return "";
  const form = field.date_form ?? { date: "YYYY-MM-DD", date_time: "YYYY-MM-DDTHH:mm:ssZ", month: "YYYY-MM" }[field.kind as keyof typeof TYPES];
  return form
    .replace("YYYY", year)
    .replace("MM", month)
    .replace("DD", day)
    .replace("HH", hour)
    .replace("mm", minute)
    .replace(/S+/, (digits) => "0".repeat(digits.length))
    .replace("ss", second.slice(0, 2));
}
