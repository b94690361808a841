export * from "./schema.ts";
export * from "./keep.ts";
