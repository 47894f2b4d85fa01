// A configuration that is being written: its text is the one truth, which the form, the editor and the verdict show. Every
// rule is the package's; this only keeps the text's history, and who has seen what.

import { AirbyteError, type ConnectorSpec, type Finding, fromText, type FormModel, type Mode, type Verdict } from "airbyte-db";
import { useContext, createContext, useSyncExternalStore } from "react";

import { valueAt } from "../parts/jsonPointer.js";
import { oncePointerIsUp } from "../parts/pointer.js";
import { indented } from "./json/indented.js";

/** Why a text cannot be read. */
export interface Unreadable {
  message: string;
  line: number | undefined;
  column: number | undefined;
}

/** Where a person was sent: the field of a pointer. `serial` tells one sending from the next. */
export interface Sent {
  pointer: string;
  serial: number;
  to: "form" | "text";
}

const NONE: readonly Finding[] = [];
const NOTHING_SAID: Verdict = { valid: true, count: 0, errors: 0, findings: [] };
const MOST_STEPS = 500;

export class Draft {
  readonly form: FormModel;
  readonly #listeners = new Set<() => void>();
  #text: string;
  #value: unknown;
  #unreadable: Unreadable | undefined;
  #verdict: Verdict = NOTHING_SAID;
  #milliseconds = 0;
  #mode: Mode = "raw";
  #at = new Map<string, Finding[]>();
  #branches = new Map<string, string>();
  #seen = new Set<string>();
  #allSeen = false;
  #past: string[] = [];
  #future: string[] = [];
  /** What the newest step was about: typing on in the same place is one step. */
  #about: string | undefined;
  #sent: Sent | undefined;

