import type { Subjects } from "./airbyte.js";
import type { Core } from "./core.js";
import { engine } from "./engines.js";
import { toText } from "./json.js";
import { Owned } from "./owned.js";
import { type Given, textOf } from "./spec.js";
import { standard } from "./standard.js";
import type { StandardSchemaV1 } from "./standard-schema.js";
import { flawless, type Judging, type Verdict } from "./verdict.js";

/** The name of a table, as in the database, or of a document, as the platform calls it. */
export type SubjectName = keyof Subjects;

export interface SubjectOptions extends Judging {
  /** Rows of other tables that the rules may look at, by table. */
  others?: { [table in SubjectName]?: readonly object[] };
}

/** Judges rows of one table, or documents of one kind. */
export class Subject<T = unknown> extends Owned implements StandardSchemaV1<T, T> {
  /** Standard Schema: for react-hook-form, TanStack Form and others. */
  readonly "~standard": StandardSchemaV1.Props<T, T> = standard<T>((value) => this.#judge(toText(value), {}));

  private constructor(core: Core, readonly name: SubjectName) {
    super(core, "subject_free", core.number("subject_load", [], [name]));
  }

  /** Makes ready to judge rows of a table, or documents of a kind. */
  static async load<N extends SubjectName>(name: N): Promise<Subject<Subjects[N]>> {
    return new Subject<Subjects[N]>(await engine("rows"), name);
  }

  /** The verdict on a row or document. In a row an absent document is SQL NULL, and `null` is the document `null`. */
  validate(document: Given, options: SubjectOptions = {}): Verdict {
    return this.#judge(textOf(document), options);
  }

  #judge(text: string, { formats = true, maxFindings = 1000, others }: SubjectOptions): Verdict {
    const texts = [text, others ? toText(others) : ""];
    const told = this.core.text("subject_validate", [this.handle], texts, [Number(formats), maxFindings]);
    return told === undefined ? flawless() : JSON.parse(told);
  }
}

/** The names of all tables, then of all documents. */
export async function subjectNames(): Promise<SubjectName[]> {
  return JSON.parse((await engine("rows")).text("subject_names", [], []) as string);
}
