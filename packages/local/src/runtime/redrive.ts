import { type Context, isOpen, messageOf } from "@gradus/core";
import type { Runner } from "../runner/index.ts";
import { REMEDIATION } from "./workflows.ts";

/** After a crash: executions go on where they stood, and open tasks without one get one. Called once, at start. */
export async function resume(ctx: Context, runner: Runner): Promise<{ resumed: number; restarted: number }> {
  const { resumed, stranded } = await runner.resumeAll();
  for (const { id, reason } of stranded) ctx.log("error", "an execution cannot go on; its task is started again", { execution: id, reason });
  return { resumed: resumed.length, restarted: await redrive(ctx, runner) };
}

/**
 * An open task whose execution is not running (killed between the two writes, failed, or stranded) gets a new one. Nothing is
 * lost, and nothing that was finished is done again, because every verb looks at the task first. Gives how many.
 */
export async function redrive(ctx: Context, runner: Runner): Promise<number> {
  let restarted = 0;
  let cursor: string | undefined;
  do {
    const page = await ctx.store.tasks.list({ state: "open", limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    for (const task of page.tasks.filter(isOpen)) {
      try {
        restarted += (await ensureExecution(ctx, runner, task.id)) ? 1 : 0;
      } catch (error) {
        ctx.log("error", "an open task could not be started again", { task: task.id, error: messageOf(error) });
      }
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return restarted;
}

/** A name is used once, for ever: a try that ended without closing its task is followed by one with the next number. */
const MOST_TRIES = 5;

async function ensureExecution(ctx: Context, runner: Runner, task: string): Promise<boolean> {
  for (let n = 0; n < MOST_TRIES; n++) {
    const name = n === 0 ? task : `${task}-r${n}`;
    const { isNew, id } = await runner.startExecution({ machine: REMEDIATION, name, input: { task } });
    if (isNew) return true;
    const { status } = await runner.describeExecution(id);
    if (status === "RUNNING") return false;
  }
  ctx.log("error", "a task cannot be brought to an end: look at its timeline, and resolve it by hand", { task, tries: MOST_TRIES });
  return false;
}