  constructor(readonly spec: ConnectorSpec) {
    this.form = spec.form();
    this.#text = indented(spec.defaultsText());
    this.#judge();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get text(): string {
    return this.#text;
  }
  get unreadable(): Unreadable | undefined {
    return this.#unreadable;
  }
  get verdict(): Verdict {
    return this.#verdict;
  }
  /** How long the newest verdict took. */
  get milliseconds(): number {
    return this.#milliseconds;
  }
  get mode(): Mode {
    return this.#mode;
  }
  get sent(): Sent | undefined {
    return this.#sent;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** The value at a place; of a text that cannot be read, the last one that could. */
  valueAt(pointer: string): unknown {
    return valueAt(this.#value, pointer);
  }

  findingsAt(pointer: string): readonly Finding[] {
    return this.#at.get(pointer) ?? NONE;
  }

  /** The findings of a place that a person has left: before that they are none of their business. */
  shownAt(pointer: string): readonly Finding[] {
    return this.#allSeen || this.#seen.has(pointer) ? this.findingsAt(pointer) : NONE;
  }

  // ---- what a person does in the form ----

  enter(pointer: string, input: string): void {
    this.#step((text) => this.spec.enter(text, pointer, input), pointer);
  }

  put(pointer: string, value: unknown): void {
    this.#step((text) => this.spec.put(text, pointer, value));
  }

  switchBranch(pointer: string, branch: number): void {
    this.#step((text) => this.spec.switchBranch(text, pointer, branch)?.configuration);
  }

  /** Adds a place that is not there. */
  begin(pointer: string, otherwise: unknown): void {
    this.#step((text) => this.#begun(text, pointer, otherwise));
  }

  /** Adds an item at the end of a list, which may not be there yet. */
  append(list: string, otherwise: unknown): string {
    const items = this.valueAt(list);
    const item = `${list}/${Array.isArray(items) ? items.length : 0}`;
    this.#step((text) => this.#begun(Array.isArray(items) ? text : this.spec.put(text, list, []), item, otherwise));
    return item;
  }

  /** Which branches are taken there, as text: `1 0`. It is asked often while nothing changes. */
  branchesAt(pointer: string): string {
    const known = this.#branches.get(pointer);
    if (known !== undefined) return known;
    const taken = this.#unreadable ? "" : this.spec.branches(this.#text, pointer).join(" ");
    this.#branches.set(pointer, taken);
    return taken;
  }

  /** Whether any finding is shown yet: before that they are what is still to be filled in. */
  get hasShown(): boolean {
    return this.#allSeen || this.#verdict.findings.some(({ pointer }) => this.#seen.has(pointer));
  }

  /** A place was left: from now on its findings are shown. */
  leave(pointer: string): void {
    this.#about = undefined;
    if (!this.#seen.has(pointer)) oncePointerIsUp(() => this.#see(pointer));
  }

  #see(pointer: string): void {
    for (let place = pointer; ; place = place.slice(0, place.lastIndexOf("/"))) {
      this.#seen.add(place);
      if (place === "") break;
    }
    this.#tell();
  }

  /** Shows every finding, whatever was left. */
  showAll(): void {
    this.#allSeen = true;
    this.#tell();
  }

  // ---- the text as a whole ----

  /** What was typed into the editor. */
  write(text: string): void {
    this.#keep(text, "text");
  }

  /** Another configuration in the place of this one. */
  open(text: string): void {
    this.#allSeen = true;
    this.#keep(text, undefined);
  }

  startOver(): void {
    this.#allSeen = false;
    this.#seen.clear();
    this.#keep(indented(this.spec.defaultsText()), undefined);
  }

  undo(): void {
    this.#travel(this.#past, this.#future);
  }

  redo(): void {
    this.#travel(this.#future, this.#past);
  }

  judgeAs(mode: Mode): void {
    this.#mode = mode;
    this.#judge();
    this.#tell();
  }

  send(pointer: string, to: Sent["to"] = "form"): void {
    this.#allSeen = true;
    this.#sent = { pointer, to, serial: (this.#sent?.serial ?? 0) + 1 };
    this.#tell();
  }

  /** What the package begins a place with; another value where it begins with nothing. */
  #begun(text: string, pointer: string, otherwise: unknown): string {
    const begun = this.spec.begin(text, pointer);
    return begun !== undefined && begun !== text ? begun : this.spec.put(text, pointer, otherwise);
  }

  #step(change: (text: string) => string | undefined, about?: string): void {
    if (this.#unreadable) return;
    const changed = change(this.#text);
    if (changed !== undefined) this.#keep(indented(changed), about);
  }

  #keep(text: string, about: string | undefined): void {
    if (text === this.#text) return;
    if (about === undefined || about !== this.#about) this.#past.push(this.#text);
    if (this.#past.length > MOST_STEPS) this.#past.shift();
    this.#about = about;
    this.#future = [];
    this.#text = text;
    this.#judge();
    this.#tell();
  }

  #travel(from: string[], to: string[]): void {
    const text = from.pop();
    if (text === undefined) return;
    to.push(this.#text);
    this.#about = undefined;
    this.#text = text;
    this.#judge();
    this.#tell();
  }

  #judge(): void {
    try {
      const began = performance.now();
      this.#verdict = this.spec.validate(this.#text, { mode: this.#mode });
      this.#milliseconds = performance.now() - began;
      this.#value = fromText(this.#text);
      this.#unreadable = undefined;
    } catch (error) {
      if (!(error instanceof AirbyteError)) throw error;
      this.#unreadable = { message: error.message, line: error.line, column: error.column };
      this.#verdict = NOTHING_SAID;
    }
    this.#branches.clear();
    this.#at = Map.groupBy(this.#verdict.findings, ({ pointer }) => pointer);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const DraftContext = createContext<Draft | undefined>(undefined);

export function useDraft(): Draft {
  const draft = useContext(DraftContext);
  if (!draft) throw new Error("there is no draft around this");
  return draft;
}

/** Something of the draft; draws anew only when that changes. What is chosen must be the same while nothing changes. */
export function useChosen<Chosen>(choose: (draft: Draft) => Chosen): Chosen {
  const draft = useDraft();
  return useSyncExternalStore(draft.subscribe, () => choose(draft));
}
