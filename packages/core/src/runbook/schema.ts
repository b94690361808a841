import * as z from "zod";
import type { Observation } from "../observation/schema.ts";
import { riskSchema } from "../policy/schema.ts";
import type { Target } from "../target/schema.ts";

/** Parameters are flat scalars: they become typed values and list arguments, never text for a shell. */
export const paramsSchema = z.record(z.string(), z.union([z.string().max(1_000), z.number(), z.boolean()]));
export type Params = z.infer<typeof paramsSchema>;

/** One exact action: a runbook and its parameters. */
export const actionSchema = z.object({ runbook: z.string(), params: paramsSchema });
export type Action = z.infer<typeof actionSchema>;

/** Canonical text of an action, equal for equal actions: used for votes, tabu, warrants. */
export function actionKey(action: Action): string {
  const entries = Object.entries(action.params).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${action.runbook}(${entries.map(([k, v]) => `${k}=${JSON.stringify(v)}`).join(",")})`;
}

/** What went wrong, in the field's words. Runbooks address fault classes; experts name one. */
export const faultClasses = [
  "crash",
  "killed",
  "hang",
  "memory_leak",
  "memory_pressure",
  "cpu_runaway",
  "cpu_contention",
  "port_conflict",
  "bad_environment",
  "bad_config",
  "bad_permissions",
  "bad_release",
  "bad_cache",
  "overload",
  "disk_full",
  "log_flood",
  "certificate",
  "dependency_down",
  "connection_leak",
  "lock_contention",
  "lost_grant",
  "bad_parameter",
  "replication",
  "stale_lock",
  "unknown",
] as const;
export const faultClassSchema = z.enum(faultClasses);
export type FaultClass = z.infer<typeof faultClassSchema>;

/** The recovery level of a runbook: the lowest that can work is tried first. */
export const levels = ["soften", "restart", "restart_clean", "restore", "isolate"] as const;
export type Level = (typeof levels)[number];

/** What is known of a runbook without running it: pure data, read by experts, policy and pages. */
export interface RunbookCard {
  id: string;
  title: string;
  purpose: string;
  risk: z.infer<typeof riskSchema>;
  level: Level;
  addresses: readonly FaultClass[];
  params: z.ZodType<Params>;
  /** How it is undone: by an inverse that the implementation computes while applying, or not at all. */
  undoable: boolean;
  /** What it is expected to change, for people. */
  predicts: string;
  /** A lasting change or a passing one: a passing one (pause) needs a follow-up. */
  lasting: boolean;
}

export const stepResultSchema = z.object({
  name: z.string(),
  ok: z.boolean(),
  /** Redacted and capped. */
  output: z.string().max(2_000),
  ms: z.number(),
});
export type StepResult = z.infer<typeof stepResultSchema>;

export const applyOutcomeSchema = z.object({
  /** done: all steps ran; failed: a step failed; refused: a precondition did not hold and nothing was done; uncertain: it was started before a crash and is not repeated. */
  result: z.enum(["done", "failed", "refused", "uncertain"]),
  steps: z.array(stepResultSchema),
  reason: z.string().optional(),
  /** Refused by a switch (a pause, a window, a lowered level): that says nothing about the action. */
  withheld: z.boolean().optional(),
  /** What undo needs: plain JSON, kept with the attempt. */
  undo: z.record(z.string(), z.unknown()).optional(),
  /** What was there before (pid and start time of the process, …): tells causeGone a new process from the old one. */
  before: z.record(z.string(), z.unknown()).optional(),
});
export type ApplyOutcome = z.infer<typeof applyOutcomeSchema>;

/** The hands: the only way anything is changed. Implemented in packages/targets (and aws). */
export interface Hands {
  cards(): readonly RunbookCard[];
  /** Actions that make sense on this target at all (it has a manager, a cache control, a drifted file …), with parameters filled in from the evidence. */
  applicable(target: Target, observations: readonly Observation[]): Action[];
  /** Checks parameters and preconditions without changing anything. Undefined: it may go ahead; text: why not. */
  check(target: Target, action: Action): Promise<string | undefined>;
  apply(target: Target, action: Action): Promise<ApplyOutcome>;
  undo(target: Target, action: Action, outcome: ApplyOutcome): Promise<ApplyOutcome>;
  /** Whether the cause that this action treats is gone now. Undefined where it cannot be told apart from the symptom. `outcome` is that of its application, where it is kept. */
  causeGone(target: Target, action: Action, outcome?: ApplyOutcome): Promise<boolean | undefined>;
}
