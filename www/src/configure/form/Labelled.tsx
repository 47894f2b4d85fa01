// What every field has around its input: label, help, findings.

import type { Field, Finding } from "airbyte-db";
import type { ReactNode } from "react";

import { Html } from "../../parts/Html.js";
import { Icon } from "../../parts/Icon.js";
import { useChosen } from "../draft.js";
import { findingsId, helpId, inputId } from "./names.js";

interface LabelledProps {
  field: Field;
  at: string;
  /** A group of several inputs, or one input that the label belongs to. */
  as?: "group" | "input";
  extra?: ReactNode;
  children: ReactNode;
}

export const titleOf = (field: Field): string => field.title || "Item";

export function Labelled({ field, at, as = "input", extra, children }: LabelledProps) {
  const head = (
    <span className="field-title">
      {titleOf(field)}
      {field.required ? null : <span className="field-note">Optional</span>}
      {field.secret && <span className="badge">Secret</span>}
    </span>
  );
  if (as === "group")
    return (
      <fieldset className="field" data-at={at} aria-describedby={helpId(at)}>
        <div className="spread">
          <legend>{head}</legend>
          {extra}
        </div>
        <Help field={field} at={at} />
        {children}
        <Findings at={at} />
      </fieldset>
    );
  return (
    <div className="field" data-at={at}>
      <div className="spread">
        <label htmlFor={inputId(at)}>{head}</label>
        {extra}
      </div>
      <Help field={field} at={at} />
      {children}
      <Findings at={at} />
    </div>
  );
}

function Help({ field, at }: { field: Field; at: string }) {
  const { description, pattern_description, date_form } = field;
  const form = pattern_description ?? date_form;
  const examples = (field.examples ?? []).slice(1, 4).map((example) => (typeof example === "string" ? example : JSON.stringify(example)));
  if (!description && !form && examples.length === 0) return <div id={helpId(at)} hidden />;
  return (
    <div id={helpId(at)} className="field-help">
      {description && <Html html={description} />}
      {form && <div className="field-form">Form: {form}</div>}
      {examples.length > 0 && <div className="break">Also: {examples.join(", ")}</div>}
    </div>
  );
}

/** The findings of one place, once it was left. */
export function Findings({ at }: { at: string }) {
  const findings = useChosen((draft) => draft.shownAt(at));
  return (
    <div id={findingsId(at)} className="field-findings" aria-live="polite">
      {findings.map((finding) => (
        <FindingLine key={finding.code + finding.schema_pointer} finding={finding} />
      ))}
    </div>
  );
}

export const FindingLine = ({ finding }: { finding: Finding }) => (
  <p className={finding.severity}>
    <Icon name="warn" />
    <span>
      {finding.message} {finding.hint}
    </span>
  </p>
);

/** What an input says of itself to whoever cannot see it. */
export function useDescribed(at: string): { id: string; "aria-describedby": string; "aria-invalid": boolean } {
  const wrong = useChosen((draft) => draft.shownAt(at).some(({ severity }) => severity === "error"));
  return { id: inputId(at), "aria-describedby": `${helpId(at)} ${findingsId(at)}`, "aria-invalid": wrong };
}
