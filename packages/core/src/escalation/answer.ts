import { GradusError, isConflict } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import { actionKey, type Action } from "../runbook/schema.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import { issueWarrant } from "../warrant/issue.ts";
import type { Escalation, Resolution } from "./schema.ts";

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "workflows" | "events" | "notify" | "log" | "hands">;

export interface Answered {
  escalation: Escalation;
  /** False if somebody had answered before: the first answer stands. */
  first: boolean;
}

/** A person says that it is dealt with, and how. The method, if it was a runbook, becomes a pattern. */
export async function resolveEscalation(
  ctx: Ctx,
  input: { id: string; by: string; notes: string; action?: Action },
): Promise<Answered> {
  const current = await find(ctx, input.id);
  if (input.action) validate(ctx, input.action);
  const answered = await settle(ctx, current, {
    by: input.by,
    at: ctx.clock.now(),
    notes: input.notes,
    kind: "human",
    ...(input.action ? { action: input.action } : {}),
  });
  if (answered.first)
    await deliver(ctx, answered.escalation, {
      decision: "resolved",
      by: input.by,
      notes: input.notes,
      ...(input.action ? { action: input.action } : {}),
    });
  return answered;
}

/** A person gives the task back: Gradus looks again and starts over, without what was tried already. */
export async function handBack(
  ctx: Ctx,
  input: { id: string; by: string; notes: string },
): Promise<Answered> {
  const answered = await settle(ctx, await find(ctx, input.id), {
    by: input.by,
    at: ctx.clock.now(),
    notes: input.notes,
    kind: "human",
  });
  if (answered.first) {
    await setWorking(ctx, answered.escalation, "task.handed-back", input.by);
    await deliver(ctx, answered.escalation, { decision: "retry", by: input.by });
  }
  return answered;
}

/** Approves exactly the action that was shown, once. */
export async function approve(ctx: Ctx, input: { id: string; by: string; notes: string }): Promise<Answered> {
  const current = await approvalOf(ctx, input.id);
  const now = ctx.clock.now();
  if (current.expiresAt !== undefined && now > current.expiresAt && current.status === "open")
    throw new GradusError("expired", "this approval request has expired");
  if (!current.action) throw new GradusError("corrupt", `approval request ${input.id} names no action`);
  // Issued first, so that an answer that was kept always has its warrant; one that comes second is never delivered and expires.
  const warrant = issueWarrant(ctx.crypto, {
    task: current.task,
    target: current.target,
    action: current.action,
    by: input.by,
    reason: input.notes || "approved",
    now,
  });
  await ctx.store.warrants.issue(warrant);
  const answered = await settle(ctx, current, {
    by: input.by,
    at: now,
    notes: input.notes,
    kind: "approved",
    warrant: warrant.id,
  });
  if (!answered.first) return answered;
  await setWorking(ctx, answered.escalation, "action.approved", input.by);
  await deliver(ctx, answered.escalation, { decision: "approved", warrant: warrant.id, by: input.by });
  return answered;
}

/** Rejects it: this action is tabu for the task, which stays with people. */
export async function reject(ctx: Ctx, input: { id: string; by: string; notes: string }): Promise<Answered> {
  const current = await approvalOf(ctx, input.id);
  const answered = await settle(ctx, current, {
    by: input.by,
    at: ctx.clock.now(),
    notes: input.notes,
    kind: "rejected",
  });
  if (!answered.first) return answered;
  await changeTask(ctx, current.task, (task) => ({
    task: {
      ...task,
      tabu: current.action ? [...new Set([...task.tabu, actionKey(current.action)])] : task.tabu,
    },
    entries: [
      { at: ctx.clock.now(), actor: input.by, type: "action.rejected", data: { notes: input.notes } },
    ],
  }));
  await deliver(ctx, answered.escalation, { decision: "rejected", by: input.by, notes: input.notes });
  return answered;
}

