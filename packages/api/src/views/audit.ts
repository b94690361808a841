import { auditEventSchema } from "@gradus/core";
import * as z from "zod";

/** A chain, and whether its hashes hold: `at` is the seq at which it stops being believable. */
export const auditChainSchema = z.object({
  chain: z.string(),
  /** Of a page, oldest first; the first page has the newest. */
  events: z.array(auditEventSchema),
  /** Events of the whole chain: `verified` is of all of them. */
  total: z.number(),
  /** There are older ones. */
  cursor: z.exactOptional(z.string()),
  verified: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), length: z.number(), head: z.string() }),
    z.object({ ok: z.literal(false), at: z.number(), why: z.string() }),
  ]),
});
export type AuditChain = z.infer<typeof auditChainSchema>;

/** Newest events of all chains together, with whether each chain holds; a page at a time. */
export const auditPageSchema = z.object({
  chains: z.array(
    z.object({
      chain: z.string(),
      target: z.exactOptional(z.string()),
      ok: z.boolean(),
      events: z.number(),
      /** The seq at which it stops being believable, and why. */
      at: z.exactOptional(z.number()),
      why: z.exactOptional(z.string()),
    }),
  ),
  /** Newest first; of the chain "system" the newest 500. */
  events: z.array(
    z.object({ chain: z.string(), target: z.exactOptional(z.string()), event: auditEventSchema }),
  ),
  cursor: z.exactOptional(z.string()),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
