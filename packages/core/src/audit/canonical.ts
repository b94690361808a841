/**
 * JSON with sorted keys and without undefined, equal for equal values however they were built: what is hashed. A value and
 * its JSON round trip give the same text.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
  }
  // undefined in a list becomes null, as JSON has it.
  return JSON.stringify(value) ?? "null";
}
