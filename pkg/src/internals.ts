// For tests: how large a module's memory is. Not an entry of the package.

import { type EngineName, engine } from "./engines.js";

export const memoryBytes = async (name: EngineName): Promise<number> => (await engine(name)).memoryBytes;

export * from "./index.js";
