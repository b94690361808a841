import type { Outcome, Pattern } from "./schema.ts";
import { decayed, OUTCOME_WEIGHTS } from "./record.ts";

/** How long a harmful pattern is out of use, for each time it did harm. */
export const QUARANTINE_MS = 7 * 24 * 3_600_000;

const COUNTED_AS: Readonly<Record<Outcome, keyof Pattern["totals"]>> = {
  fixed: "fixed",
  symptom_only: "symptomOnly",
  not_fixed: "notFixed",
  not_held: "notHeld",
  harm: "harm",
};

/**
 * The pattern after one more outcome at `now` (epoch ms): a Beta record with exponential forgetting. Harm quarantines for
 * seven days times the harms so far. The version is left for the store; one attempt must be learned once (by the caller).
 */
export function learn(pattern: Pattern, outcome: Outcome, now: number): Pattern {
  const before = decayed(pattern, now);
  const weight = OUTCOME_WEIGHTS[outcome];
  const counted = COUNTED_AS[outcome];
  const totals = { ...pattern.totals, [counted]: pattern.totals[counted] + 1 };
  const learned: Pattern = {
    ...pattern,
    successes: before.successes + weight.success,
    failures: before.failures + weight.failure,
    totals,
    updatedAt: Math.max(now, pattern.updatedAt),
  };
  if (outcome === "harm") {
    const until = now + QUARANTINE_MS * totals.harm;
    learned.quarantinedUntil = Math.max(until, pattern.quarantinedUntil ?? 0);
    learned.fixedSinceHarm = 0;
  } else if (pattern.fixedSinceHarm !== undefined && outcome === "fixed") {
    learned.fixedSinceHarm = pattern.fixedSinceHarm + 1;
  }
  return learned;
}
