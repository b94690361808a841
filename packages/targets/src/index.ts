export * from "./host/index.ts";
export * from "./runbook/index.ts";
