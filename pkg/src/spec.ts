import { engine } from "./engines.js";
import type { Core } from "./core.js";
import { misused } from "./error.js";
import type { FormModel } from "./form.js";
import { fromText, toText } from "./json.js";
import { Owned } from "./owned.js";
import { standard } from "./standard.js";
import type { StandardSchemaV1 } from "./standard-schema.js";
import { flawless, type Judging, type Verdict } from "./verdict.js";

/** A document: JSON text, which comes back as text with every byte that need not change, or a value, which comes back as one. */
export type Given = string | object;

/** In which form a configuration is at hand: with its secrets, with masks in their place, or with references. */
export type Mode = "raw" | "masked" | "stored";
const MODES: readonly Mode[] = ["raw", "masked", "stored"];

export interface ValidateOptions extends Judging {
  mode?: Mode;
}

export interface FormOptions {
  /** The order of the platform's newer form, or of its version 0.40. */
  layout?: "current" | "v0.40";
}

/** What switching a branch comes to. */
export interface Switched<C extends Given> {
  configuration: C;
  /** The outermost place that was changed. */
  pointer: string;
  /** The JSON text of the value that stood there; undefined where nothing did. */
  previous: string | undefined;
  /** Takes the switch back in a configuration that may have changed elsewhere. */
  undo(configuration: C): C;
}

/** A row of the table `secrets`. */
export interface Secret {
  coordinate: string;
  payload: string;
}

export interface SplitOptions<C extends Given> {
  /** The id of the workspace that the secrets belong to. */
  workspace: string;
  /** What is stored already: a secret that did not change keeps its coordinate, a changed one gets the next version. */
  previous?: { configuration: C; secrets: readonly Secret[] };
  /** Gives a new UUID for each new secret. Default `crypto.randomUUID`. */
  newId?: () => string;
}

