import type { Json } from "../json.ts";
import { parseTimestamp } from "../timestamp.ts";

type Key = string | number | boolean;

/** One comparison operator; its `Path` variant takes the other side from the data. */
export interface Comparison {
  readonly name: string;
  /** What is compared; undefined for a value of another type, which never compares as true. */
  readonly keyOf: (value: Json | undefined) => Key | undefined;
  readonly holds: (variable: Key, other: Key) => boolean;
}

const textOf = (value: Json | undefined): Key | undefined => (typeof value === "string" ? value : undefined);
const numberOf = (value: Json | undefined): Key | undefined =>
  typeof value === "number" ? value : undefined;
const booleanOf = (value: Json | undefined): Key | undefined =>
  typeof value === "boolean" ? value : undefined;
const timeOf = (value: Json | undefined): Key | undefined =>
  typeof value === "string" ? parseTimestamp(value) : undefined;

/** Strings by UTF-16 code unit, as AWS does; never by locale. */
const ordered = (prefix: string, keyOf: Comparison["keyOf"]): Comparison[] => [
  { name: `${prefix}Equals`, keyOf, holds: (a, b) => a === b },
  { name: `${prefix}LessThan`, keyOf, holds: (a, b) => a < b },
  { name: `${prefix}GreaterThan`, keyOf, holds: (a, b) => a > b },
  { name: `${prefix}LessThanEquals`, keyOf, holds: (a, b) => a <= b },
  { name: `${prefix}GreaterThanEquals`, keyOf, holds: (a, b) => a >= b },
];

export const COMPARISONS: readonly Comparison[] = [
  ...ordered("String", textOf),
  ...ordered("Numeric", numberOf),
  ...ordered("Timestamp", timeOf),
  { name: "BooleanEquals", keyOf: booleanOf, holds: (a, b) => a === b },
];

export const TYPE_TESTS: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  IsBoolean: (value) => typeof value === "boolean",
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === "number",
  IsPresent: (value) => value !== undefined,
  IsString: (value) => typeof value === "string",
  IsTimestamp: (value) => timeOf(value) !== undefined,
};
