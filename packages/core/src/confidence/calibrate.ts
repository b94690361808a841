import { reliability, type ConfidenceOutcome } from "./reliability.ts";

/** Knots of a non-decreasing, piecewise linear map of 0..1 onto itself. No knots: identity. Plain JSON, so that it can be kept. */
export interface Calibration {
  knots: ReadonlyArray<{ confidence: number; rate: number }>;
}

export const IDENTITY: Calibration = { knots: [] };

/** Outcomes below which nothing is corrected. */
export const FEWEST_OUTCOMES = 30;
/** Every bin starts as if it had seen this many outcomes that were as good as promised. */
const PSEUDO_OUTCOMES = 10;

/**
 * Learns what a confidence was worth. Isotonic regression by pooling adjacent violators (Ayer et al. 1955) over ten bins,
 * each shrunk towards identity, so that the map never turns an order around and moves only as far as outcomes push it.
 */
export function learnCalibration(outcomes: readonly ConfidenceOutcome[]): Calibration {
  if (outcomes.length < FEWEST_OUTCOMES) return IDENTITY;
  const points = reliability(outcomes).bins.map((bin) => {
    const centre = (bin.from + bin.to) / 2;
    const weight = bin.count + PSEUDO_OUTCOMES;
    const shrunk = (value: number | undefined) =>
      (bin.count * (value ?? 0) + PSEUDO_OUTCOMES * centre) / weight;
    return { confidence: shrunk(bin.meanConfidence), rate: shrunk(bin.successRate), weight };
  });
  const rates = pooled(points);
  return {
    knots: points.map((point, i) => ({ confidence: point.confidence, rate: rates[i] ?? point.rate })),
  };
}

/** The calibrated confidence, 0..1: linear between the knots, and from (0, 0) to the first and from the last to (1, 1). */
export function calibrate(calibration: Calibration, confidence: number): number {
  const x = Math.min(1, Math.max(0, confidence));
  if (calibration.knots.length === 0) return x;
  const knots = [{ confidence: 0, rate: 0 }, ...calibration.knots, { confidence: 1, rate: 1 }];
  const next = knots.findIndex((knot) => knot.confidence >= x);
  const [left, right] = [knots[next - 1], knots[next]];
  if (!right) return 1;
  if (!left || right.confidence === left.confidence) return right.rate;
  const share = (x - left.confidence) / (right.confidence - left.confidence);
  return left.rate + share * (right.rate - left.rate);
}

function pooled(points: ReadonlyArray<{ rate: number; weight: number }>): number[] {
  const blocks: Array<{ rate: number; weight: number; size: number }> = [];
  for (const { rate, weight } of points) {
    let block = { rate, weight, size: 1 };
    for (let last = blocks.at(-1); last && last.rate > block.rate; last = blocks.at(-1)) {
      blocks.pop();
      const total = last.weight + block.weight;
      const joint = (last.rate * last.weight + block.rate * block.weight) / total;
      block = { rate: joint, weight: total, size: last.size + block.size };
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => Array.from({ length: block.size }, () => block.rate));
}
