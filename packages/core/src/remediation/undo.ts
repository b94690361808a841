import { messageOf } from "../error/error.ts";
import type { ApplyOutcome } from "../runbook/schema.ts";
import { changeTask } from "../task/change.ts";
import { load } from "./case-file.ts";
import type { Context } from "./context.ts";
import { keepOutcome } from "./keep-outcome.ts";
import type { RemediationState } from "./state.ts";

/**
 * Takes back the last attempt, where its runbook can, says so on the task either way, and gives the target back. Killed in
 * between it is done again: it restores what was recorded, so that twice is no worse than once.
 */
export async function undo(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const attempt = task.attempts.at(-1);
  if (attempt?.outcome && !attempt.undo) {
    const undone = await takeBack(ctx, target, attempt.action, attempt.outcome);
    const at = ctx.clock.now();
    const result = undone.reason ?? undone.result;
    await changeTask(ctx, task.id, (t) => ({
      task: {
        ...t,
        attempts: t.attempts.map((a) =>
          a.n === attempt.n ? { ...a, undo: { at, result, steps: undone.steps } } : a,
        ),
      },
      entries: [
        {
          at,
          actor: "gradus",
          type: "action.undone",
          data: { n: attempt.n, runbook: attempt.action.runbook, result: undone.result },
        },
      ],
    }));
    await ctx.events.publish({
      type: "action.undone",
      at,
      actor: "gradus",
      data: { task: task.id, target: target.id, runbook: attempt.action.runbook, result: undone.result },
    });
  }
  await ctx.store.leases.release(target.id, task.id);
  return { ...state, decision: "none" };
}

/** Asks the runbook for its inverse; what cannot be undone, or fails to be, is said in the outcome. */
export async function takeBack(
  ctx: Context,
  target: Parameters<Context["hands"]["undo"]>[0],
  action: Parameters<Context["hands"]["undo"]>[1],
  outcome: ApplyOutcome,
): Promise<ApplyOutcome> {
  const card = ctx.hands.cards().find((c) => c.id === action.runbook);
  if (!card?.undoable) return { result: "refused", steps: [], reason: `${action.runbook} cannot be undone` };
  try {
    const reference = outcome.undo?.["$state"];
    const kept =
      typeof reference === "string"
        ? ((await ctx.store.state.get(reference)) as ApplyOutcome["undo"])
        : outcome.undo;
    const undone = await ctx.hands.undo(target, action, { ...outcome, ...(kept ? { undo: kept } : {}) });
    const { undo: _, before: __, ...rest } = undone;
    return await keepOutcome(ctx, "", 0, rest);
  } catch (error) {
    return { result: "failed", steps: [], reason: messageOf(error).slice(0, 500) };
  }
}
