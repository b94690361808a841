/** What differs from look to look though nothing has happened: when that was, and what was measured. */
const PASSING = new Set(["at", "checkedAt", "checks", "now", "series", "summary"]);

/** Whether anything has changed that people would look up for. What is the same object is not looked into. */
export function differs(one: unknown, other: unknown): boolean {
  if (one === other) return false;
  if (!isObject(one) || !isObject(other)) return true;
  const keys = Object.keys(other);
  return (
    keys.length !== Object.keys(one).length ||
    keys.some((key) => !PASSING.has(key) && differs(one[key], other[key]))
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
