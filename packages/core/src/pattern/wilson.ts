/**
 * Lower end of the score interval for a success rate: what the rate is at least, given how little is known.
 * Takes decayed (fractional) counts; 0 without any. Without failures it is s / (s + z²): at z = 1 one success gives
 * 0.50, two 0.67, five 0.83. z = 1 is a one-sided 84 %: enough where each use is verified and can be undone.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209–212.
 */
export function wilsonLowerBound(successes: number, failures: number, z = 1): number {
  const n = successes + failures;
  if (!(n > 0)) return 0;
  const z2 = z * z;
  // Multiplied out by n, so that counts decayed to almost nothing do not underflow.
  const margin = z * Math.sqrt((successes / n) * failures + z2 / 4);
  return Math.min(1, Math.max(0, (successes + z2 / 2 - margin) / (n + z2)));
}
