// `airbyte-db/rows` in workerd.

import { instantiate, offer } from "./engines.js";
import rows from "./rows.wasm";

offer("rows", () => instantiate(rows));

export { AirbyteError, type ErrorCode } from "./error.js";
export { checkStates, type RowFinding } from "./states.js";
export { Subject, subjectNames, type SubjectName, type SubjectOptions } from "./subject.js";
export type { Branch, Code, Finding, Judging, Verdict } from "./verdict.js";
export type * from "./airbyte.js";
