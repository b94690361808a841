import { GradusError } from "@gradus/core";
import type { MiddlewareHandler } from "hono";
import { validator } from "hono/validator";
import * as z from "zod";
import type { AppEnv } from "./env.ts";

/** Parses what a caller sent. Throws "invalid_input" that names each field. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 10).map((issue) => ({
    field: issue.path.map(String).join(".") || "input",
    message: issue.message,
  }));
  throw new GradusError("invalid_input", issues.map((i) => `${i.field}: ${i.message}`).join("; "), {
    issues,
  });
}

export const jsonBody = <S extends z.ZodType>(schema: S) =>
  validator("json", (value) => parseInput(schema, value));

/** Clients give the text that is parsed, not what is made of it. */
export const queryOf = <S extends z.ZodType>(schema: S) =>
  validator("query", (value) => parseInput(schema, value)) as MiddlewareHandler<
    AppEnv,
    string,
    { in: { query: z.input<S> }; out: { query: z.output<S> } }
  >;

/** Page size and cursor of every list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().min(1).max(3_000).optional(),
};

/** Some of a few words, separated by commas: ?severity=critical,high */
export function someOf<const T extends string>(words: readonly T[]) {
  const word = `(?:${words.join("|")})`;
  return z
    .string()
    .max(200)
    .regex(new RegExp(`^${word}(?:,${word})*$`), `must be some of ${words.join(", ")}, separated by commas`)
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(words)));
}
