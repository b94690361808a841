export * from "./config/index.ts";
export * from "./host/index.ts";
export * from "./manager/index.ts";
export * from "./runbook/index.ts";
