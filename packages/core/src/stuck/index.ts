export * from "./detect.ts";
