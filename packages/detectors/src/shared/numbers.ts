/** The middle value; NaN for an empty list. Leaves the list alone. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Median absolute deviation from `centre`, unscaled. */
export const mad = (values: readonly number[], centre: number): number =>
  median(values.map((value) => Math.abs(value - centre)));

/** Six significant digits: enough for statistics, and small in a stored document. */
export const short = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(6)) : 0);

/** "12.3" for people: at most one decimal. */
export const brief = (value: number): string => String(Math.round(value * 10) / 10);
