import * as z from "zod";
import { choose } from "./choose.ts";

const DURATIONS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZES: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** "500ms", "10s", "2m", "1.5h", "1d" in milliseconds. */
function parseDuration(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const factor = DURATIONS[unit];
  return factor === undefined ? undefined : Math.round(Number(amount) * factor);
}

/** "96MB" (decimal), "1GiB" (binary) in bytes. */
function parseSize(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d{1,12}(?:\.\d{1,3})?)\s*([KMGT]?i?B)$/i.exec(text.trim()) ?? [];
  const factor = SIZES[unit.toUpperCase()];
  return factor === undefined ? undefined : Math.round(Number(amount) * factor);
}

const parsePercent = (text: string): number | undefined => {
  const amount = /^(\d{1,6}(?:\.\d{1,3})?)\s*%$/.exec(text.trim())?.[1];
  return amount === undefined ? undefined : Number(amount);
};

function unit(
  parse: (text: string) => number | undefined,
  expected: string,
  accept: (value: number) => boolean,
): z.ZodType<number> {
  return z.unknown().transform((value, context) => {
    const parsed = typeof value === "string" ? parse(value) : undefined;
    if (parsed !== undefined && accept(parsed)) return parsed;
    context.addIssue({ code: "custom", message: expected });
    return z.NEVER;
  });
}

export const duration = (
  least = 1,
  expected = 'a duration such as "10s", "500ms" or "2m"',
  most = Infinity,
): z.ZodType<number> => unit(parseDuration, expected, (ms) => ms >= least && ms <= most);

export const size = unit(parseSize, 'a size such as "96MB" or "1GiB"', (bytes) => bytes > 0);

/** "90%" → 90. */
export const percent = (most: number): z.ZodType<number> =>
  unit(
    parsePercent,
    most === 100 ? 'a percentage such as "90%"' : 'a percentage such as "150%" (100% is one core)',
    (value) => value > 0 && value <= most,
  );

/** A share of a whole: 0.1 or "10%". */
export const rate = choose<number>((value) =>
  typeof value === "number" ? z.number().min(0).max(1) : percent(100).transform((p) => p / 100),
);

/** A plain number, or a size. */
export const amount = choose<number>((value) => (typeof value === "number" ? z.number() : size));
