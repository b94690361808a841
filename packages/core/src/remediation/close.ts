import { closeUnanswered } from "../escalation/answer.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Task } from "../task/schema.ts";
import type { Context } from "./context.ts";

/** Closes a task whose fault is gone without Gradus having done anything. Gives the outcome in words. */
export const clear = (ctx: Context, task: Task, outcome: string): Promise<string> =>
  close(ctx, task, { status: "cleared", outcome }, { by: "triage" });

/** Closes a task as another one's fault: `by` is the target to blame, `why` says it to people. */
export const suppress = (ctx: Context, task: Task, of: { by: string; why: string }): Promise<string> =>
  close(ctx, task, { status: "suppressed", suppressedBy: of.by, outcome: of.why }, { by: of.by });

/** Tells only what it did itself; an escalation that is open from before would wait for nobody, so it ends with the task. */
async function close(
  ctx: Context,
  task: Task,
  change: Pick<Task, "status"> & { outcome: string; suppressedBy?: string },
  data: { by: string },
): Promise<string> {
  const now = ctx.clock.now();
  let closedHere = false;
  const type = `task.${change.status}`;
  await changeTask(ctx, task.id, (t) => {
    closedHere = isOpen(t);
    if (!closedHere) return undefined;
    return {
      task: { ...t, ...change, closedAt: now },
      entries: [{ at: now, actor: "gradus", type, data }],
    };
  });
  const escalation = task.escalation ? await ctx.store.escalations.get(task.escalation) : undefined;
  if (escalation) await closeUnanswered(ctx, escalation, "cleared");
  if (closedHere)
    await ctx.events.publish({
      type,
      at: now,
      actor: "gradus",
      data: { task: task.id, target: task.target, ...data },
    });
  return change.outcome;
}
