import type { Json } from "../json.ts";
import { equal } from "../json.ts";
import type { Intrinsic } from "./function.ts";
import { integer, intrinsicFault, list, LONGEST_RANGE } from "./function.ts";

const partition = (items: Json[], size: number): Json => {
  if (size < 1) throw intrinsicFault("the chunk size must be positive");
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
};

const range = (first: number, last: number, step: number): Json => {
  if (step === 0) throw intrinsicFault("the step must not be zero");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw intrinsicFault(`an array range has at most ${LONGEST_RANGE} elements`);
  return Array.from({ length }, (_, i) => first + i * step);
};

const item = (items: Json[], index: number): Json => {
  const found = index < 0 ? undefined : items[index];
  if (found === undefined) throw intrinsicFault(`the array has no element ${index}`);
  return found;
};

/** First occurrences, in order. */
const unique = (items: Json[]): Json =>
  items.filter((value, at) => items.findIndex((other) => equal(other, value)) === at);

export const arrays: Readonly<Record<string, Intrinsic>> = {
  "States.Array": { least: 0, most: Number.POSITIVE_INFINITY, apply: (args) => [...args] },
  "States.ArrayPartition": { least: 2, most: 2, apply: (args) => partition(list(args, 0), integer(args, 1)) },
  "States.ArrayContains": {
    least: 2,
    most: 2,
    apply: (args) => list(args, 0).some((value) => equal(value, args[1] ?? null)),
  },
  "States.ArrayRange": {
    least: 3,
    most: 3,
    apply: (args) => range(integer(args, 0), integer(args, 1), integer(args, 2)),
  },
  "States.ArrayGetItem": { least: 2, most: 2, apply: (args) => item(list(args, 0), integer(args, 1)) },
  "States.ArrayLength": { least: 1, most: 1, apply: (args) => list(args, 0).length },
  "States.ArrayUnique": { least: 1, most: 1, apply: (args) => unique(list(args, 0)) },
};
