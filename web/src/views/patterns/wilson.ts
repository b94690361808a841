export interface Interval {
  lower: number;
  upper: number;
}

/** The normal quantile of a two-sided 95 % interval. */
export const Z95 = 1.959964;

/**
 * The score interval for a success rate, from fractional counts; all of 0..1 without any. At z = 1 its lower end is what core
 * chooses by. Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927)
 * 209–212: (s + z²/2 ± z·√(s·f/n + z²/4)) / (n + z²).
 */
export function wilson(successes: number, failures: number, z: number): Interval {
  const n = successes + failures;
  if (!(n > 0)) return { lower: 0, upper: 1 };
  const z2 = z * z;
  const margin = z * Math.sqrt((successes / n) * failures + z2 / 4);
  const end = (sign: 1 | -1): number =>
    Math.min(1, Math.max(0, (successes + z2 / 2 + sign * margin) / (n + z2)));
  return { lower: end(-1), upper: end(1) };
}
