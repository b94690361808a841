export * from "./host.ts";
export * from "./manager.ts";
export * from "./cloudwatch.ts";
export * from "./schema.ts";
export * from "./topology.ts";
