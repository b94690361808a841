import type { StateStore } from "@gradus/core";

/** For functions that look at nothing: nothing is remembered, and nothing kept. */
export const noMemory: StateStore = { get: async () => undefined, put: async () => undefined };
