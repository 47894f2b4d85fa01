/** Made by wasm-bindgen: what the module asks of its host, and its functions that give promises. */
import type { First } from "../core.js";

export function initSync(given: { module: WebAssembly.Module }): First;
export function pool_hold(length: number): Promise<void>;
export function stop_when(mustStop: () => boolean): void;
