import type { Target } from "../target/schema.ts";
import { isOpen } from "../task/predicates.ts";
import type { Attempt, Task } from "../task/schema.ts";
import { load } from "./case-file.ts";
import { clear } from "./close.ts";
import type { Context } from "./context.ts";
import { isOver } from "./in-effect.ts";
import { judge, lookUntilGone } from "./judge.ts";
import { isGone, settleSeconds } from "./look-around.ts";
import { recordFailure } from "./record-failure.ts";
import { over, type RemediationState } from "./state.ts";
import { takeBack, undoOf } from "./take-back.ts";

/**
 * Believes nothing: fixed means that the symptom's own detector, the target's health and its dependents' are good, and that
 * the cause that was named is gone. Anything else is written down as a failure of this action, and the task goes up a phase.
 */
export async function verify(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const { attempt } = state;
  if (!attempt && !isOpen(task)) return over(state);
  if (state.decision === "busy") return stillNeeded(ctx, state, task, target);
  if (!attempt) return { ...state, decision: "none", phase: 4 };
  // Delivered again after its outcome was written down: that stands, whatever it looks like now.
  const recorded = task.attempts.find((a) => a.n === attempt.n);
  if (recorded?.result === "fixed") return over(state);
  if (recorded) return recordFailure(ctx, state, recorded, target);
  if (attempt.outcome?.result === "refused")
    return recordFailure(ctx, state, { ...attempt, result: "refused" }, target);

  const { verification, hard } = await judge(ctx, task, target, state, attempt);
  const next = {
    ...state,
    settle: settleSeconds(target),
    before: [...new Set([...state.before, ...hard])],
  };
  await ctx.events.publish({
    type: "action.verified",
    at: verification.at,
    actor: "gradus",
    data: {
      task: task.id,
      target: target.id,
      runbook: attempt.action.runbook,
      result: verification.result,
      reasons: verification.reasons,
    },
  });
  const judged = { ...attempt, verification };
  switch (verification.result) {
    case "fixed": {
      const released = await release(ctx, task, target, { ...judged, result: "fixed" });
      if (released.result === "fixed") return { ...next, decision: "fixed", attempt: released };
      return recordFailure(ctx, next, released, target);
    }
    case "symptom_only":
    case "not_fixed":
    case "worse": {
      // What may never have been done has done no harm.
      const isBlameless =
        verification.result === "worse" &&
        attempt.outcome?.result === "uncertain" &&
        attempt.outcome.undo === undefined;
      const result = isBlameless ? "not_fixed" : verification.result;
      return recordFailure(ctx, next, { ...judged, result }, target);
    }
    case "inconclusive":
      return recordFailure(ctx, next, { ...judged, result: "not_fixed" }, target);
    default:
      return verification.result satisfies never;
  }
}

/** While it waited for a busy target or neighbour, their repair may have been its own. */
async function stillNeeded(
  ctx: Context,
  state: RemediationState,
  task: Task,
  target: Target,
): Promise<RemediationState> {
  if (!isOver(ctx, task, await ctx.watcher.look(target))) return { ...state, decision: "again" };
  return over(state, await clear(ctx, task, "Gone while it waited for another task to finish."));
}

/** Longer than this the end of what only held while it lasted is not watched here: the step has to end in its time. */
const MOST_SETTLE_MS = 30_000;

/**
 * A fix that only holds while it lasts (paused work) is taken back once the symptom is gone, and looked at again: the target
 * must be well and doing its work, or the cause was not treated. It is taken back once, also when this is delivered twice;
 * what could not be taken back is no fix.
 */
async function release(ctx: Context, task: Task, target: Target, attempt: Attempt): Promise<Attempt> {
  const card = ctx.hands.cards().find((c) => c.id === attempt.action.runbook);
  if (!card || card.lasting || !card.undoable || !attempt.outcome) return attempt;
  const name = `released/${task.id}/${attempt.n}`;
  let undo = (await ctx.store.state.get(name)) as Attempt["undo"];
  if (!undo) {
    const undone = await takeBack(ctx, target, attempt.action, attempt.outcome);
    undo = undoOf(ctx.clock.now(), undone);
    if (undone.result !== "done") return { ...attempt, undo, result: "symptom_only" };
    await ctx.store.state.put(name, undo);
  }
  await ctx.pause(Math.min(target.settleMs, MOST_SETTLE_MS));
  const look = await lookUntilGone(ctx, task, target);
  return isGone(task, look) ? { ...attempt, undo } : { ...attempt, undo, result: "symptom_only" };
}
