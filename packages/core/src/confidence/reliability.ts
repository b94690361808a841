/** One proposal that was carried out: how sure it was, and whether the cause was gone and stayed gone. */
export interface ConfidenceOutcome {
  confidence: number;
  success: boolean;
}

export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  /** Means over the bin; undefined where it is empty. */
  meanConfidence?: number;
  successRate?: number;
}

export interface Reliability {
  count: number;
  bins: ReliabilityBin[];
  /** Mean squared error of the confidences, 0 is best (Brier 1950). Undefined without outcomes. */
  brier?: number;
  /** Expected calibration error: mean distance of confidence and success rate, weighted by count. */
  calibrationError?: number;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Whether confidence keeps its word: success rate against confidence in equal bins, and the Brier score. */
export function reliability(outcomes: readonly ConfidenceOutcome[], binCount = 10): Reliability {
  const bins = Array.from({ length: binCount }, (_, index) => binOf(outcomes, index, binCount));
  const count = outcomes.length;
  if (count === 0) return { count, bins };
  const squares = outcomes.map((o) => (clamp(o.confidence) - (o.success ? 1 : 0)) ** 2);
  const gaps = bins.map((b) => b.count * Math.abs((b.meanConfidence ?? 0) - (b.successRate ?? 0)));
  return { count, bins, brier: mean(squares), calibrationError: sum(gaps) / count };
}

function binOf(outcomes: readonly ConfidenceOutcome[], index: number, binCount: number): ReliabilityBin {
  const inside = outcomes.filter(
    (o) => Math.min(binCount - 1, Math.floor(clamp(o.confidence) * binCount)) === index,
  );
  const range = { from: index / binCount, to: (index + 1) / binCount, count: inside.length };
  if (inside.length === 0) return range;
  return {
    ...range,
    meanConfidence: mean(inside.map((o) => clamp(o.confidence))),
    successRate: inside.filter((o) => o.success).length / inside.length,
  };
}

/** Sorted first: floating-point sums must not depend on the order of outcomes. */
const sum = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b).reduce((s, v) => s + v, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
