export * from "./schema.ts";
export * from "./topology.ts";
