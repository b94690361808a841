import { checkSchema, factSchema, type ErrorCode } from "@gradus/core";
import * as z from "zod";

/** So much is asked of the probe function in one invocation. */
export const MOST_ASKS = 50;
/** A metrics page that is larger is not read to its end. */
const LARGEST_PAGE = 5 * 1_048_576;
/** Below the function's own limit, so that what happens is told. */
export const LONGEST_MS = 50_000;

const [httpCheck, tcpCheck] = checkSchema.options;
const [checkFact] = factSchema.options;

/** One thing that the probe function is asked for. */
export const askSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("check"),
    check: z.discriminatedUnion("kind", [httpCheck, tcpCheck]),
    /** The check is from a resource's tag, so that no deployed file declares it. */
    discovered: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal("page"),
    url: z.url({ protocol: /^https?$/ }),
    method: z.literal("GET"),
    timeoutMs: z.number().int().positive().max(LONGEST_MS),
    maxBytes: z.number().int().positive().max(LARGEST_PAGE),
    headers: z.strictObject({ accept: z.string().max(200) }).exactOptional(),
  }),
]);
export type Ask = z.infer<typeof askSchema>;

/** Each ask is read for itself: one that is wrong is refused, and the others are not. */
export const asksSchema = z.object({ asks: z.array(z.unknown()).min(1).max(MOST_ASKS) });

const pageSchema = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    latencyMs: z.number(),
    answer: z.object({
      status: z.number(),
      location: z.string().exactOptional(),
      body: z.string(),
      complete: z.boolean(),
      certificateDaysLeft: z.number().exactOptional(),
    }),
  }),
  z.object({
    ok: z.literal(false),
    latencyMs: z.number(),
    outcome: checkFact.shape.outcome,
    detail: z.string(),
    status: z.number().exactOptional(),
    blind: z.literal(true).exactOptional(),
  }),
]);

/** Why an ask has no answer of the target's. `conflict`: there was no room for it among the others, it may be asked again. */
const codeSchema = z.enum([
  "forbidden",
  "invalid_input",
  "conflict",
  "limit",
  "timeout",
  "unavailable",
  "internal",
]);
type NoneCode = z.infer<typeof codeSchema>;

export const answerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("check"), fact: checkFact }),
  z.object({ kind: z.literal("page"), page: pageSchema }),
  z.object({ kind: z.literal("none"), code: codeSchema, detail: z.string() }),
]);
export type Answer = z.infer<typeof answerSchema>;
export type None = Extract<Answer, { kind: "none" }>;

export const none = (code: ErrorCode, detail: string): None => ({
  kind: "none",
  code: codeSchema.safeParse(code).data ?? ("internal" satisfies NoneCode),
  detail: detail.slice(0, 500),
});

/** What the control function is asked for, and what it answers. */
export const controlAskSchema = z.strictObject({
  url: z.string(),
  method: z.string(),
  /** At most what the control itself declares, which is also the default. */
  timeoutMs: z.number().int().positive().optional(),
});
export const controlAnswerSchema = z.union([
  z.object({ ok: z.boolean(), status: z.number() }),
  z.object({ failed: z.object({ code: codeSchema, detail: z.string() }) }),
]);
export type ControlAnswer = z.infer<typeof controlAnswerSchema>;