/** The detectors saw the issue gone, or nobody answered in time. */
export async function closeUnanswered(
  ctx: Ctx,
  escalation: Escalation,
  kind: "cleared" | "expired",
): Promise<Answered> {
  const notes = kind === "cleared" ? "The detectors saw the issue gone." : "Nobody answered in time.";
  const answered = await settle(ctx, escalation, { by: "gradus", at: ctx.clock.now(), notes, kind });
  if (answered.first) await deliver(ctx, answered.escalation, { decision: kind, by: "gradus" });
  return answered;
}

/** The answer that a resolved escalation gives to its waiting state: also for a state that starts waiting after the answer came. */
export function answerOf(escalation: Escalation): Record<string, unknown> | undefined {
  const r = escalation.resolution;
  if (!r) return undefined;
  switch (r.kind) {
    case "human":
      return { decision: "resolved", by: r.by, notes: r.notes, ...(r.action ? { action: r.action } : {}) };
    case "approved":
      return { decision: "approved", by: r.by, ...(r.warrant === undefined ? {} : { warrant: r.warrant }) };
    case "rejected":
    case "cleared":
    case "expired":
      return { decision: r.kind, by: r.by, notes: r.notes };
    default:
      return r.kind satisfies never;
  }
}

async function find(ctx: Ctx, id: string): Promise<Escalation> {
  const found = await ctx.store.escalations.get(id);
  if (!found) throw new GradusError("not_found", `there is no escalation ${id}`);
  return found;
}

async function approvalOf(ctx: Ctx, id: string): Promise<Escalation> {
  const found = await find(ctx, id);
  if (found.kind !== "approval")
    throw new GradusError("invalid_input", `${id} asks for help, not for approval: resolve it instead`);
  return found;
}

function validate(ctx: Ctx, action: Action): void {
  const card = ctx.hands.cards().find((c) => c.id === action.runbook);
  if (!card) throw new GradusError("invalid_input", `there is no runbook "${action.runbook}"`);
  const parsed = card.params.safeParse(action.params);
  if (!parsed.success)
    throw new GradusError(
      "invalid_input",
      `parameters of ${action.runbook}: ${parsed.error.issues.map((i) => `${i.path.join(".")} ${i.message}`).join("; ")}`,
    );
}

/** Writes the resolution if there is none; the database decides between two that arrive together. */
async function settle(ctx: Ctx, escalation: Escalation, resolution: Resolution): Promise<Answered> {
  let current = escalation;
  for (;;) {
    if (current.status === "resolved") return { escalation: current, first: false };
    try {
      return {
        escalation: await ctx.store.escalations.save({ ...current, status: "resolved", resolution }),
        first: true,
      };
    } catch (error) {
      if (!isConflict(error)) throw error;
      current = await find(ctx, escalation.id);
    }
  }
}

async function deliver(ctx: Ctx, escalation: Escalation, output: Record<string, unknown>): Promise<void> {
  const delivered = await ctx.workflows.answer(escalation.token, output);
  if (!delivered)
    ctx.log("warn", "the waiting state was not there; the answer is kept and used when it waits again", {
      escalation: escalation.id,
    });
  await ctx.events.publish({
    type: "escalation.resolved",
    at: ctx.clock.now(),
    actor: escalation.resolution?.by ?? "gradus",
    data: {
      escalation: escalation.id,
      task: escalation.task,
      target: escalation.target,
      kind: escalation.resolution?.kind ?? "human",
    },
  });
  const task = await ctx.store.tasks.get(escalation.task);
  if (task && escalation.kind === "help") await ctx.notify.resolved(escalation, task);
}

async function setWorking(ctx: Ctx, escalation: Escalation, type: string, by: string): Promise<void> {
  await changeTask(ctx, escalation.task, (task) =>
    isOpen(task)
      ? {
          task: { ...task, status: "working", ...(type === "task.handed-back" ? { phase: 1 as const } : {}) },
          entries: [{ at: ctx.clock.now(), actor: by, type, data: { escalation: escalation.id } }],
        }
      : undefined,
  );
}
