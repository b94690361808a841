import { InvalidArgumentError } from "commander";

/** Parsers of option values: commander puts the name of the option before what they say. */
export const wholeArgument =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected is a whole number from ${least} to ${most}.`);
  };

const FACTORS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds. */
export const durationArgument =
  (leastMs: number) =>
  (text: string): number => {
    const [, amount, unit = "s"] = /^(\d{1,9}(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
    const ms = Math.round(Number(amount) * (FACTORS[unit] ?? 1));
    if (amount !== undefined && ms >= leastMs) return ms;
    throw new InvalidArgumentError(
      `Expected is a duration of at least ${leastMs / 1_000}s, such as 10s or 1m.`,
    );
  };
