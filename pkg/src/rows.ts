// `airbyte-db/rows`: rows and documents are judged by a module of their own, which only those load who ask for it.

import { instantiate, offer, unpacked } from "./engines.js";

offer("rows", async () => instantiate(unpacked((await import("./generated/rows.js")).default)));

export { AirbyteError, type ErrorCode } from "./error.js";
export { checkStates, type RowFinding } from "./states.js";
export { Subject, subjectNames, type SubjectName, type SubjectOptions } from "./subject.js";
export type { Branch, Code, Finding, Judging, Verdict } from "./verdict.js";
export type * from "./airbyte.js";
