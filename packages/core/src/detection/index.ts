export * from "./watcher.ts";
export * from "./open.ts";
export * from "./follow.ts";
