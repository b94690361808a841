export * from "./schema.ts";
export * from "./redact.ts";
