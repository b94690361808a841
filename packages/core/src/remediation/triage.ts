import { markNotHeld } from "../detection/relapse.ts";
import { symptomOf } from "../symptom/catalogue.ts";
import { isOpen } from "../task/predicates.ts";
import type { Task, TaskSummary } from "../task/schema.ts";
import { load } from "./case-file.ts";
import { suppress } from "./close.ts";
import type { Context } from "./context.ts";
import { dependencyDown, lookAround, settleSeconds } from "./look-around.ts";
import { settledOtherwise } from "./settled-otherwise.ts";
import { over, type RemediationState } from "./state.ts";

/**
 * Looks again before anything is done: a fault that is gone closes the task, a dependency that is down takes the blame
 * (the task is closed as suppressed, and recorded), and otherwise the phases begin.
 */
export async function triage(ctx: Context, input: { task: string }): Promise<RemediationState> {
  const { task, target } = await load(ctx, input.task);
  const state: RemediationState = {
    task: task.id,
    target: target.id,
    phase: task.phase,
    decision: "remediate",
    settle: settleSeconds(target),
    experts: ctx.panel.map((expert) => expert.id),
    before: [],
    waits: 0,
  };
  // Whoever opened it has done so already, unless it was killed in between.
  if (task.relapseOf) await markNotHeld(ctx, task.relapseOf);
  if (!isOpen(task)) return over(state);
  const nearer = await nearerToCause(ctx, task);
  if (nearer)
    return over(
      state,
      await suppress(ctx, task, { by: target.id, why: `Part of ${nearer.title}: see ${nearer.id}.` }),
    );

  const [around, down] = await Promise.all([lookAround(ctx, target), dependencyDown(ctx, target)]);
  const gone = "Gone by itself before anything was done.";
  const outcome = await settledOtherwise(ctx, task, target, { own: around.own, down, gone });
  return outcome === undefined ? { ...state, before: around.hard } : over(state, outcome);
}

/** Two signals that came at the same moment open two tasks; the vaguer one gives way, if nothing was done for it yet. */
async function nearerToCause(ctx: Context, task: Task): Promise<TaskSummary | undefined> {
  if (task.status !== "working" || task.attempts.length > 0) return undefined;
  const { tasks } = await ctx.store.tasks.list({ state: "open", target: task.target, limit: 50 });
  const rank = symptomOf(task.symptom).rank;
  return tasks.find((t) => t.id !== task.id && symptomOf(t.symptom).rank > rank);
}
