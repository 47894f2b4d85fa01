/** Made by wasm-bindgen: what the module asks of its host, and its functions that give promises. */
import type { Exports } from "../core.js";

export function initSync(given: { module: WebAssembly.Module }): Exports;
export function pool_hold(length: number): Promise<void>;
