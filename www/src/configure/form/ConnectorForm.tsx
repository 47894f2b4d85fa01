// The form of a connector: its cards, and the way to a field that a finding or a link leads to.

import { useEffect, useRef } from "react";

import { Html } from "../../parts/Html.js";
import { Notice } from "../../parts/Notice.js";
import { useChosen, useDraft } from "../draft.js";
import { Branches } from "./ChoiceField.js";
import { Fields } from "./Fields.js";

export function ConnectorForm() {
  const draft = useDraft();
  const { form } = draft;
  const frame = useRef<HTMLFieldSetElement>(null);
  const sent = useChosen((draft) => draft.sent);
  const unreadable = useChosen((draft) => draft.unreadable !== undefined);
  useEffect(() => {
    if (sent?.to !== "form" || !frame.current) return undefined;
    const root = frame.current;
    // Folds on the way there open first.
    const timer = setTimeout(() => {
      // What has no field, such as a member that the spec does not know, is in the text.
      if (!reveal(root, sent.pointer)) draft.send(sent.pointer, "text");
    }, 30);
    return () => clearTimeout(timer);
  }, [sent, draft]);
  const cards = form.cards.filter(({ hidden }) => !hidden);
  return (
    // A text that cannot be read cannot be changed in one place: it has to be mended first.
    <fieldset className="form stack" ref={frame} disabled={unreadable} aria-label="The configuration, as a form">
      {form.description && <Html className="soft" html={form.description} />}
      {form.truncated && (
        <Notice tone="warn" title="The spec says more than a form can hold">
          What is cut off stands as JSON.
        </Notice>
      )}
      {form.choice && (
        <section className="card card-body">
          <Branches choice={form.choice} at="" base="" />
        </section>
      )}
      {cards.map((card) => (
        <section key={card.id} className="card card-body" aria-label={card.title ?? "Fields"}>
          {card.title && <h2 className="card-title">{card.title}</h2>}
          <Fields fields={card.fields} base="" />
        </section>
      ))}
      {cards.length === 0 && !form.choice && (
        <div className="card empty">
          <h2>Nothing to fill in</h2>
          This connector needs no configuration.
        </div>
      )}
    </fieldset>
  );
}

/** Goes to the field of a pointer, or the nearest one around it; false where there is none. */
function reveal(root: HTMLElement, pointer: string): boolean {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const place = root.querySelector<HTMLElement>(`[data-at="${CSS.escape(at)}"]`);
    if (place) {
      place.scrollIntoView({ block: "center" });
      place.querySelector<HTMLElement>("input:not([tabindex='-1']), select, textarea, button")?.focus({ preventScroll: true });
      return true;
    }
    if (at === "") return false;
  }
}
