import * as z from "zod";

/** A recorded authorisation of one exact action on one task: single use, expiring. */
export const warrantSchema = z.object({
  id: z.string(),
  task: z.string(),
  target: z.string(),
  /** actionKey of what is allowed. */
  action: z.string(),
  by: z.union([z.literal("policy"), z.string()]),
  reason: z.string(),
  issuedAt: z.number(),
  expiresAt: z.number(),
});
export type Warrant = z.infer<typeof warrantSchema>;

export interface WarrantStore {
  issue(warrant: Warrant): Promise<void>;
  /** Uses it up. False if it is unknown, used, expired at `now`, or for another task or action. */
  consume(use: { id: string; task: string; action: string; now: number }): Promise<boolean>;
}
