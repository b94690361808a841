import { GradusError } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Task } from "../task/schema.ts";
import type { Escalation } from "./schema.ts";

const TYPE = "escalation.superseded";

/**
 * Whether an open task asks something else by now: its request failed and it went to a person, or it was started again and
 * proposes another action. Nothing waits for an answer to this one. A task names what it asks before that is opened.
 */
export const isSuperseded = (escalation: Pick<Escalation, "id">, task: Task): boolean =>
  isOpen(task) && task.escalation !== escalation.id;

/** Throws "conflict" for an answer that would have no effect. */
export async function refuseSuperseded(ctx: Pick<Context, "store">, escalation: Escalation): Promise<void> {
  if (escalation.status !== "open") return;
  const task = await ctx.store.tasks.get(escalation.task);
  if (!task || !isSuperseded(escalation, task)) return;
  throw new GradusError(
    "conflict",
    `Gradus no longer asks this of anybody: task ${task.id} has gone on, and an answer to ${escalation.id} would have no effect. Look at the task, and answer what it asks now.`,
  );
}

/** Writes on the task's chain that a question was given up; once. False if the task asks it after all. */
export async function noteSuperseded(
  ctx: Pick<Context, "store" | "crypto" | "clock">,
  { id, task }: Escalation,
): Promise<boolean> {
  const now = await changeTask(ctx, task, (current) => {
    if (!isSuperseded({ id }, current) || supersededIn(current).has(id)) return undefined;
    const data = { escalation: id, ...(current.escalation === undefined ? {} : { by: current.escalation }) };
    return { task: current, entries: [{ at: ctx.clock.now(), actor: "gradus", type: TYPE, data }] };
  });
  return isSuperseded({ id }, now);
}

/** The questions of a task that were given up: asked again they need another id, because an id is answered once. */
export const supersededIn = (task: Task): ReadonlySet<unknown> =>
  new Set(task.audit.filter((e) => e.type === TYPE).map((e) => e.data["escalation"]));
