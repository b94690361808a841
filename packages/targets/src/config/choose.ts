import * as z from "zod";

export const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Looks at the value to find the one schema it is meant for, so that only that one's complaints are heard. */
export function choose<T>(pick: (value: unknown) => z.ZodType<T> | Choice): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    const picked = pick(value);
    if (!("safeParse" in picked)) {
      context.addIssue({ code: "custom", message: picked.expected, path: [...(picked.path ?? [])] });
      return z.NEVER;
    }
    const result = picked.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues)
      context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}

/** No schema fits: what was expected, and where. */
interface Choice {
  expected: string;
  path?: readonly string[];
}

/** A mapping that has exactly one of the keys, each with its own schema. */
export function byKey<T>(variants: Readonly<Record<string, z.ZodType<T>>>): z.ZodType<T> {
  const names = Object.keys(variants);
  const expected = `a mapping with one of ${names.join(", ")}`;
  return choose<T>((value) => {
    const present = isMapping(value) ? names.filter((name) => Object.hasOwn(value, name)) : [];
    const only = present.length === 1 ? variants[present[0] ?? ""] : undefined;
    return only ?? { expected };
  });
}

/** A mapping whose `kind` says which schema it has. */
export function byKind<T>(variants: Readonly<Record<string, z.ZodType<T>>>): z.ZodType<T> {
  const expected = `one of ${Object.keys(variants).join(", ")}`;
  return choose<T>((value) => {
    if (!isMapping(value)) return { expected: `a mapping with kind: ${expected}` };
    const kind = String(value["kind"]);
    const found = Object.hasOwn(variants, kind) ? variants[kind] : undefined;
    return found ?? { expected, path: ["kind"] };
  });
}

/** A short form for the usual case, or a mapping. */
export const short = <T>(scalar: z.ZodType<T>, mapping: z.ZodType<T>): z.ZodType<T> =>
  choose<T>((value) => (isMapping(value) ? mapping : scalar));
