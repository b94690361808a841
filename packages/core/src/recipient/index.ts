export * from "./schema.ts";
export * from "./wall-time.ts";
