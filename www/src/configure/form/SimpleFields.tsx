// Fields of one value: text, numbers, secrets, dates, switches, lists to choose from, and anything as JSON.

import type { Field } from "airbyte-db";
import { useState } from "react";

import { Icon } from "../../parts/Icon.js";
import { useChosen, useDraft } from "../draft.js";
import { DateButton } from "./DateButton.js";
import { Labelled, titleOf, useDescribed } from "./Labelled.js";
import { asText, TypedInput } from "./TypedInput.js";

export interface FieldProps {
  field: Field;
  /** Its pointer from the configuration's root. */
  at: string;
}

const useShown = (at: string): string => useChosen((draft) => asText(draft.valueAt(at)));
const placeholderOf = (field: Field): string | undefined => (field.secret ? undefined : (field.placeholder ?? field.date_form));

export function TextField({ field, at }: FieldProps) {
  const shown = useShown(at);
  const described = useDescribed(at);
  const isDate = field.kind === "date" || field.kind === "date_time" || field.kind === "month";
  const input = (
    <TypedInput
      {...described}
      at={at}
      shown={shown}
      lines={field.kind === "multiline"}
      readOnly={field.read_only}
      placeholder={placeholderOf(field)}
      inputMode={field.kind === "integer" ? "numeric" : field.kind === "number" ? "decimal" : undefined}
      aria-required={field.required}
    />
  );
  return (
    <Labelled field={field} at={at}>
      {isDate ? (
        <div className="input-with">
          {input}
          <DateButton field={field} at={at} />
        </div>
      ) : (
        input
      )}
    </Labelled>
  );
}

/** A secret of any kind of one value: dots, until it is asked for. */
export function SecretField({ field, at }: FieldProps) {
  const [revealed, setRevealed] = useState(false);
  const stored = useChosen((draft) => isReference(draft.valueAt(at)));
  const shown = useShown(at);
  const described = useDescribed(at);
  const lines = field.kind === "multiline_secret" || field.kind === "json";
  if (stored) return <StoredSecret field={field} at={at} />;
  const verb = revealed ? "Hide" : "Show";
  return (
    <Labelled field={field} at={at}>
      {/* A form of its own, with a name for nobody: browsers complain of passwords without either. Nothing submits it. */}
      <form className="input-with" noValidate onSubmit={(event) => event.preventDefault()}>
        <input hidden readOnly autoComplete="username" />
        <TypedInput
          {...described}
          at={at}
          shown={shown}
          lines={lines}
          type={revealed ? "text" : "password"}
          className={lines && !revealed ? "input concealed" : "input"}
          readOnly={field.read_only}
          aria-required={field.required}
          // Browsers offer to keep what they take for the password of a site.
          {...{ autoComplete: "new-password", "data-1p-ignore": "", "data-lpignore": "true" }}
        />
        <button type="button" className="button icon" aria-label={`${verb} ${titleOf(field)}`} aria-pressed={revealed} title={verb} onClick={() => setRevealed(!revealed)}>
          <Icon name={revealed ? "eyeOff" : "eye"} />
        </button>
      </form>
    </Labelled>
  );
}

const isReference = (value: unknown): boolean => typeof value === "object" && value !== null && "_secret" in value;

function StoredSecret({ field, at }: FieldProps) {
  const draft = useDraft();
  const described = useDescribed(at);
  return (
    <Labelled field={field} at={at}>
      <div className="row">
        <span className="badge accent">Stored; a reference stands here</span>
        <button type="button" {...described} aria-invalid={undefined} className="button small" onClick={() => draft.put(at, "")}>
          Enter a new one
        </button>
      </div>
    </Labelled>
  );
}

export function ToggleField({ field, at }: FieldProps) {
  const draft = useDraft();
  const on = useChosen((draft) => draft.valueAt(at) === true);
  const { "aria-invalid": _, ...described } = useDescribed(at);
  return (
    <Labelled
      field={field}
      at={at}
      extra={
        <input
          {...described}
          type="checkbox"
          role="switch"
          className="switch"
          checked={on}
          disabled={field.read_only}
          onChange={(event) => draft.put(at, event.target.checked)}
          onBlur={() => draft.leave(at)}
        />
      }
    >
      {null}
    </Labelled>
  );
}

export function SelectField({ field, at }: FieldProps) {
  const draft = useDraft();
  const options = field.options ?? [];
  const value = useChosen((draft) => draft.valueAt(at));
  const described = useDescribed(at);
  const chosen = options.findIndex((option) => option.value === value);
  const odd = value !== undefined && value !== null && chosen < 0;
  return (
    <Labelled field={field} at={at}>
      <select
        {...described}
        className="input"
        value={chosen}
        disabled={field.read_only}
        aria-required={field.required}
        onChange={(event) => draft.put(at, options[Number(event.target.value)]?.value)}
        onBlur={() => draft.leave(at)}
      >
        {(chosen < 0 || !field.required) && <option value={-1}>{odd ? (field.secret ? "Something else" : asText(value)) : "Nothing chosen"}</option>}
        {options.map((option, index) => (
          <option key={index} value={index}>
            {option.title ?? asText(option.value)}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function MultiSelectField({ field, at }: FieldProps) {
  const draft = useDraft();
  const value = useChosen((draft) => draft.valueAt(at));
  const chosen: unknown[] = Array.isArray(value) ? value : [];
  const toggle = (option: unknown, on: boolean) => {
    const next = on ? [...chosen, option] : chosen.filter((other) => other !== option);
    draft.put(at, next.length === 0 && !field.required ? undefined : next);
  };
  return (
    <Labelled field={field} at={at} as="group">
      <div className="options" onBlur={() => draft.leave(at)}>
        {(field.options ?? field.item?.options ?? []).map((option, index) => (
          <label key={index} className="check">
            <input type="checkbox" checked={chosen.includes(option.value)} disabled={field.read_only} onChange={(event) => toggle(option.value, event.target.checked)} />
            <span>{option.title ?? asText(option.value)}</span>
          </label>
        ))}
      </div>
    </Labelled>
  );
}

/** Anything, as JSON: the package reads what is typed. */
export function JsonField({ field, at }: FieldProps) {
  const shown = useShown(at);
  const described = useDescribed(at);
  return (
    <Labelled field={field} at={at}>
      <TypedInput {...described} at={at} shown={shown} lines className="input mono" placeholder={placeholderOf(field) ?? "JSON"} aria-required={field.required} />
    </Labelled>
  );
}
