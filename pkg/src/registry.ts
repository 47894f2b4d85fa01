import type { Core } from "./core.js";
import { wholeCore } from "./engines.js";
import { AirbyteError } from "./error.js";
import { Owned } from "./owned.js";
import { ConnectorSpec, textOf } from "./spec.js";

/** One version of a connector, as a registry lists it. */
export interface Definition {
  definitionId?: string;
  name?: string;
  dockerRepository?: string;
  dockerImageTag?: string;
  actorType?: string;
  hasSpec: boolean;
}

export interface LoadOptions {
  /** Stops the loading; it fails with the signal's reason. */
  signal?: AbortSignal;
  /** Called as bytes arrive; `total` is undefined where the other side does not say. */
  onProgress?: (progress: { received: number; total: number | undefined }) => void;
}

/** Many connector definitions, found by name. */
export class ConnectorRegistry extends Owned {
  /** Without their specs, in the registry's order. */
  readonly definitions: readonly Definition[];

  private constructor(core: Core, handle: number) {
    super(core, "registry_free", handle);
    this.definitions = JSON.parse(core.text("registry_list", [handle], []) as string);
  }

  /**
   * Reads a registry: JSON text (the platform's document, a list of definitions, or JSON Lines), a value, a file, a
   * response, or what a URL leads to. Nothing is fetched but a URL that is given as a `URL`.
   */
  static async load(source: string | object | Blob | URL | Response, options: LoadOptions = {}): Promise<ConnectorRegistry> {
    const [core, text] = await Promise.all([wholeCore(), read(source, options)]);
    options.signal?.throwIfAborted();
    return new ConnectorRegistry(core, core.number("registry_load", [], [text]));
  }

  /** Compiles the spec of a definition: by docker repository (with or without tag), definition id, or exact name. */
  spec<T = unknown>(name: string): ConnectorSpec<T> {
    return new ConnectorSpec<T>(this.core, this.core.number("registry_spec", [this.handle], [name]));
  }
}

// `fetch` as it is: a library around it would only add weight.
async function read(source: string | object | Blob | URL | Response, options: LoadOptions): Promise<string> {
  if (source instanceof Blob) return collect(source.stream(), source.size, options);
  if (source instanceof URL) return body(await fetched(source, options), options);
  if (source instanceof Response) return body(source, options);
  return textOf(source);
}

async function fetched(url: URL, { signal }: LoadOptions): Promise<Response> {
  try {
    return await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    signal?.throwIfAborted();
    throw new AirbyteError({ code: "load", message: `${url} could not be fetched: ${cause}` }, { cause });
  }
}

async function body(response: Response, options: LoadOptions): Promise<string> {
  if (!response.ok || !response.body) {
    const message = `${response.url} answered ${response.status} ${response.statusText}`.trimEnd();
    throw new AirbyteError({ code: "load", message });
  }
  // Of a packed body the length is another.
  const packed = response.headers.has("content-encoding");
  const length = packed ? undefined : Number(response.headers.get("content-length")) || undefined;
  return collect(response.body, length, options);
}

async function collect(stream: ReadableStream<Uint8Array>, total: number | undefined, options: LoadOptions): Promise<string> {
  const { signal, onProgress } = options;
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let [text, received] = ["", 0];
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      received += value.byteLength;
      text += decoder.decode(value, { stream: true });
      onProgress?.({ received, total });
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
}
