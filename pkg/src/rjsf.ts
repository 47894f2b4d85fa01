// `airbyte-db/rjsf`: the validator of react-jsonschema-form. The module is the one of the entry that is imported
// beside it: `airbyte-db`, `airbyte-db/csp`, or what was given to `airbyte-db/slim`.

import type { CustomValidator, ErrorSchema, ErrorTransformer, FormValidation, RJSFSchema, RJSFValidationError, StrictRJSFSchema, UiSchema, ValidationData, ValidatorType } from "@rjsf/utils";

import type { Core } from "./core.js";
import { engine } from "./engines.js";
import { toText } from "./json.js";
import { ConnectorSpec } from "./spec.js";
import { path } from "./standard.js";

/** Loads the module and gives a validator for the property `validator` of a form. */
export async function createValidator<T = any, S extends StrictRJSFSchema = RJSFSchema, F extends object = any>(): Promise<ValidatorType<T, S, F>> {
  return new Validator<T, S, F>(await engine("core"));
}

class Validator<T, S extends StrictRJSFSchema, F extends object> implements ValidatorType<T, S, F> {
  readonly #core: Core;
  /** By the text of the schema: a form asks for the same parts of it again and again. */
  readonly #compiled = new Map<string, ConnectorSpec>();

  constructor(core: Core) {
    this.#core = core;
  }

  validateFormData(
    formData: T | undefined,
    schema: S,
    customValidate?: CustomValidator<T, S, F>,
    transformErrors?: ErrorTransformer<T, S, F>,
    uiSchema?: UiSchema<T, S, F>,
  ): ValidationData<T> {
    let errors = this.#errors(schema, formData);
    if (transformErrors) errors = transformErrors(errors, uiSchema);
    const tree: Tree = {};
    for (const { property = "", message = "" } of errors) add(tree, property.split(".").filter(Boolean), message);
    if (customValidate) {
      for (const [keys, message] of told(customValidate(formData, handler(formData) as FormValidation<T>, uiSchema))) {
        add(tree, keys, message);
        errors = [...errors, { property: `.${keys.join(".")}`, message, stack: message }];
      }
    }
    return { errors, errorSchema: tree as ErrorSchema<T> };
  }

  isValid(schema: S, formData: T | undefined, rootSchema: S): boolean {
    const { definitions, $defs } = rootSchema as { definitions?: unknown; $defs?: unknown };
    return this.#judge({ definitions, $defs, ...(schema as object) }, formData).valid;
  }

  rawValidation<Result = any>(schema: S, formData?: T): { errors?: Result[] } {
    return { errors: this.#errors(schema, formData) as Result[] };
  }

  /** Forgets the compiled schemas. */
  reset(): void {
    for (const spec of this.#compiled.values()) spec.free();
    this.#compiled.clear();
  }

  #errors(schema: S, formData: T | undefined): RJSFValidationError[] {
    const findings = this.#judge(schema, formData).findings.filter(({ severity }) => severity === "error");
    return findings.map(({ code, pointer, schema_pointer, label, message, hint }) => {
      const told = hint ? `${message} ${hint}` : message;
      const property = path(pointer, formData).map((key) => `.${key}`).join("");
      return { name: code, property, message: told, stack: told, schemaPath: `#${schema_pointer}`, title: label };
    });
  }

  #judge(schema: object, formData: T | undefined) {
    if (formData === undefined) return { valid: true, findings: [] };
    // As a specification, so that a schema without keywords is one, too.
    const text = toText({ connectionSpecification: schema });
    let spec = this.#compiled.get(text);
    if (!spec) {
      if (this.#compiled.size >= 500) this.reset();
      spec = ConnectorSpec.compile(this.#core, text);
      this.#compiled.set(text, spec);
    }
    return spec.validate(toText(formData));
  }
}

interface Tree {
  __errors?: string[];
  [key: string]: Tree | string[] | undefined;
}

function add(tree: Tree, keys: (string | number)[], message: string): void {
  let here = tree;
  for (const key of keys) here = (here[key] ??= {}) as Tree;
  (here.__errors ??= []).push(message);
}

/** What the form hands to `customValidate`: the shape of the data, with a place for errors everywhere. */
function handler(data: unknown): object {
  const errors: string[] = [];
  const here: Record<string, unknown> = { __errors: errors, addError: (message: string) => void errors.push(message) };
  if (typeof data === "object" && data !== null) for (const [key, value] of Object.entries(data)) here[key] = handler(value);
  return here;
}

function told(validation: object, keys: string[] = []): [string[], string][] {
  return Object.entries(validation).flatMap(([key, value]): [string[], string][] => {
    if (key === "__errors") return (value as string[]).map((message) => [keys, message]);
    return typeof value === "object" && value !== null ? told(value, [...keys, key]) : [];
  });
}
