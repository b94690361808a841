export * from "./schema.ts";
export * from "./change.ts";
