import type { Json } from "../json.ts";
import type { Random } from "../random.ts";
import type { Intrinsic } from "./function.ts";
import { integer, intrinsicFault } from "./function.ts";

/** start ≤ n < end; the same seed gives the same number. */
const between = (args: readonly Json[], random: Random): number => {
  const start = integer(args, 0);
  const end = integer(args, 1);
  if (end <= start) throw intrinsicFault("the end must be greater than the start");
  const fraction = args.length > 2 ? seeded(integer(args, 2)) : random.fraction();
  return start + Math.floor(fraction * (end - start));
};

/** One step of mulberry32 (Tommy Ettinger, public domain). */
const seeded = (seed: number): number => {
  let t = (seed + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

export const numbers: Readonly<Record<string, Intrinsic>> = {
  "States.MathAdd": { least: 2, most: 2, apply: (args) => integer(args, 0) + integer(args, 1) },
  "States.MathRandom": { least: 2, most: 3, apply: between },
  "States.UUID": { least: 0, most: 0, apply: (_, random) => random.uuid() },
};
