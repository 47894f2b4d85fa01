// Which module the package stands on. An entry offers a way to load one; it is loaded when it is first needed, once.

import { Core, type Exports, type First } from "./core.js";
import { AirbyteError } from "./error.js";

export type EngineName = "core" | "rows";
/** What of the core is loaded when it is first asked for, by who has the rest of it: hashes and registries. */
export type PartName = EngineName | "core.later";

export type Loader = () => Promise<First> | First;
export type LaterLoader = (first: First) => Promise<Exports>;

const loaders: Partial<Record<EngineName, Loader>> = {};
const loading: Partial<Record<EngineName, Promise<Core>>> = {};
let laterLoader: LaterLoader | undefined;
/** By the module that the later part joins. */
const joining = new WeakMap<Core, Promise<void>>();

/** Offers a way to load a module. The first offer counts, so that two entries in one page do not load it twice. */
export function offer(name: EngineName, loader: Loader): void {
  loaders[name] ??= loader;
}

/** The same for what of the core is loaded later. */
export function offerLater(loader: LaterLoader): void {
  laterLoader ??= loader;
}

/** Loads a module in this way, whatever was offered before. */
export async function load(name: EngineName, loader: Loader): Promise<void> {
  const core = start(loader);
  await core;
  loading[name] = core;
}

/** Loads what of the core is loaded later in this way, whatever was offered before. */
export async function loadLater(loader: LaterLoader): Promise<void> {
  const core = await engine("core");
  core.join(await told(() => loader(core.exports)));
}

/** The module, loaded. */
export function engine(name: EngineName): Promise<Core> {
  const known = loading[name];
  if (known) return known;
  const core = start(loaders[name] ?? missing(name));
  loading[name] = core;
  // What failed for want of a connection may be tried again.
  core.catch(() => delete loading[name]);
  return core;
}

/** The core, with what is loaded later. */
export async function wholeCore(): Promise<Core> {
  const core = await engine("core");
  // The plain script is in one piece.
  if (core.has("hash")) return core;
  const joined = joining.get(core) ?? loadLater(laterLoader ?? missing("core.later"));
  joining.set(core, joined);
  await joined.catch((error: unknown) => {
    joining.delete(core);
    throw error;
  });
  return core;
}

const start = (loader: Loader): Promise<Core> => told(async () => new Core(await loader()));

/** What a loader gives, or why it does not. */
async function told<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (cause instanceof AirbyteError) throw cause;
    const forbidden = cause instanceof Error && cause.name === "CompileError" && /unsafe-eval|Content Security/i.test(cause.message);
    const hint = forbidden ? "; the page's policy needs 'wasm-unsafe-eval' in script-src, or import airbyte-db/csp" : "";
    throw new AirbyteError({ code: "load", message: `the module could not be loaded${hint}: ${cause}` }, { cause });
  }
}

const missing = (name: PartName) => (): never => {
  const entry = name === "rows" ? "airbyte-db/rows" : "airbyte-db";
  const message = `${name}.wasm was not given; import ${entry}, or give it to load() of airbyte-db/slim`;
  throw new AirbyteError({ code: "load", message });
};

/** Whether a module can be, and how, is the host's business: bytes, a response, or a module that is compiled already. */
export type WasmSource = BufferSource | WebAssembly.Module | Response;

export async function instantiate(source: WasmSource | Promise<WasmSource>): Promise<First> {
  return (await instanceOf(source, {})) as First;
}

/** The part of a module that takes all it stands on from the part that was loaded first. */
export function instantiateLater(source: WasmSource | Promise<WasmSource>, first: First): Promise<Exports> {
  return instanceOf(source, { first: first as WebAssembly.ModuleImports });
}

async function instanceOf(source: WasmSource | Promise<WasmSource>, imports: WebAssembly.Imports): Promise<Exports> {
  const given = await source;
  if (given instanceof WebAssembly.Module) return (await WebAssembly.instantiate(given, imports)).exports;
  const bytes = typeof Response === "function" && given instanceof Response ? await bytesOf(given) : (given as BufferSource);
  return (await WebAssembly.instantiate(bytes, imports)).instance.exports;
}

async function bytesOf(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) throw new AirbyteError({ code: "load", message: `${response.url}: ${response.status} ${response.statusText}` });
  return response.arrayBuffer();
}

/** The bytes of a module that was packed into a script. */
export async function unpacked(base64: string): Promise<ArrayBuffer> {
  const text = atob(base64);
  const packed = new Uint8Array(text.length);
  for (let at = 0; at < packed.length; at++) packed[at] = text.charCodeAt(at);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
