import { messageOf } from "../error/error.ts";
import type { ApplyOutcome } from "../runbook/schema.ts";
import { changeTask } from "../task/change.ts";
import { load } from "./case-file.ts";
import type { Context } from "./context.ts";
import type { RemediationState } from "./state.ts";

/** Takes back the last attempt, where its runbook can; says so on the task either way. */
export async function undo(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const attempt = task.attempts.at(-1);
  const next: RemediationState = { ...state, decision: "none" };
  if (!attempt?.outcome || attempt.undo) return next;
  const undone = await takeBack(ctx, target, attempt.action, attempt.outcome);
  const now = ctx.clock.now();
  await changeTask(ctx, task.id, (t) => ({
    task: {
      ...t,
      attempts: t.attempts.map((a) =>
        a.n === attempt.n
          ? { ...a, undo: { at: now, result: undone.reason ?? undone.result, steps: undone.steps } }
          : a,
      ),
    },
    entries: [
      {
        at: now,
        actor: "gradus",
        type: "action.undone",
        data: { n: attempt.n, runbook: attempt.action.runbook, result: undone.result },
      },
    ],
  }));
  return next;
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
    return await ctx.hands.undo(target, action, { ...outcome, ...(kept ? { undo: kept } : {}) });
  } catch (error) {
    return { result: "failed", steps: [], reason: messageOf(error).slice(0, 500) };
  }
}
