// Where the values of a JSON text stand in the editor, by their pointers.

import { ensureSyntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

import { escaped } from "../../parts/jsonPointer.js";

export interface Place {
  from: number;
  to: number;
}

export function places(state: EditorState): Map<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  const top = ensureSyntaxTree(state, state.doc.length, 200)?.topNode.firstChild;
  if (top) collect(state, top, "", found);
  return found;
}

function collect(state: EditorState, node: SyntaxNode, pointer: string, found: Map<string, SyntaxNode>): void {
  found.set(pointer, node);
  let item = 0;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === "Property") {
      const name = child.getChild("PropertyName");
      const value = child.lastChild;
      if (name && value && value.from !== name.from) collect(state, value, `${pointer}/${escaped(nameOf(state, name))}`, found);
    } else if (node.name === "Array" && !"[],⚠".includes(child.name)) collect(state, child, `${pointer}/${item++}`, found);
  }
}

function nameOf(state: EditorState, node: SyntaxNode): string {
  const text = state.sliceDoc(node.from, node.to);
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}

/** What of a value is to be seen: of a text what stands between its quotes, of an object or list all that is inside. */
export function inside(node: SyntaxNode): Place[] {
  if (node.name === "String") return [{ from: node.from + 1, to: node.to - 1 }];
  if (node.name !== "Object" && node.name !== "Array") return [{ from: node.from, to: node.to }];
  const parts: Place[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const value = child.name === "Property" ? child.lastChild : child;
    if (value && !"{}[],⚠".includes(value.name)) parts.push(...inside(value));
  }
  return parts;
}
