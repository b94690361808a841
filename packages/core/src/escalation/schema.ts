import * as z from "zod";
import { severitySchema } from "../policy/schema.ts";
import { actionSchema } from "../runbook/schema.ts";

export const resolutionSchema = z.object({
  by: z.string(),
  at: z.number(),
  /** What was done, in the person's words. */
  notes: z.string().max(10_000),
  /** The action, if it was one of the runbooks: this becomes a pattern. */
  action: actionSchema.optional(),
  /** human: somebody fixed it; cleared: detectors saw the issue gone; approved/rejected: answer to an approval request; expired: nobody answered. */
  kind: z.enum(["human", "cleared", "approved", "rejected", "expired"]),
  /** The single-use warrant an approval issued. */
  warrant: z.string().optional(),
  /** The person gave the task back: Gradus looks again and starts over. */
  handedBack: z.boolean().optional(),
});
export type Resolution = z.infer<typeof resolutionSchema>;

/** A task handed to a human: for help, or for approval of one exact action. */
export const escalationSchema = z.object({
  id: z.string(),
  kind: z.enum(["help", "approval"]),
  task: z.string(),
  target: z.string(),
  symptom: z.string(),
  severity: severitySchema,
  status: z.enum(["open", "resolved"]),
  title: z.string(),
  /** The whole story in sections of plain text, for page and mail. */
  summary: z.string(),
  sections: z.array(z.object({ heading: z.string(), lines: z.array(z.string()) })),
  /** What Gradus would do (help) or asks to do (approval). */
  action: actionSchema.optional(),
  openedAt: z.number(),
  /** Approval requests and links end then. */
  expiresAt: z.number().optional(),
  /** Task token of the waiting workflow state. */
  token: z.string(),
  /** When people were told of it. */
  toldAt: z.number().optional(),
  /** It was told of together with others, and its end is told by the page only. */
  bundled: z.boolean().optional(),
  reminders: z.number().int().nonnegative(),
  remindedAt: z.number().optional(),
  resolution: resolutionSchema.optional(),
  version: z.number().int().nonnegative(),
});
export type Escalation = z.infer<typeof escalationSchema>;

export const isOpenEscalation = (e: Escalation): boolean => e.status === "open";

/** What it takes to put open escalations in an order. */
export type OpenEscalation = Pick<Escalation, "id" | "task" | "severity" | "openedAt">;

export interface EscalationStore {
  get(id: string): Promise<Escalation | undefined>;
  /** Creates it, or returns the one that is there (same id): opening twice opens once. */
  open(escalation: Escalation): Promise<{ opened: boolean; escalation: Escalation }>;
  /** Version-conditional, throws "conflict". */
  save(escalation: Escalation): Promise<Escalation>;
  /** Every open one, in no order, from the index; at most `most`, and then the newest. `more`: there are more. */
  listOpen(most: number): Promise<{ entries: OpenEscalation[]; more: boolean }>;
  list(query: {
    status?: "open" | "resolved";
    target?: string;
    limit?: number;
    cursor?: string;
  }): Promise<{ escalations: Escalation[]; cursor?: string }>;
}
