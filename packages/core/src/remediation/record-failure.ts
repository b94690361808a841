import { actionKey } from "../runbook/schema.ts";
import { stuck } from "../stuck/detect.ts";
import type { Target } from "../target/schema.ts";
import { changeTask } from "../task/change.ts";
import type { Attempt, PhaseNumber } from "../task/schema.ts";
import { auditOf } from "./attempt-audit.ts";
import type { Context } from "./context.ts";
import { learnFrom } from "./learn-pattern.ts";
import type { RemediationState } from "./state.ts";

/**
 * Writes down an attempt that did not fix it, lets its pattern pay, and says where the work goes on: the action is tabu for
 * this task, the phase is one higher, and what made things worse (or only helps while it lasts) is undone first.
 */
export async function recordFailure(
  ctx: Context,
  state: RemediationState,
  attempt: Attempt,
  target: Target,
): Promise<RemediationState> {
  const ran = attempt.outcome?.result;
  // A crash hid whether it was done at all: that says nothing about the action, so it may be chosen again.
  const counts = ran !== "uncertain" && ran !== "refused";
  const tabu = ran !== "uncertain";
  const saved = await changeTask(ctx, state.task, (task) => {
    if (task.attempts.some((a) => a.n === attempt.n)) return undefined;
    const phase = (tabu ? Math.min(state.phase + 1, 4) : state.phase) as PhaseNumber;
    return {
      task: {
        ...task,
        phase,
        attempts: [...task.attempts, attempt],
        tabu: tabu ? [...new Set([...task.tabu, actionKey(attempt.action)])] : task.tabu,
      },
      entries: auditOf(attempt),
    };
  });
  if (counts)
    await learnFrom(
      ctx,
      saved,
      attempt,
      attempt.result === "worse" ? "harm" : attempt.result === "symptom_only" ? "symptom_only" : "not_fixed",
    );
  await ctx.store.leases.release(target.id, saved.id);

  const card = ctx.hands.cards().find((c) => c.id === attempt.action.runbook);
  const loop = stuck(saved.attempts);
  const takeBack =
    ran === "done" &&
    card?.undoable === true &&
    (attempt.result === "worse" || !card.lasting || loop !== undefined) &&
    !attempt.undo;
  const { attempt: _, proposal: __, answer: ___, ...rest } = state;
  // A task that goes in circles leaves this phase, even where a crash would have let it try again here.
  const phase = loop ? (Math.min(Math.max(saved.phase, state.phase + 1), 4) as PhaseNumber) : saved.phase;
  await ctx.events.publish({
    type: "task.advanced",
    at: ctx.clock.now(),
    actor: "gradus",
    data: { task: saved.id, target: target.id, phase, why: loop ?? attempt.result },
  });
  return {
    ...rest,
    waits: 0,
    phase,
    decision: takeBack ? "undo" : "not_fixed",
    ...(loop ? { why: `stuck: ${loop}` } : {}),
  };
}
