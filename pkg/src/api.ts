// What every entry gives.

export { AirbyteError, type ErrorCode } from "./error.js";
export { ConnectorSpec } from "./spec.js";
export type { FormOptions, Given, Mode, Secret, SplitOptions, Switched, ValidateOptions } from "./spec.js";
export { ConnectorRegistry, type Definition, type LoadOptions } from "./registry.js";
export { bytesHash, catalogHash, configHash, hashedText, hashOrigin } from "./hash.js";
export type { HashForm, Origin, Reading } from "./hash.js";
export { fromText, toText, type JsonValue } from "./json.js";
export type { Branch, Code, Finding, Judging, Verdict } from "./verdict.js";
export type { Card, Choice, Field, FieldKind, FormBranch, FormModel } from "./form.js";
export type { StandardSchemaV1 } from "./standard-schema.js";
export type * from "./airbyte.js";
