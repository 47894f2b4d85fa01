// Findings as the editor marks them: at the value they are about, or where the package says that it would stand.

import type { Diagnostic } from "@codemirror/lint";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

import type { Draft } from "../draft.js";

export function marks(draft: Draft, state: EditorState, where: Map<string, SyntaxNode>): Diagnostic[] {
  const { unreadable } = draft;
  if (unreadable) return [{ ...span(state, unreadable.line, unreadable.column), severity: "error", message: unreadable.message }];
  return draft.verdict.findings.map(({ pointer, line, column, severity, message, hint }) => {
    const node = where.get(pointer);
    const place = node ? { from: node.from, to: firstLine(state, node) } : span(state, line, column);
    return { ...place, severity, message: hint ? `${message} ${hint}` : message };
  });
}

/** Of a value over many lines only the first is marked. */
const firstLine = (state: EditorState, node: SyntaxNode): number => Math.min(node.to, state.doc.lineAt(node.from).to);

export function span(state: EditorState, line = 1, column = 1): { from: number; to: number } {
  const found = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  const from = Math.min(found.from + column - 1, found.to);
  return { from, to: Math.min(from + 1, state.doc.length) };
}
