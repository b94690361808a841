import type { Pattern } from "../../api/types.ts";
import { type Interval, wilson, Z95 } from "./wilson.ts";

/* These numbers are core's (packages/core/src/pattern: record.ts, gate.ts); a test sees to it that they stay the same. */
const HALF_LIFE_MS = 30 * 24 * 3_600_000;
/** What is believed before any evidence: successes and failures. */
const PRIORS: Record<Pattern["origin"], [number, number]> = {
  own: [0.5, 0.5],
  human: [1.5, 0.5],
  imported: [0, 1],
};
/** The lower bound that a pattern needs to be used at once. */
export const GATE = 0.35;
/** Fixes that a pattern which did harm needs before it is trusted again. */
export const FIXES_AFTER_HARM = 3;

export interface Strength {
  /** Success rate that is expected. */
  rate: number;
  /** What Gradus chooses by: the lower end at z = 1 (one-sided 84 %), and the upper end that belongs to it. */
  believed: Interval;
  /** Two-sided 95 %. */
  sure: Interval;
}

/** How strong a pattern's record is at `now`: its evidence counts half after 30 days, and begins with what its origin is worth. */
export function strengthOf({ successes, failures, updatedAt, origin }: Pattern, now: number): Strength {
  const weight = 0.5 ** (Math.max(0, now - updatedAt) / HALF_LIFE_MS);
  const [hopes, doubts] = PRIORS[origin];
  const s = successes * weight + hopes;
  const f = failures * weight + doubts;
  return { rate: s / (s + f), believed: wilson(s, f, 1), sure: wilson(s, f, Z95) };
}

export type Standing = "used" | "trial" | "quarantined" | "retired";

/** Whether phase 1 may use a pattern at `now`; as core's gate has it. */
export function standingOf(pattern: Pattern, now: number): Standing {
  if (pattern.retired) return "retired";
  if (pattern.quarantinedUntil !== undefined && now < pattern.quarantinedUntil) return "quarantined";
  if ((pattern.fixedSinceHarm ?? FIXES_AFTER_HARM) < FIXES_AFTER_HARM) return "trial";
  return strengthOf(pattern, now).believed.lower >= GATE ? "used" : "trial";
}

/** How often it was tried here. */
export const usesOf = ({ totals: t }: Pattern): number =>
  t.fixed + t.symptomOnly + t.notFixed + t.notHeld + t.harm;
