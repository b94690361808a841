import { StateFailure } from "../fault.ts";
import type { Json } from "../json.ts";
import type { Random } from "../random.ts";

/** One States.* function: how many arguments it takes, and what it gives for values that were already read. */
export interface Intrinsic {
  readonly least: number;
  readonly most: number;
  readonly apply: (args: readonly Json[], random: Random) => Json;
}

/** The limit that AWS puts on the string functions and on arrays that are made. */
export const LONGEST_TEXT = 10_000;
export const LONGEST_RANGE = 1000;

export const intrinsicFault = (reason: string): StateFailure =>
  new StateFailure("States.IntrinsicFailure", reason);

const describe = (value: Json | undefined): string => {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
};

const wrong = (wanted: string, position: number, value: Json | undefined): StateFailure =>
  intrinsicFault(`argument ${position + 1} must be ${wanted}, not ${describe(value)}`);

export const text = (args: readonly Json[], position: number, longest = Number.POSITIVE_INFINITY): string => {
  const value = args[position];
  if (typeof value !== "string") throw wrong("a string", position, value);
  if (value.length > longest)
    throw intrinsicFault(`argument ${position + 1} is longer than ${longest} characters`);
  return value;
};

export const list = (args: readonly Json[], position: number): Json[] => {
  const value = args[position];
  if (!Array.isArray(value)) throw wrong("an array", position, value);
  return value;
};

/** AWS rounds a fraction to the nearest integer where a function counts. */
export const integer = (args: readonly Json[], position: number): number => {
  const value = args[position];
  if (typeof value !== "number") throw wrong("a number", position, value);
  return Math.round(value);
};
