import { auditEventSchema } from "@gradus/core";
import * as z from "zod";

/** A chain, and whether its hashes hold: `at` is the seq at which it stops being believable. */
export const auditChainSchema = z.object({
  chain: z.string(),
  events: z.array(auditEventSchema),
  verified: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), length: z.number(), head: z.string() }),
    z.object({ ok: z.literal(false), at: z.number(), why: z.string() }),
  ]),
});
export type AuditChain = z.infer<typeof auditChainSchema>;
