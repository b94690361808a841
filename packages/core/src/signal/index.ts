export * from "./schema.ts";
export * from "./detector.ts";
