// What lives in the module's memory: freed when nobody holds it any more, or by hand.

import type { Core } from "./core.js";
import { misused } from "./error.js";

interface Held {
  core: Core;
  free: string;
  handle: number;
}

const finalizers = new FinalizationRegistry<Held>(({ core, free, handle }) => core.free(free, handle));

export abstract class Owned implements Disposable {
  #held: Held | undefined;

  protected constructor(core: Core, free: string, handle: number) {
    this.#held = { core, free, handle };
    finalizers.register(this, this.#held, this);
  }

  protected get core(): Core {
    return this.#alive().core;
  }

  protected get handle(): number {
    return this.#alive().handle;
  }

  /** Frees its memory now. It cannot be used any more; freeing it again does nothing. */
  free(): void {
    if (!this.#held) return;
    const { core, free, handle } = this.#held;
    this.#held = undefined;
    finalizers.unregister(this);
    core.free(free, handle);
  }

  /** The same, for `using`. */
  [Symbol.dispose](): void {
    this.free();
  }

  #alive(): Held {
    if (!this.#held) throw misused("it was freed");
    return this.#held;
  }
}
