export * from "./schema.ts";
export * from "./platform-signs.ts";
export * from "./redact.ts";
