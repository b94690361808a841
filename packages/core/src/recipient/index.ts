export * from "./schema.ts";
export * from "./choose.ts";
export * from "./wall-time.ts";
