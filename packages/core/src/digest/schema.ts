import * as z from "zod";
import { escalationSchema } from "../escalation/schema.ts";
import { severitySchema } from "../policy/schema.ts";
import { phaseNumberSchema } from "../task/schema.ts";

/** Some of what there is, and how much there is. */
const some = <T extends z.ZodType>(one: T) =>
  z.object({ total: z.number().int().nonnegative(), first: z.array(one) });

/** What happened since the last summary, and what is still to be done. It fits into one event. */
export const digestSchema = z.object({
  /** Epoch ms: what is told of happened in between. */
  since: z.number(),
  at: z.number(),
  /** What Gradus fixed without a person's decision, verified, and what held: by the phase that found the fix, with the time from first seen to fixed. */
  fixed: z.object({
    total: z.number().int().nonnegative(),
    phases: z.array(z.object({ phase: phaseNumberSchema, count: z.number(), medianMs: z.number() })),
    /** Besides: what was fixed and held after a person's decision. */
    assisted: z.number().int().nonnegative().optional(),
  }),
  /** What came to people and waits for them now, however old. */
  waiting: some(
    escalationSchema
      .pick({ id: true, kind: true, target: true, severity: true, openedAt: true, expiresAt: true })
      .extend({ title: z.string() }),
  ),
  /** What came back soon after it was fixed. */
  relapsed: some(z.object({ target: z.string(), title: z.string(), runbook: z.string() })),
  learned: some(z.object({ software: z.string(), symptom: z.string(), runbook: z.string() })),
  /** Targets with a fault at this moment: the worst of each. */
  failing: some(
    z.object({ target: z.string(), title: z.string(), severity: severitySchema, since: z.number() }),
  ),
  /** What is wrong with Gradus itself, one sentence each. */
  problems: z.array(z.string()),
});
export type Digest = z.infer<typeof digestSchema>;

/** Whether there is nothing to tell. */
export const isQuiet = ({ fixed, waiting, relapsed, learned, failing, problems }: Digest): boolean =>
  fixed.total +
    (fixed.assisted ?? 0) +
    waiting.total +
    relapsed.total +
    learned.total +
    failing.total +
    problems.length ===
  0;
