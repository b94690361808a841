export * from "./schema.ts";
export * from "./window.ts";
export * from "./limits.ts";
export * from "./veto.ts";
export * from "./earned.ts";
export {
  ACT_CONFIDENCE,
  ASK_CONFIDENCE,
  decide as decidePolicy,
  levelFor,
  MOST_ATTEMPTS,
  type DenialCode,
  type PolicyDecision,
  type PolicyInput,
} from "./decide.ts";
