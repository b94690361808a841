import type { Outcome, Pattern } from "./schema.ts";
import { wilsonLowerBound } from "./wilson.ts";

const DAY_MS = 24 * 3_600_000;
/** Evidence counts half after this: software and its faults change. */
export const HALF_LIFE_MS = 30 * DAY_MS;

/** What an outcome adds. Treating a symptom is mostly a failure; a relapse takes back the success it was first taken for. */
export const OUTCOME_WEIGHTS: Readonly<Record<Outcome, { success: number; failure: number }>> = {
  fixed: { success: 1, failure: 0 },
  symptom_only: { success: 0.25, failure: 0.5 },
  not_fixed: { success: 0, failure: 1 },
  not_held: { success: 0, failure: 2 },
  harm: { success: 0, failure: 5 },
};

/**
 * What is believed before any evidence. own: Jeffreys' prior; human: one success more, because a person chose it;
 * imported: no success and a whole failure, so that foreign evidence has to be strong.
 */
const PRIORS: Readonly<Record<Pattern["origin"], { success: number; failure: number }>> = {
  own: { success: 0.5, failure: 0.5 },
  human: { success: 1.5, failure: 0.5 },
  imported: { success: 0, failure: 1 },
};

export interface PatternRecord {
  /** Expected success rate, prior included: goes into confidence. */
  rate: number;
  /** Wilson lower bound of it: goes into choosing. */
  lowerBound: number;
  /** Decayed observations, prior not included. */
  evidence: number;
}

/** The pattern's counts as they weigh at `now` (epoch ms). Time that runs backwards decays nothing. */
export function decayed(pattern: Pick<Pattern, "successes" | "failures" | "updatedAt">, now: number) {
  const factor = 0.5 ** (Math.max(0, now - pattern.updatedAt) / HALF_LIFE_MS);
  return { successes: pattern.successes * factor, failures: pattern.failures * factor };
}

/** What the record of a pattern says at `now`. */
export function recordOf(pattern: Pattern, now: number): PatternRecord {
  const { successes, failures } = decayed(pattern, now);
  const prior = PRIORS[pattern.origin];
  const s = successes + prior.success;
  const f = failures + prior.failure;
  return { rate: s / (s + f), lowerBound: wilsonLowerBound(s, f), evidence: successes + failures };
}
