export * from "./watcher.ts";
export * from "./open.ts";
