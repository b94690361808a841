import type { Pattern } from "./schema.ts";
import { recordOf } from "./record.ts";

/**
 * The Wilson lower bound a pattern needs to be used at once. With the priors of record.ts: one own success passes (0.40)
 * for 13 days, two (0.55) for six weeks; one success and one failure do not (0.25), two and one do (0.38); symptom-only never
 * does (< 1/3); a human's resolution passes from the start; four fixes elsewhere pass as an import, and fall with one failure here.
 */
export const PATTERN_GATE = 0.35;
/** Fixes in other phases that a pattern which did harm needs before it is trusted again. */
export const FIXES_AFTER_HARM = 3;

export interface GateResult {
  usable: boolean;
  lowerBound: number;
  reason: string;
}

/** Whether phase 1 may use the pattern at `now` (epoch ms), and why. */
export function gate(pattern: Pattern, now: number): GateResult {
  const { lowerBound } = recordOf(pattern, now);
  const no = (reason: string): GateResult => ({ usable: false, lowerBound, reason });
  if (pattern.retired) return no("it is retired");
  if (pattern.quarantinedUntil !== undefined && now < pattern.quarantinedUntil) {
    return no(`it did harm and is quarantined until ${new Date(pattern.quarantinedUntil).toISOString()}`);
  }
  if (pattern.fixedSinceHarm !== undefined && pattern.fixedSinceHarm < FIXES_AFTER_HARM) {
    return no(`it did harm and has fixed ${pattern.fixedSinceHarm} of ${FIXES_AFTER_HARM} cases since`);
  }
  const bound = lowerBound.toFixed(2);
  if (lowerBound < PATTERN_GATE) return no(`its record is too weak (${bound} < ${PATTERN_GATE})`);
  return { usable: true, lowerBound, reason: `its record holds (${bound} ≥ ${PATTERN_GATE})` };
}

/** The patterns that pass, best first: by lower bound, then by id. */
export function rankPatterns(patterns: readonly Pattern[], now: number): Pattern[] {
  return patterns
    .map((pattern) => ({ pattern, result: gate(pattern, now) }))
    .filter(({ result }) => result.usable)
    .sort((a, b) => b.result.lowerBound - a.result.lowerBound || (a.pattern.id < b.pattern.id ? -1 : 1))
    .map(({ pattern }) => pattern);
}
