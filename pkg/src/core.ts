// The other side of src/wasm/mod.rs: texts go in and come out through the module's memory. The module may be
// WebAssembly or the plain script that binaryen makes of it; both have the same functions.

import { AirbyteError, misused } from "./error.js";

/** What a module has: functions over numbers. */
export type Exports = { readonly [name: string]: unknown };
/** What the part of it has that is loaded first. */
export type First = Exports & { readonly memory: { readonly buffer: ArrayBufferLike } };

type Function = (...numbers: number[]) => number;

const NOTHING = -1;
const ERROR = -2;
/** Above this many UTF-16 units a text is measured before there is room made for it. */
const LARGE = 1 << 16;
/** Up to so many units a text is written here: in browsers the encoder takes longer to be called than to work; in Node not. */
const SHORT = "document" in globalThis || "WorkerGlobalScope" in globalThis ? 100 : 0;
const NOT_ASCII = -1;
const NO_ROOM = new Uint8Array(0);

/** Writes a text whose bytes are its units; says how many, or that it is another text. */
function ascii(text: string, room: Uint8Array): number {
  const { length } = text;
  let all = 0;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    all |= unit;
    room[at] = unit;
  }
  return all < 0x80 ? length : NOT_ASCII;
}

export class Core {
  readonly #exports: First;
  #later: Exports | undefined;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  #bytes = new Uint8Array(0);
  /** Room that was made before, while it stays where it is. */
  #kept: Uint8Array = NO_ROOM;
  readonly #validate: Function | undefined;

  constructor(exports: First) {
    this.#exports = exports;
    this.#validate = exports["spec_validate"] as Function | undefined;
  }

  /** What the later part of the module stands on. */
  get exports(): First {
    return this.#exports;
  }

  /** Whether a function is there; those of the later part are once it has joined. */
  has(name: string): boolean {
    return name in this.#exports || (this.#later !== undefined && name in this.#later);
  }

  /** Takes in the later part of the module. */
  join(later: Exports): void {
    this.#later = later;
  }

  /** How large the module's memory is, in bytes. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /** The text that a function gives; undefined where it gives none. */
  text(name: string, before: number[], texts: string[], after: number[] = []): string | undefined {
    const length = this.number(name, before, texts, after);
    return length === NOTHING ? undefined : this.#answer(length);
  }

  /** What `text("spec_validate", …)` gives, in fewer steps: it is asked at every key. */
  verdict(spec: number, text: string, mode: number, formats: number, most: number): string | undefined {
    if (!this.#validate || text.length > LARGE) return this.text("spec_validate", [spec], [text], [mode, formats, most]);
    if (this.#kept.length < 3 * text.length || this.#kept.buffer !== this.#exports.memory.buffer) this.#keep(3 * text.length);
    const written = text.length <= SHORT ? ascii(text, this.#kept) : NOT_ASCII;
    const bytes = written === NOT_ASCII ? this.#encoder.encodeInto(text, this.#kept).written : written;
    const length = this.#validate(spec, bytes, mode, formats, most);
    return length === NOTHING ? undefined : this.#answer(this.#told(length));
  }

  /** The number that a function gives, −1 where it gives none. */
  number(name: string, before: number[], texts: string[], after: number[] = []): number {
    return this.#told(this.#function(name)(...before, ...this.#write(texts), ...after));
  }

  /** The same for bytes that need not be text. */
  textOfBytes(name: string, bytes: Uint8Array, after: number[]): string {
    this.#memory(this.#room(bytes.length)).set(bytes);
    return this.#answer(this.#told(this.#function(name)(bytes.length, ...after)));
  }

  /** Writes a text for a function that is called elsewhere; its length. */
  put(text: string): number {
    return this.#write([text])[0] as number;
  }

  /** Hands over bytes that need not be text. */
  give(name: string, bytes: Uint8Array): void {
    this.#memory(this.#room(bytes.length)).set(bytes);
    this.#told(this.#function(name)(bytes.length));
  }

  /** The bytes that a function gives; a copy, since the module's own move. */
  bytes(name: string, numbers: number[]): Uint8Array<ArrayBuffer> {
    const length = this.#told(this.#function(name)(...numbers));
    const address = this.#function("answer")() >>> 0;
    return this.#memory(address, address + length).slice() as Uint8Array<ArrayBuffer>;
  }

  /** Calls a function that gives nothing. */
  run(name: string): void {
    this.#function(name)();
  }

  free(name: string, handle: number): void {
    this.#function(name)(handle);
  }

  #told(number: number): number {
    if (number > ERROR) return number;
    throw new AirbyteError(JSON.parse(this.#answer(ERROR - number)));
  }

  #function(name: string): Function {
    const found = this.#exports[name] ?? this.#later?.[name];
    if (typeof found !== "function") throw misused(`the module has no function ${name}: it is not of this version`);
    return found as Function;
  }

  #keep(bytes: number): void {
    const room = Math.max(bytes, 4096);
    const address = this.#room(room);
    this.#kept = this.#memory(address, address + room);
  }

  #room(bytes: number): number {
    // It may move what was kept.
    this.#kept = NO_ROOM;
    return this.#function("room")(bytes) >>> 0;
  }

  /** The memory from an address on; it moves when it grows. */
  #memory(address: number, end?: number): Uint8Array {
    const { buffer } = this.#exports.memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer as ArrayBuffer);
    return this.#bytes.subarray(address, end);
  }

  #write(texts: string[]): number[] {
    if (texts.length === 0) return [];
    let most = 0;
    for (const text of texts) most += text.length;
    if (most > LARGE) return this.#writeLarge(texts);
    let room = this.#memory(this.#room(3 * most));
    return texts.map((text) => {
      const { written } = this.#encoder.encodeInto(text, room);
      room = room.subarray(written);
      return written;
    });
  }

  #writeLarge(texts: string[]): number[] {
    const parts = texts.map((text) => this.#encoder.encode(text));
    let room = this.#memory(this.#room(parts.reduce((sum, part) => sum + part.length, 0)));
    for (const part of parts) {
      room.set(part);
      room = room.subarray(part.length);
    }
    return parts.map((part) => part.length);
  }

  #answer(length: number): string {
    const address = this.#function("answer")() >>> 0;
    return this.#decoder.decode(this.#memory(address, address + length));
  }
}
