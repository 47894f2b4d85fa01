import type { Field } from "airbyte-db";
import { useEffect, useState } from "react";

import { Icon } from "../../parts/Icon.js";
import { useChosen } from "../draft.js";
import { FieldView } from "./FieldView.js";

/** Fields in the spec's order; those that may be left out stand under a fold. */
export function Fields({ fields, base }: { fields: readonly Field[]; base: string }) {
  const shown = fields.filter(({ hidden }) => !hidden);
  const folded = shown.filter((field) => field.folded);
  return (
    <div className="fields">
      {shown.filter((field) => !field.folded).map((field) => (
        <FieldView key={field.pointer} field={field} base={base} />
      ))}
      {folded.length > 0 && <Fold fields={folded} base={base} />}
    </div>
  );
}

function Fold({ fields, base }: { fields: readonly Field[]; base: string }) {
  const [open, setOpen] = useState(false);
  const sent = useChosen((draft) => draft.sent);
  const wrong = useChosen((draft) => fields.filter((field) => draft.shownAt(base + field.pointer).length > 0).length);
  useEffect(() => {
    const isInside = ({ pointer }: Field) => sent?.to === "form" && `${sent.pointer}/`.startsWith(`${base}${pointer}/`);
    if (fields.some(isInside)) setOpen(true);
  }, [sent, fields, base]);
  const names = fields.map(({ title }) => title).join(", ");
  return (
    <div className="fold">
      <button type="button" className="fold-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "up" : "down"} />
        <span className="fold-name">
          {fields.length === 1 ? "1 optional field" : `${fields.length} optional fields`}
          {!open && <span className="fold-names">{names}</span>}
        </span>
        {wrong > 0 && <span className="badge bad">{wrong}</span>}
      </button>
      {open && (
        <div className="fields">
          {fields.map((field) => (
            <FieldView key={field.pointer} field={field} base={base} />
          ))}
        </div>
      )}
    </div>
  );
}
