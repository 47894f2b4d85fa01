// `airbyte-db/slim`: the caller gives the module. What libraries should depend on.

import { type EngineName, type WasmSource, instantiate, load as loadEngine } from "./engines.js";

/**
 * Loads a module: `core.wasm` for everything here, `rows.wasm` for rows and documents. It is given as bytes, as a
 * response, or compiled.
 */
export function load(source: WasmSource | Promise<WasmSource>, which: EngineName = "core"): Promise<void> {
  return loadEngine(which, () => instantiate(source));
}

export type { EngineName, WasmSource };
export * from "./api.js";
export { checkStates, type RowFinding } from "./states.js";
export { Subject, subjectNames, type SubjectName, type SubjectOptions } from "./subject.js";
