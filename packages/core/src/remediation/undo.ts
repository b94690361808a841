import { changeTask } from "../task/change.ts";
import type { Task } from "../task/schema.ts";
import { load } from "./case-file.ts";
import type { Context } from "./context.ts";
import { inEffect } from "./in-effect.ts";
import type { RemediationState } from "./state.ts";
import { isLeft, takeBack, undoOf } from "./take-back.ts";

/**
 * Takes back the last attempt, where its runbook can, says so on the task either way, and gives the target back. Killed in
 * between it is done again: it restores what was recorded, so that twice is no worse than once. What was left as it is for a
 * person's sake, or still holds and must not, goes to a person next.
 */
export async function undo(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const attempt = task.attempts.at(-1);
  let saved = task;
  if (attempt?.outcome && !attempt.undo) {
    const { action, outcome } = attempt;
    const undone = await takeBack(ctx, target, action, outcome);
    const at = ctx.clock.now();
    const { result, reason } = undone;
    const data = { n: attempt.n, runbook: action.runbook, result, ...(reason ? { reason } : {}) };
    const taken = undoOf(at, undone);
    saved = await changeTask(ctx, task.id, (t) => ({
      task: { ...t, attempts: t.attempts.map((a) => (a.n === attempt.n ? { ...a, undo: taken } : a)) },
      entries: [{ at, actor: "gradus", type: "action.undone", data }],
    }));
    await ctx.events.publish({
      type: "action.undone",
      at,
      actor: "gradus",
      data: { task: task.id, target: target.id, runbook: action.runbook, result },
    });
  }
  await ctx.store.leases.release(target.id, task.id);
  return { ...state, decision: "none", ...forPeople(ctx, saved, state) };
}

function forPeople(ctx: Context, task: Task, { why = "" }: RemediationState): Partial<RemediationState> {
  const undo = task.attempts.at(-1)?.undo;
  if (undo && isLeft(undo))
    return { phase: 4, why: [why, undo.result].filter(Boolean).join("; ").slice(0, 800) };
  return inEffect(ctx, task).length > 0 ? { phase: 4 } : {};
}
