export { canonicalJson } from "./canonical.ts";
export * from "./schema.ts";
export { append as appendAudit, GENESIS, verify as verifyAudit, type Verified } from "./chain.ts";
export { exportAudit, importAudit } from "./exchange.ts";
