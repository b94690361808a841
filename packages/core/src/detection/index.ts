export * from "./watcher.ts";
export * from "./open.ts";
export * from "./starting.ts";
export type { Confirmed } from "./new-task.ts";
export * from "./follow.ts";
