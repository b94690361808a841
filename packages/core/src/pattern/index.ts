export * from "./schema.ts";
export * from "./features.ts";
