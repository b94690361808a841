import { isSecretName, redact } from "@gradus/core";
import type * as z from "zod";
import type { Complaint } from "./placeholders.ts";
import type { Path } from "./problem.ts";
import { suggest } from "./suggest.ts";

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

/** What zod says, in the words of the file. */
export function complaintsOf(issues: readonly z.core.$ZodIssue[], tree: unknown): Complaint[] {
  return issues.flatMap((issue): Complaint[] => {
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    if (issue.code === "unrecognized_keys") {
      const known = issue.message.split(", ");
      return issue.keys.map((key) => ({
        path: [...path, key],
        found: `the unknown key "${key.slice(0, 80)}"`,
        expected: `one of ${issue.message}`,
        hint: suggest(key, known),
        at: "key",
      }));
    }
    if (issue.code === "invalid_key") {
      const message = issue.issues[0]?.message ?? "another name";
      return [{ path, found: `the key "${String(path.at(-1)).slice(0, 80)}"`, expected: message, at: "key" }];
    }
    const value = valueAt(tree, path);
    return [{ path, ...expectation(issue, value) }];
  });
}

function expectation(issue: z.core.$ZodIssue, value: unknown): Pick<Complaint, "expected" | "hint"> {
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    return { expected: TYPES[issue.expected] ?? issue.expected };
  }
  if (issue.code === "invalid_value" && issue.message.startsWith("Invalid")) {
    const values = issue.values.map(String);
    const hint = typeof value === "string" ? suggest(value, values) : undefined;
    return { expected: `one of ${values.join(", ")}`, hint };
  }
  return { expected: issue.message };
}

export function valueAt(tree: unknown, path: Path): unknown {
  let at = tree;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

/** A value as people may see it: short, and not at all where a secret could be. */
export function show(value: unknown, path: Path): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  if (path.some((key) => key === "secrets" || isSecretName(String(key)))) return "a plain value (not shown)";
  return JSON.stringify(typeof value === "string" ? redact(value, 80) : value) ?? "nothing";
}
