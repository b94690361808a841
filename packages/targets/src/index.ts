export * from "./diagnostics/index.ts";
export * from "./baseline/index.ts";
export * from "./config/index.ts";
export * from "./host/index.ts";
export * from "./manager/index.ts";
export * from "./runbook/index.ts";
