// A choice between branches: cards where there are few or the spec wants them, a drop-down otherwise.

import type { Choice, Field, FormBranch } from "airbyte-db";

import { Html } from "../../parts/Html.js";
import { useChosen, useDraft } from "../draft.js";
import { Fields } from "./Fields.js";
import { FieldView } from "./FieldView.js";
import { Labelled, useDescribed } from "./Labelled.js";
import { inputId } from "./names.js";
import type { FieldProps } from "./SimpleFields.js";

/** So many branches at most are shown as cards. */
const FEW = 3;

export function ChoiceField({ field, at, base }: FieldProps & { base: string }) {
  const isCards = field.choice && asCards(field.choice);
  return (
    <Labelled field={field} at={at} as={isCards ? "group" : "input"}>
      {field.choice && <Branches choice={field.choice} field={field} at={at} base={base} />}
    </Labelled>
  );
}

const asCards = ({ branches, display }: Choice): boolean => display === "radio" || branches.length <= FEW;

interface BranchesProps {
  choice: Choice;
  field?: Field;
  at: string;
  base: string;
  /** How many choices of the same object stand around this one. */
  depth?: number;
}

export function Branches({ choice, field, at, base, depth = 0 }: BranchesProps) {
  const taken = useChosen((draft) => draft.branchesAt(at));
  const index = taken === "" ? undefined : taken.split(" ").map(Number)[depth];
  const branch = choice.branches.find((branch) => branch.index === index);
  const offered = choice.branches.filter((other) => !other.hidden || other === branch);
  const optional = field !== undefined && !field.required;
  const pick = usePick(at, choice, depth);
  const Picker = asCards(choice) ? Cards : DropDown;
  return (
    <>
      <Picker at={at} depth={depth} offered={offered} chosen={branch} optional={optional} label={field?.title ?? "Kind"} onPick={pick} />
      {branch && <Inside branch={branch} at={at} base={base} depth={depth} />}
      {(field?.fields?.length ?? 0) > 0 && branch && <Fields fields={field?.fields ?? []} base={base} />}
    </>
  );
}

/** The outer choice is switched; a further one of the same object is made by the member that names its branch. */
function usePick(at: string, choice: Choice, depth: number): (branch: FormBranch | undefined) => void {
  const draft = useDraft();
  return (branch) => {
    if (!branch) draft.put(at, undefined);
    else if (depth === 0) draft.switchBranch(at, branch.index);
    else if (choice.discriminator !== undefined) draft.put(`${at}/${choice.discriminator}`, branch.value);
    draft.leave(at);
  };
}

function Inside({ branch, at, base, depth }: { branch: FormBranch; at: string; base: string; depth: number }) {
  const fields = branch.fields ?? [];
  const isEmpty = fields.length === 0 && !branch.choice && !branch.content;
  if (isEmpty) return null;
  return (
    <div className="group">
      {fields.length > 0 && <Fields fields={fields} base={base} />}
      {branch.content && <FieldView field={branch.content} base={base} />}
      {branch.choice && <Branches choice={branch.choice} at={at} base={base} depth={depth + 1} />}
    </div>
  );
}

interface PickerProps {
  at: string;
  depth: number;
  label: string;
  offered: FormBranch[];
  chosen: FormBranch | undefined;
  optional: boolean;
  onPick: (branch: FormBranch | undefined) => void;
}

/** A further choice of the same object stands at the same place, but is one of its own. */
const idOf = (at: string, depth: number): string => inputId(at) + (depth === 0 ? "" : `:${depth}`);

function DropDown({ at, depth, label, offered, chosen, optional, onPick }: PickerProps) {
  const described = useDescribed(at);
  return (
    <>
      <select
        {...described}
        id={idOf(at, depth)}
        aria-label={label}
        className="input"
        value={chosen?.index ?? -1}
        onChange={(event) => onPick(offered.find(({ index }) => index === Number(event.target.value)))}
      >
        {(optional || !chosen) && <option value={-1}>{optional ? "None" : "Nothing chosen"}</option>}
        {offered.map(({ index, title }) => (
          <option key={index} value={index}>
            {title}
          </option>
        ))}
      </select>
      {chosen?.description && <Html className="field-help" html={chosen.description} />}
    </>
  );
}

function Cards({ at, depth, offered, chosen, optional, onPick }: PickerProps) {
  const name = idOf(at, depth);
  return (
    <div className="branches">
      {optional && <Card name={name} title="None" checked={!chosen} onPick={() => onPick(undefined)} />}
      {offered.map((branch) => (
        <Card key={branch.index} name={name} title={branch.title} description={branch.description} checked={branch === chosen} onPick={() => onPick(branch)} />
      ))}
    </div>
  );
}

function Card({ name, title, description, checked, onPick }: { name: string; title: string; description?: string | undefined; checked: boolean; onPick: () => void }) {
  return (
    <label className="branch">
      <input type="radio" name={name} checked={checked} onChange={onPick} />
      <span>
        <span className="branch-title">{title}</span>
        {description && <Html className="field-help" html={description} />}
      </span>
    </label>
  );
}