/** A connector's spec, compiled once and asked as often as needed. */
export class ConnectorSpec<T = unknown> extends Owned implements StandardSchemaV1<T, T> {
  /** Standard Schema: for react-hook-form, TanStack Form and others. */
  readonly "~standard": StandardSchemaV1.Props<T, T> = standard<T>((value) => this.#judge(toText(value), {}));

  /** @internal */
  constructor(core: Core, handle: number) {
    super(core, "spec_free", handle);
  }

  /**
   * Compiles a spec: a whole connector specification, a bare JSON Schema, anything with one as its member `spec`, or
   * what a connector printed when it was run with `spec`.
   */
  static async load<T = unknown>(spec: Given): Promise<ConnectorSpec<T>> {
    return ConnectorSpec.compile<T>(await engine("core"), spec);
  }

  /** @internal */
  static compile<T>(core: Core, spec: Given): ConnectorSpec<T> {
    return new ConnectorSpec<T>(core, core.number("spec_load", [], [textOf(spec)]));
  }

  /** The whole specification, as it was written. */
  get text(): string {
    return this.#text("spec_text", []);
  }

  /** The JSON Schema of the configuration, as it was written. */
  get schemaText(): string {
    return this.#text("spec_schema", []);
  }

  /** The verdict on a configuration. */
  validate(configuration: Given, options: ValidateOptions = {}): Verdict {
    return this.#judge(textOf(configuration), options);
  }

  /** What there is to fill in. */
  form({ layout = "current" }: FormOptions = {}): FormModel {
    return fromText(this.#text("spec_form", [], [Number(layout === "v0.40")]));
  }

  /** The configuration that the form begins with. */
  defaults(): Record<string, any> {
    return fromText(this.defaultsText());
  }

  /** The same as JSON text, with numbers as the spec writes them. */
  defaultsText(): string {
    return this.#text("spec_defaults", []);
  }

  /** Takes another branch of the choice at a place; undefined where the spec has no such choice or branch. */
  switchBranch<C extends Given>(configuration: C, pointer: string, branch: number): Switched<C> | undefined {
    const told = this.core.text("spec_switch_branch", [this.handle], [textOf(configuration), pointer], [branch]);
    if (told === undefined) return undefined;
    const switched = JSON.parse(told) as { configuration: string; pointer: string; previous: string | null };
    const previous = switched.previous ?? undefined;
    return {
      configuration: like(configuration, switched.configuration),
      pointer: switched.pointer,
      previous,
      undo: (changed) => like(changed, this.#put(changed, switched.pointer, previous)),
    };
  }

  /**
   * Which branches of the choice at a place the configuration has taken, by their index: the outermost first, then those
   * of further choices of the same object. Empty where nothing is chosen.
   */
  branches(configuration: Given, pointer: string): number[] {
    return JSON.parse(this.#text("spec_branches", [textOf(configuration), pointer]));
  }

  /**
   * Puts into a place what it begins with when a person adds it, such as an item of a list; undefined where the spec has
   * no such place.
   */
  begin<C extends Given>(configuration: C, pointer: string): C | undefined {
    const begun = this.core.text("spec_begin", [this.handle], [textOf(configuration), pointer]);
    return begun === undefined ? undefined : like(configuration, begun);
  }

  /** Puts what a person typed into the input of one place; undefined where the spec has no such place. */
  enter<C extends Given>(configuration: C, pointer: string, input: string): C | undefined {
    const entered = this.core.text("spec_enter", [this.handle], [textOf(configuration), pointer, input]);
    return entered === undefined ? undefined : like(configuration, entered);
  }

  /** The configuration with another value at a place; undefined removes it. */
  put<C extends Given>(configuration: C, pointer: string, value: unknown): C {
    return like(configuration, this.#put(configuration, pointer, value === undefined ? undefined : toText(value)));
  }

  /** Makes of what inputs hold what the spec wants. */
  coerce<C extends Given>(configuration: C): C {
    return like(configuration, this.#text("spec_coerce", [textOf(configuration)]));
  }

  /** Removes the members that the spec does not declare. */
  prune<C extends Given>(configuration: C): C {
    return like(configuration, this.#text("spec_prune", [textOf(configuration)]));
  }

  /** The pointers to the spec's secrets; `*` stands for every item. */
  places(): string[] {
    return JSON.parse(this.#text("spec_places", []));
  }

  /** The pointers to the secrets of a configuration. */
  findSecrets(configuration: Given): string[] {
    return JSON.parse(this.#text("spec_find_secrets", [textOf(configuration)]));
  }

  /** The configuration with ten asterisks in the place of every secret. */
  mask<C extends Given>(configuration: C): C {
    return like(configuration, this.#text("spec_mask", [textOf(configuration)]));
  }

  /** The edited configuration with the stored values in the place of the masks. */
  restore<C extends Given>(edited: C, stored: Given): C {
    return like(edited, this.#text("spec_restore", [textOf(edited), textOf(stored)]));
  }

  /** Takes the secrets out and leaves references. */
  split<C extends Given>(configuration: C, options: SplitOptions<C>): { configuration: C; secrets: Secret[] } {
    const { workspace, previous, newId = () => crypto.randomUUID() } = options;
    const text = textOf(configuration);
    const count = this.core.number("spec_count_secrets", [this.handle], [text]);
    const ids = Array.from({ length: count }, newId).join(" ");
    const before = previous ? [textOf(previous.configuration), lines(previous.secrets)] : ["", ""];
    const split = JSON.parse(this.#text("spec_split", [text, workspace, ...before, ids]));
    const secrets = (split.secrets as string).split("\n").filter((line) => line !== "");
    return { configuration: like(configuration, split.configuration), secrets: secrets.map((line) => JSON.parse(line)) };
  }

  /** Puts the secrets back where references stand. */
  hydrate<C extends Given>(stored: C, secrets: readonly Secret[]): C {
    return like(stored, this.#text("spec_hydrate", [textOf(stored), lines(secrets)]));
  }

  #judge(text: string, { mode = "raw", formats = true, maxFindings = 1000 }: ValidateOptions): Verdict {
    const number = MODES.indexOf(mode);
    if (number < 0) throw misused('the mode must be "raw", "masked" or "stored"');
    const told = this.core.verdict(this.handle, text, number, Number(formats), maxFindings);
    return told === undefined ? flawless() : JSON.parse(told);
  }

  #put(configuration: Given, pointer: string, value: string | undefined): string {
    return this.core.text("put", [], [textOf(configuration), pointer, value ?? ""]) as string;
  }

  #text(name: string, texts: string[], after: number[] = []): string {
    return this.core.text(name, [this.handle], texts, after) as string;
  }
}

export const textOf = (given: Given): string => (typeof given === "string" ? given : toText(given));

/** A document as the caller gave it: as text, or as a value. */
const like = <C extends Given>(given: C, text: string): C => (typeof given === "string" ? text : fromText(text)) as C;

const lines = (secrets: readonly Secret[]): string =>
  secrets.map(({ coordinate, payload }) => JSON.stringify({ coordinate, payload }) + "\n").join("");
