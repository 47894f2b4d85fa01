// Which module the package stands on. An entry offers a way to load one; it is loaded when it is first needed, once.

import { Core, type Exports } from "./core.js";
import { AirbyteError } from "./error.js";

export type Loader = () => Promise<Exports> | Exports;
export type EngineName = "core" | "rows";

const loaders: Partial<Record<EngineName, Loader>> = {};
const loading: Partial<Record<EngineName, Promise<Core>>> = {};

/** Offers a way to load a module. The first offer counts, so that two entries in one page do not load it twice. */
export function offer(name: EngineName, loader: Loader): void {
  loaders[name] ??= loader;
}

/** Loads a module in this way, whatever was offered before. */
export async function load(name: EngineName, loader: Loader): Promise<void> {
  const core = start(loader);
  await core;
  loading[name] = core;
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

async function start(loader: Loader): Promise<Core> {
  try {
    return new Core(await loader());
  } catch (cause) {
    if (cause instanceof AirbyteError) throw cause;
    const forbidden = cause instanceof Error && cause.name === "CompileError" && /unsafe-eval|Content Security/i.test(cause.message);
    const hint = forbidden ? "; the page's policy needs 'wasm-unsafe-eval' in script-src, or import airbyte-db/csp" : "";
    throw new AirbyteError({ code: "load", message: `the module could not be loaded${hint}: ${cause}` }, { cause });
  }
}

const missing = (name: EngineName) => (): never => {
  const entry = name === "rows" ? "airbyte-db/rows" : "airbyte-db";
  const message = `no module was given; import ${entry}, or give one to load() of airbyte-db/slim`;
  throw new AirbyteError({ code: "load", message });
};

/** Whether a module can be, and how, is the host's business: bytes, a response, or a module that is compiled already. */
export type WasmSource = BufferSource | WebAssembly.Module | Response;

export async function instantiate(source: WasmSource | Promise<WasmSource>): Promise<Exports> {
  const given = await source;
  if (given instanceof WebAssembly.Module) return (await WebAssembly.instantiate(given)).exports as unknown as Exports;
  const bytes = typeof Response === "function" && given instanceof Response ? await bytesOf(given) : (given as BufferSource);
  return (await WebAssembly.instantiate(bytes)).instance.exports as unknown as Exports;
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
