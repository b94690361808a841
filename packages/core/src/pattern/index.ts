export * from "./schema.ts";
export * from "./features.ts";
export * from "./signature.ts";
export * from "./wilson.ts";
export * from "./record.ts";
export { learn as learnOutcome, QUARANTINE_MS } from "./learn.ts";
export {
  FIXES_AFTER_HARM,
  gate as gatePattern,
  PATTERN_GATE,
  rankPatterns,
  type GateResult,
} from "./gate.ts";
export {
  fromHumanResolution,
  newPattern,
  promote as promotePattern,
  retire as retirePattern,
  type NewPattern,
} from "./create.ts";
export * from "./exchange.ts";
