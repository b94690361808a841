import * as z from "zod";
import { actionSchema, faultClassSchema } from "../runbook/schema.ts";
import { attemptSchema, phaseNumberSchema } from "../task/schema.ts";

/** What an execution is started with. */
export const remediationInputSchema = z.object({ task: z.string() });

/** A proposal that passed validation, with what policy said of it. */
export const proposalSchema = z.object({
  action: actionSchema,
  faultClass: faultClassSchema,
  confidence: z.number(),
  proposedBy: z.string(),
  reason: z.string().max(600),
  policy: z.array(z.string().max(200)),
  cites: z.array(z.string()).max(20),
});
export type Proposal = z.infer<typeof proposalSchema>;

/**
 * What travels through the states: ids and decisions, a few kilobytes. An attempt stays here while it runs and is written
 * to the task once, when its outcome is known; that is how a quick fix gets by with four writes.
 */
export const remediationStateSchema = z.object({
  task: z.string(),
  target: z.string(),
  phase: phaseNumberSchema,
  /** What the last step decided; Choice states branch on it. */
  decision: z.enum([
    "remediate",
    "closed",
    "none",
    "allowed",
    "approval",
    "denied",
    "acted",
    "busy",
    "fixed",
    "not_fixed",
    "undo",
    "again",
    "escalated",
  ]),
  /** Seconds the Settle state waits. */
  settle: z.number().int().positive(),
  experts: z.array(z.string()),
  proposal: proposalSchema.optional(),
  attempt: attemptSchema.optional(),
  /** Hard symptoms the target and its dependents had before the action: what is new afterwards was made worse. */
  before: z.array(z.string()).default([]),
  /** How often the target was found busy in a row. */
  waits: z.number().int().nonnegative().default(0),
  why: z.string().optional(),
  /** Phase 3: who gave a verdict in this round. */
  votes: z.array(z.object({ expert: z.string().optional(), voted: z.boolean() })).optional(),
  answer: z
    .object({
      decision: z.string(),
      warrant: z.string().optional(),
      by: z.string().optional(),
      notes: z.string().optional(),
      action: actionSchema.optional(),
    })
    .optional(),
  fault: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
});
export type RemediationState = z.infer<typeof remediationStateSchema>;

/** Nothing is left to do: the task was closed, here or by somebody else, and every Choice leads to the end. */
export const over = (state: RemediationState, why?: string): RemediationState => ({
  ...state,
  decision: "closed",
  settle: 1,
  ...(why === undefined ? {} : { why }),
});

/** Escalate and what follows must cope with whatever is left of the state after a fault. */
export const brokenStateSchema = remediationStateSchema.partial().extend({ task: z.string() });
export type BrokenState = z.infer<typeof brokenStateSchema>;
