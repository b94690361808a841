import * as z from "zod";
import { auditEventSchema } from "../audit/schema.ts";
import { verdictSchema } from "../expert/schema.ts";
import { observationSchema, sourceSchema } from "../observation/schema.ts";
import { riskSchema, severitySchema } from "../policy/schema.ts";
import { actionSchema, applyOutcomeSchema, faultClassSchema, stepResultSchema } from "../runbook/schema.ts";

export const phases = ["quick-fix", "research", "consult", "escalate"] as const;
export const phaseNumberSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type PhaseNumber = z.infer<typeof phaseNumberSchema>;
export const phaseName = (phase: PhaseNumber): (typeof phases)[number] => phases[phase - 1] ?? "escalate";

/** open: working or waiting; fixed: verified; resolved: by a human; cleared: gone by itself; suppressed: another target's fault. */
export const taskStatusSchema = z.enum([
  "working",
  "awaiting_approval",
  "awaiting_human",
  "fixed",
  "resolved",
  "cleared",
  "suppressed",
]);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

export const verificationSchema = z.object({
  at: z.number(),
  /** fixed: symptom, health, dependents and cause are good; symptom_only: symptom gone, cause still there. */
  result: z.enum(["fixed", "symptom_only", "not_fixed", "worse", "inconclusive"]),
  symptomGone: z.boolean(),
  healthy: z.boolean(),
  dependentsHealthy: z.boolean(),
  causeGone: z.boolean().optional(),
  reasons: z.array(z.string()),
});
export type Verification = z.infer<typeof verificationSchema>;

export const attemptSchema = z.object({
  n: z.number().int().positive(),
  phase: phaseNumberSchema,
  action: actionSchema,
  risk: riskSchema,
  faultClass: faultClassSchema,
  confidence: z.number(),
  /** Who proposed it: pattern id, "known-service", expert ids. */
  proposedBy: z.string(),
  reason: z.string(),
  warrant: z.object({ id: z.string(), by: z.string(), reason: z.string() }).optional(),
  startedAt: z.number(),
  finishedAt: z.number().optional(),
  outcome: applyOutcomeSchema.optional(),
  verification: verificationSchema.optional(),
  undo: z.object({ at: z.number(), result: z.string(), steps: z.array(stepResultSchema) }).optional(),
  result: z.enum([
    "running",
    "fixed",
    "symptom_only",
    "not_fixed",
    "worse",
    "not_held",
    "refused",
    "failed",
    "rejected",
  ]),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** What people keep with a task. It changes nothing that Gradus does, only whom it reminds and when. */
export const careSchema = z.object({
  /** Somebody has seen it and sees to it. */
  acknowledged: z.object({ by: z.string(), at: z.number() }).optional(),
  /** Actor: "human:ada@example.org". */
  assignee: z.string().optional(),
  /** Nobody is reminded before: epoch ms. */
  snoozed: z.object({ until: z.number(), by: z.string(), at: z.number() }).optional(),
});
export type Care = z.infer<typeof careSchema>;

export const taskSchema = z.object({
  id: z.string(),
  fingerprint: z.string(),
  generation: z.number().int().positive(),
  target: z.string(),
  software: z.string(),
  symptom: z.string(),
  key: z.string().optional(),
  source: sourceSchema,
  severity: severitySchema,
  /** One line: "chatbot is not running". */
  title: z.string(),
  status: taskStatusSchema,
  phase: phaseNumberSchema,
  openedAt: z.number(),
  updatedAt: z.number(),
  closedAt: z.number().optional(),
  /** When the fault was first seen, before it was confirmed. */
  firstSeenAt: z.number(),
  /** Evidence at opening, and what phases 1 added; larger evidence is in the evidence store. */
  observations: z.array(observationSchema),
  /** Other signals of the same target while this task was open. */
  related: z.array(
    z.object({ symptom: z.string(), key: z.string().optional(), at: z.number(), summary: z.string() }),
  ),
  attempts: z.array(attemptSchema),
  verdicts: z.array(verdictSchema),
  consensus: z.object({ kind: z.string(), summary: z.string(), confidence: z.number() }).optional(),
  /** Why it is suppressed: the target at fault. */
  suppressedBy: z.string().optional(),
  escalation: z.string().optional(),
  /** What closed it, for people. */
  outcome: z.string().optional(),
  /** The task this one is a relapse of: its actions are tabu here. */
  relapseOf: z.string().optional(),
  tabu: z.array(z.string()),
  care: careSchema.optional(),
  audit: z.array(auditEventSchema),
  version: z.number().int().nonnegative(),
});
export type Task = z.infer<typeof taskSchema>;

/** none: nobody was asked; asked: it came to people (a request for help or approval); decided: a person approved, rejected, handed back or resolved. */
export const peopleSchema = z.enum(["none", "asked", "decided"]);
export type People = z.infer<typeof peopleSchema>;

/** fixed: verified, held, and without a decision of a person; assisted: the same after such a decision; not_held: came back. */
export const endingSchema = z.enum(["fixed", "assisted", "not_held", "resolved", "cleared", "suppressed"]);
export type Ending = z.infer<typeof endingSchema>;

/** What lists show. */
export const taskSummarySchema = taskSchema
  .pick({
    id: true,
    target: true,
    software: true,
    symptom: true,
    source: true,
    severity: true,
    title: true,
    status: true,
    phase: true,
    openedAt: true,
    updatedAt: true,
    closedAt: true,
    firstSeenAt: true,
    outcome: true,
    escalation: true,
    suppressedBy: true,
    care: true,
  })
  .extend({
    /** The action that fixed it or was tried last, as runbook id, and its risk and result. */
    lastAction: z
      .object({
        runbook: z.string(),
        risk: riskSchema,
        result: attemptSchema.shape.result,
        at: z.number(),
        confidence: z.number(),
      })
      .optional(),
    attempts: z.number().int().nonnegative(),
    /** What people had to do with it; absent in rows of before. */
    people: peopleSchema.optional(),
  });
export type TaskSummary = z.infer<typeof taskSummarySchema>;
