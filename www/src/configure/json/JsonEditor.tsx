// The configuration as text, in step with the form. The editor lives in a shadow root: there its styles are style sheets
// that a strict policy allows, where in the page they would be inline.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";
import { useEffect, useRef, useState } from "react";

import { type Draft, useChosen, useDraft } from "../draft.js";
import { hiddenSecrets, hide } from "./hidden.js";
import { marks, span } from "./marks.js";
import { inside, type Place, places } from "./places.js";
import { theme } from "./theme.js";
import { typedOver } from "./typing.js";

export default function JsonEditor({ revealed }: { revealed: boolean }) {
  const draft = useDraft();
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView>();

  useEffect(() => {
    if (!host.current) return undefined;
    const made = editor(host.current, draft);
    setView(made);
    return () => {
      made.destroy();
      setView(undefined);
    };
  }, [draft]);

  useEffect(() => {
    if (!view) return undefined;
    inStep(view, draft, revealed);
    let frame = 0;
    // What is typed into the editor is hidden and marked at once; what is typed into the form shows with the next picture.
    const follow = () => {
      cancelAnimationFrame(frame);
      if (view.hasFocus) inStep(view, draft, revealed);
      else frame = requestAnimationFrame(() => inStep(view, draft, revealed));
    };
    const unsubscribe = draft.subscribe(follow);
    return () => {
      cancelAnimationFrame(frame);
      unsubscribe();
    };
  }, [view, draft, revealed]);

  const sent = useChosen((draft) => draft.sent);
  useEffect(() => {
    if (view && sent?.to === "text") showIn(view, draft, sent.pointer);
  }, [view, draft, sent]);

  return <div className="editor" ref={host} />;
}

function editor(host: HTMLElement, draft: Draft): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const frame = document.createElement("div");
  frame.className = "frame";
  // The theme says 100 %, of this.
  frame.style.height = "100%";
  root.replaceChildren(frame);
  const state = EditorState.create({
    // Empty at first: a text is drawn together with what hides its secrets, never before it.
    extensions: [
      lineNumbers(),
      lintGutter(),
      drawSelection(),
      highlightActiveLine(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      json(),
      hiddenSecrets,
      typedOver,
      theme,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Configuration as JSON" }),
      // One history for the form and the text: the draft's. Tab is left alone, so that it leads out of the editor.
      keymap.of([
        { key: "Mod-z", run: () => (draft.undo(), true), preventDefault: true },
        { key: "Mod-y", mac: "Mod-Shift-z", run: () => (draft.redo(), true), preventDefault: true },
        { key: "Mod-Shift-z", run: () => (draft.redo(), true), preventDefault: true },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...lintKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((one) => one.annotation(Transaction.remote))) draft.write(update.state.doc.toString());
      }),
    ],
  });
  return new EditorView({ state, parent: frame, root });
}

/** Takes over what the form changed, and shows what the newest verdict says. */
function inStep(view: EditorView, draft: Draft, revealed: boolean): void {
  const changes = difference(view.state.doc.toString(), draft.text) ?? [];
  const { state } = view.state.update({ changes });
  const where = places(state);
  // In a text that cannot be read, what was hidden stays hidden.
  const effects = draft.unreadable && !revealed ? [] : hide.of(revealed ? [] : secretPlaces(draft, where));
  // In one step, so that nothing is drawn that is to be hidden.
  view.dispatch({ changes, effects, annotations: Transaction.remote.of(true) });
  view.dispatch(setDiagnostics(view.state, marks(draft, view.state, where)));
}

function secretPlaces(draft: Draft, where: ReadonlyMap<string, SyntaxNode>): Place[] {
  const secrets = draft.spec.findSecrets(draft.text);
  // A text that took too long to be read has no places: rather all of it is hidden than a secret is not.
  if (where.size === 0 && secrets.length > 0) return [{ from: 0, to: draft.text.length }];
  return secrets.flatMap((pointer) => where.get(pointer) ?? []).flatMap(inside);
}

/** The one place in which two texts differ, so that the cursor stays where it is. */
function difference(old: string, now: string): { from: number; to: number; insert: string } | undefined {
  if (old === now) return undefined;
  let from = 0;
  while (from < old.length && old[from] === now[from]) from++;
  let [to, end] = [old.length, now.length];
  while (to > from && end > from && old[to - 1] === now[end - 1]) [to, end] = [to - 1, end - 1];
  return { from, to, insert: now.slice(from, end) };
}

function showIn(view: EditorView, draft: Draft, pointer: string): void {
  const node = places(view.state).get(pointer);
  const finding = draft.findingsAt(pointer)[0];
  const { from } = node ?? span(view.state, finding?.line, finding?.column);
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  view.focus();
}
