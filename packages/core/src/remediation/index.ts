export * from "./diagnostics.ts";
