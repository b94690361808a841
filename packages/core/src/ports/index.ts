export * from "./clock.ts";
export * from "./crypto.ts";
export * from "./host.ts";
export * from "./manager.ts";
export * from "./events.ts";
export * from "./once.ts";
export * from "./platform.ts";
