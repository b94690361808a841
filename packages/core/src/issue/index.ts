export * from "./fingerprint.ts";
