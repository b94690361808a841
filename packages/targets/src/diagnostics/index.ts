export { createDiagnostics } from "./create.ts";
export type { DiagnosticsOptions, Identity } from "./context.ts";
