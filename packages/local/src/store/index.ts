export { openEmbeddedStore, openMemoryStore } from "./open.ts";
export type { EmbeddedStore } from "./open.ts";
export { acquireLock } from "./lock.ts";
