import { Icon } from "../../parts/Icon.js";
import { useChosen, useDraft } from "../draft.js";
import { Fields } from "./Fields.js";
import { Labelled, titleOf } from "./Labelled.js";
import type { FieldProps } from "./SimpleFields.js";

/** An object. One that is optional is there only once it was added: what it requires is required from then on. */
export function GroupField({ field, at, base }: FieldProps & { base: string }) {
  const draft = useDraft();
  const there = useChosen((draft) => draft.valueAt(at) !== undefined);
  const open = there || field.required;
  const toggle = field.required ? null : (
    <button type="button" className="button small" onClick={() => (there ? draft.put(at, undefined) : draft.begin(at, {}))}>
      <Icon name={there ? "trash" : "plus"} />
      {there ? "Remove" : "Add"}
      <span className="unseen">{titleOf(field)}</span>
    </button>
  );
  return (
    <Labelled field={field} at={at} as="group" extra={toggle}>
      {open && (
        <div className="group">
          <Fields fields={field.fields ?? []} base={base} />
        </div>
      )}
    </Labelled>
  );
}
