export * from "./runbook/index.ts";
