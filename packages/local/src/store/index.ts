export { openEmbeddedStore, openMemoryStore } from "./open.ts";
export type { EmbeddedStore, Log } from "./open.ts";
export type { RepairReport } from "./repair.ts";
export { acquireLock } from "./lock.ts";
export type { DirectoryLock } from "./lock.ts";
