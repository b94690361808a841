export * from "./watcher.ts";
export * from "./open.ts";
export * from "./starting.ts";
export type { Confirmed } from "./new-task.ts";
export * from "./follow.ts";
export type { Checked, Seen } from "./seen.ts";
export { blindness, type Sightings, type Unseen, unseenOf } from "./unseen.ts";
