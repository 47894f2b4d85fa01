// Secrets in the editor: their text is not drawn, so it is not in the page's markup either. They can be written over, not
// read, until a person asks to see them.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

import type { Place } from "./places.js";

class Dots extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    const dots = document.createElement("span");
    dots.className = "cm-secret";
    dots.textContent = "••••••••";
    dots.setAttribute("role", "img");
    dots.setAttribute("aria-label", "hidden secret");
    return dots;
  }
}

export const hide = StateEffect.define<readonly Place[]>();

// What is typed at its edge belongs to it.
const concealed = Decoration.replace({ widget: new Dots(), inclusive: true });

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(hidden, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(hide)) {
        const filled = effect.value.filter(({ from, to }) => from < to);
        return Decoration.set(filled.map(({ from, to }) => concealed.range(from, to)), true);
      }
    return hidden.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const hiddenSecrets = [field, EditorView.atomicRanges.of((view) => view.state.field(field))];
