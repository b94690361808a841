import { windowAt } from "./window.ts";
import { DEFAULT_LIMITS, limitsReached, type RateLimits } from "./limits.ts";
import type { Autonomy, AutonomyLevel, Risk } from "./schema.ts";
import type { PhaseNumber } from "../task/schema.ts";
import { vetoes, type Veto, type VetoInput } from "./veto.ts";

/** Sure enough to act alone, and in any phase to ask for approval. */
export const ACT_CONFIDENCE = 0.7;
/** Sure enough to put a yes or no before a person in phase 3, where no phase is left that could be surer. */
export const ASK_CONFIDENCE = 0.5;
/** Actions on one task; after these it is for a person. */
export const MOST_ATTEMPTS = 6;

export type DenialCode = Veto["code"] | "no_evidence" | "low_confidence" | "autonomy" | "too_many_attempts";

export type PolicyDecision =
  | { kind: "allowed"; reasons: string[] }
  | { kind: "approval"; reasons: string[] }
  | {
      kind: "denied";
      reasons: string[];
      codes: DenialCode[];
      /** No other proposal would be allowed either, now: going up a phase is of no use. */
      final: boolean;
    };

export interface PolicyInput extends VetoInput {
  /** The phase that proposes it. */
  phase: PhaseNumber;
  /** Calibrated, 0..1. */
  confidence: number;
  /** How many sound observations the proposal rests on. Zero is inconclusive, and fails closed. */
  evidence: number;
  /** Effective autonomy: see effectiveAutonomy. */
  autonomy: Autonomy;
  /** Starts of actions on the target, epoch ms, from its lease. */
  recent: readonly number[];
  /** Actions on all targets within the last hour. */
  fleetRecent: number;
  limits?: RateLimits;
  /** Actions this task has seen. */
  attempts: number;
}

const FINAL: ReadonlySet<DenialCode> = new Set([
  "paused",
  "observe_only",
  "silent_window",
  "too_many_attempts",
]);

/**
 * Whether Gradus may take an action: on its own, after a person's approval, or not. All reasons are given. Below 0.7 a
 * proposal of phase 1 or 2 is denied, so that it costs a phase and not a person's attention; in phase 3 it becomes a
 * question from 0.5 on. A destructive action is never automatic and never asked for below 0.7.
 */
export function decide(of: PolicyInput): PolicyDecision {
  const denials = [...vetoes(of), ...denialsOf(of)];
  if (denials.length > 0) {
    const codes = [...new Set(denials.map((denial) => denial.code))];
    const reasons = denials.map((denial) => denial.reason);
    return { kind: "denied", reasons, codes, final: codes.some((code) => FINAL.has(code)) };
  }
  const doubts = doubtsOf(of);
  if (doubts.length > 0) return { kind: "approval", reasons: doubts };
  const sureness = `confidence ${of.confidence.toFixed(2)} ≥ ${ACT_CONFIDENCE}`;
  return { kind: "allowed", reasons: [`${of.card.risk} actions are automatic here`, sureness] };
}

/** What a risk class is allowed; destructive is capped at approve whatever the data says. */
export function levelFor(autonomy: Autonomy, risk: Risk): AutonomyLevel {
  const level: AutonomyLevel = autonomy[risk];
  return risk === "destructive" && level === "auto" ? "approve" : level;
}

interface Denial {
  code: DenialCode;
  reason: string;
}

function denialsOf(of: PolicyInput): Denial[] {
  const found: Denial[] = [];
  const no = (code: DenialCode, reason: string) => found.push({ code, reason });
  const level = levelFor(of.autonomy, of.card.risk);
  if (level === "observe") no("autonomy", `${of.card.risk} actions are only observed here`);
  if (level === "suggest") no("autonomy", `${of.card.risk} actions are only suggested here`);
  if (!(of.evidence > 0)) no("no_evidence", "no evidence: inconclusive");
  const enough = of.phase >= 3 && of.card.risk !== "destructive" ? ASK_CONFIDENCE : ACT_CONFIDENCE;
  if (!(of.confidence >= enough))
    no("low_confidence", `confidence ${of.confidence.toFixed(2)} is below ${enough} in phase ${of.phase}`);
  if (of.attempts >= MOST_ATTEMPTS)
    no("too_many_attempts", `${of.attempts} actions on this task have not fixed it`);
  return found;
}

function doubtsOf(of: PolicyInput): string[] {
  const { risk } = of.card;
  const reasons: string[] = [];
  if (risk === "destructive") reasons.push("destructive actions are never automatic");
  else if (levelFor(of.autonomy, risk) !== "auto") reasons.push(`${risk} actions need approval here`);
  if (of.confidence < ACT_CONFIDENCE)
    reasons.push(`confidence ${of.confidence.toFixed(2)} is below ${ACT_CONFIDENCE}`);
  const window = of.window ?? windowAt(of.target.maintenance, of.now);
  if (window) reasons.push(`maintenance window until ${window.to} ${window.zone}`);
  return [...reasons, ...limitsReached({ ...of, limits: of.limits ?? DEFAULT_LIMITS })];
}
