import { GradusError, isConflict } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import type { Action } from "../runbook/schema.ts";
import { issueWarrant } from "../warrant/issue.ts";
import { announce } from "./announce.ts";
import type { Escalation, Resolution } from "./schema.ts";
import { refuseSuperseded } from "./superseded.ts";

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
  const current = await askedNow(ctx, input.id);
  if (input.action) validate(ctx, input.action);
  return settle(ctx, current, {
    by: input.by,
    at: ctx.clock.now(),
    notes: input.notes,
    kind: "human",
    ...(input.action ? { action: input.action } : {}),
  });
}

/** A person gives the task back: Gradus looks again and starts over, without what was tried already. */
export async function handBack(
  ctx: Ctx,
  input: { id: string; by: string; notes: string },
): Promise<Answered> {
  return settle(ctx, await askedNow(ctx, input.id), {
    by: input.by,
    at: ctx.clock.now(),
    notes: input.notes,
    kind: "human",
    handedBack: true,
  });
}

/** Approves exactly the action that was shown, once. Throws "expired" after its time, and "conflict" where it would have no effect. */
export async function approve(ctx: Ctx, input: { id: string; by: string; notes: string }): Promise<Answered> {
  const current = await approvalOf(ctx, input.id);
  const now = ctx.clock.now();
  if (current.status === "resolved") return { escalation: current, first: false };
  if (current.expiresAt !== undefined && now > current.expiresAt)
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
  return settle(ctx, current, {
    by: input.by,
    at: now,
    notes: input.notes,
    kind: "approved",
    warrant: warrant.id,
  });
}

/** Rejects it: this action is tabu for the task, which stays with people. */
export async function reject(ctx: Ctx, input: { id: string; by: string; notes: string }): Promise<Answered> {
  return settle(ctx, await approvalOf(ctx, input.id), {
    by: input.by,
    at: ctx.clock.now(),
    notes: input.notes,
    kind: "rejected",
  });
}

/** The detectors saw the issue gone, or nobody answered in time (or before Gradus went on without an answer: `notes` say so). */
export async function closeUnanswered(
  ctx: Ctx,
  escalation: Escalation,
  kind: "cleared" | "expired",
  notes = kind === "cleared" ? "The detectors saw the issue gone." : "Nobody answered in time.",
): Promise<Answered> {
  return settle(ctx, escalation, { by: "gradus", at: ctx.clock.now(), notes, kind });
}

async function find(ctx: Ctx, id: string): Promise<Escalation> {
  const found = await ctx.store.escalations.get(id);
  if (!found) throw new GradusError("not_found", `there is no escalation ${id}`);
  return found;
}

/** What a person answers is what the task asks: an answer to anything else would be kept, and have no effect. */
async function askedNow(ctx: Ctx, id: string): Promise<Escalation> {
  const found = await find(ctx, id);
  await refuseSuperseded(ctx, found);
  return found;
}

async function approvalOf(ctx: Ctx, id: string): Promise<Escalation> {
  const found = await askedNow(ctx, id);
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

/** Writes the resolution if there is none, and tells whoever waits; the database decides between two that arrive together. */
async function settle(ctx: Ctx, escalation: Escalation, resolution: Resolution): Promise<Answered> {
  let current = escalation;
  while (current.status === "open") {
    try {
      const saved = await ctx.store.escalations.save({ ...current, status: "resolved", resolution });
      await announce(ctx, saved);
      return { escalation: saved, first: true };
    } catch (error) {
      if (!isConflict(error)) throw error;
      current = await find(ctx, escalation.id);
    }
  }
  return { escalation: current, first: false };
}
