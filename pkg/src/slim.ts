// `airbyte-db/slim`: the caller gives the module. What libraries should depend on.

import { type PartName, type WasmSource, instantiate, instantiateLater, load as loadEngine, loadLater } from "./engines.js";

/**
 * Loads a module: `core.wasm` for specs and all that is done with them, after it `core.later.wasm` for hashes and
 * registries, `rows.wasm` for rows and documents. It is given as bytes, as a response, or compiled.
 */
export function load(source: WasmSource | Promise<WasmSource>, which: PartName = "core"): Promise<void> {
  if (which === "core.later") return loadLater((first) => instantiateLater(source, first));
  return loadEngine(which, () => instantiate(source));
}

export type { PartName, WasmSource };
export * from "./api.js";
export { checkStates, type RowFinding } from "./states.js";
export { Subject, subjectNames, type SubjectName, type SubjectOptions } from "./subject.js";
