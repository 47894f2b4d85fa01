import type { Field } from "airbyte-db";

import { Icon } from "../../parts/Icon.js";
import { useChosen, useDraft } from "../draft.js";
import { FieldView } from "./FieldView.js";
import { Labelled, titleOf } from "./Labelled.js";
import type { FieldProps } from "./SimpleFields.js";

/** A list: of single values one below the other, of groups and choices a card each. */
export function ListField({ field, at }: FieldProps) {
  const draft = useDraft();
  const value = useChosen((draft) => draft.valueAt(at));
  const item = field.item ?? TEXT_ITEM;
  const items: unknown[] = Array.isArray(value) ? value : [];
  const isLarge = field.kind === "list_of_objects";
  const name = item.title || "item";
  const add = () => {
    const added = draft.append(at, isLarge ? {} : "");
    // The new item is drawn by then.
    requestAnimationFrame(() => focusIn(added));
  };
  const remove = (index: number) => {
    draft.put(`${at}/${index}`, undefined);
    draft.leave(at);
    requestAnimationFrame(() => focusIn(items.length > 1 ? `${at}/${Math.max(0, index - 1)}` : at));
  };
  return (
    <Labelled field={field} at={at} as="group">
      {items.length > 0 && (
        <ol className={isLarge ? "items large plain" : "items plain"}>
          {items.map((_, index) => (
            <li key={index} className="item" data-at={`${at}/${index}`}>
              {isLarge && (
                <span className="item-title">
                  {name} {index + 1}
                </span>
              )}
              <div className="item-body">
                <FieldView field={isLarge ? item : { ...item, title: `${titleOf(field)}, ${index + 1}` }} base={`${at}/${index}`} bare />
              </div>
              <button type="button" className="button quiet icon small" aria-label={`Remove ${name} ${index + 1}`} title="Remove" onClick={() => remove(index)}>
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ol>
      )}
      <button type="button" className="button small" disabled={field.read_only} onClick={add}>
        <Icon name="plus" />
        Add {isLarge && item.title ? item.title : "one"}
      </button>
    </Labelled>
  );
}

const TEXT_ITEM: Field = {
  pointer: "", key: "", kind: "text", title: "", required: true, nullable: false, secret: false, hidden: false,
  always_show: false, read_only: false, folded: false,
};

function focusIn(at: string): void {
  const place = document.querySelector(`[data-at="${CSS.escape(at)}"]`);
  place?.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
}
