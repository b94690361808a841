import { type Context, eachOpenTask, isOpen, messageOf } from "@gradus/core";
import { type ExecutionDescription, type Runner, RunnerError } from "../runner/index.ts";
import { REMEDIATION } from "./workflows.ts";

type Ctx = Pick<Context, "store" | "log">;

export interface Redriven {
  /** Tasks that got a new execution. */
  restarted: string[];
  /** Tasks that cannot be brought to an end: a person has to look. */
  stuck: string[];
}

/** After a crash: executions go on where they stood, and open tasks without one get one. Called once, at start. */
export async function resume(ctx: Ctx, runner: Runner): Promise<Redriven & { resumed: number }> {
  const { resumed, stranded } = await runner.resumeAll();
  for (const { id, reason } of stranded) {
    ctx.log("error", "an execution cannot go on; its task is started again", { execution: id, reason });
    // As long as it counts as running it keeps the name, and its task would wait for it for ever.
    await runner.stopExecution({ id, error: "Stranded", cause: reason });
  }
  return { resumed: resumed.length, ...(await redrive(ctx, runner)) };
}

/**
 * An open task whose execution is not running (killed between the two writes, failed, or stranded) gets a new one. Nothing is
 * lost, and nothing that was finished is done again, because every verb looks at the task first.
 */
export async function redrive(ctx: Ctx, runner: Runner): Promise<Redriven> {
  const redriven: Redriven = { restarted: [], stuck: [] };
  for await (const { id } of eachOpenTask(ctx.store.tasks)) {
    try {
      const outcome = await ensureExecution(ctx, runner, id);
      if (outcome !== "running") redriven[outcome].push(id);
    } catch (error) {
      ctx.log("error", "an open task could not be started again", { task: id, error: messageOf(error) });
    }
  }
  return redriven;
}

/** A name is used once, for ever: a try that ended without closing its task is followed by one with the next number. */
const MOST_TRIES = 5;
const nameOf = (task: string, n: number): string => (n === 0 ? task : `${task}-r${n}`);

async function ensureExecution(ctx: Ctx, runner: Runner, task: string): Promise<"running" | keyof Redriven> {
  for (let n = 0; n < MOST_TRIES; n++) {
    // The list may be older than the end of the execution that closed the task.
    if (n > 0 && !(await isStillOpen(ctx, task))) return "running";
    const start = { machine: REMEDIATION, name: nameOf(task, n), input: { task } };
    const { isNew, id } = await runner.startExecution(start);
    if (isNew) return "restarted";
    const { status } = await runner.describeExecution(id);
    if (status === "RUNNING") return "running";
  }
  return (await isStillOpen(ctx, task)) ? "stuck" : "running";
}

async function isStillOpen(ctx: Ctx, id: string): Promise<boolean> {
  const task = await ctx.store.tasks.get(id);
  return task !== undefined && isOpen(task);
}

/** The last execution that a task got. */
export async function latestExecution(
  runner: Runner,
  task: string,
): Promise<ExecutionDescription | undefined> {
  let latest: ExecutionDescription | undefined;
  for (let n = 0; n < MOST_TRIES; n++) {
    const next = await describe(runner, `${REMEDIATION}:${nameOf(task, n)}`);
    if (!next) return latest;
    latest = next;
  }
  return latest;
}

async function describe(runner: Runner, id: string): Promise<ExecutionDescription | undefined> {
  try {
    return await runner.describeExecution(id);
  } catch (error) {
    if (error instanceof RunnerError && error.code === "ExecutionDoesNotExist") return undefined;
    throw error;
  }
}
