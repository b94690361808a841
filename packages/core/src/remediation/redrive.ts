import { messageOf } from "../error/error.ts";
import { eachOpenTask } from "../task/each-open.ts";
import { isOpen } from "../task/predicates.ts";
import type { Context } from "./context.ts";

type Ctx = Pick<Context, "store" | "log">;

/** What redriving asks of the workflow engine (Step Functions or the local runner). */
export interface Executions {
  /** "RUNNING", or how it ended; undefined if that name was never used. */
  status(name: string): Promise<string | undefined>;
  /** Starting a name that is in use, or was, starts nothing: false, where the engine can tell. */
  start(name: string, task: string): Promise<boolean>;
}

export interface Redriven {
  /** Tasks that got a new execution. */
  restarted: string[];
  /** Tasks that cannot be brought to an end: a person has to look. */
  stuck: string[];
}

/** A name is used once, for ever: a try that ended without closing its task is followed by one with the next number. */
const MOST_TRIES = 5;
const nameOf = (task: string, n: number): string => (n === 0 ? task : `${task}-r${n}`);

/** The names that a task's executions may have, in the order in which they are used. */
const executionNames = (task: string): string[] =>
  Array.from({ length: MOST_TRIES }, (_, n) => nameOf(task, n));

/** The last execution that a task got, as `describe` tells it by its name; undefined if it never had one. */
export async function newestExecution<T>(
  task: string,
  describe: (name: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  let newest: T | undefined;
  for (const name of executionNames(task)) {
    const next = await describe(name);
    if (next === undefined) break;
    newest = next;
  }
  return newest;
}

/**
 * An open task whose execution is not running (killed between the two writes, failed, or stranded) gets a new one. Nothing is
 * lost, and nothing that was finished is done again, because every verb looks at the task first. `open`: the open tasks, where
 * they have been read already.
 */
export async function redrive(
  ctx: Ctx,
  executions: Executions,
  open: AsyncIterable<{ id: string }> | Iterable<{ id: string }> = eachOpenTask(ctx.store.tasks),
): Promise<Redriven> {
  const redriven: Redriven = { restarted: [], stuck: [] };
  for await (const { id } of open) {
    try {
      const outcome = await ensureExecution(ctx, executions, id);
      if (outcome !== "running") redriven[outcome].push(id);
    } catch (error) {
      ctx.log("error", "an open task could not be started again", { task: id, error: messageOf(error) });
    }
  }
  return redriven;
}

async function ensureExecution(
  ctx: Ctx,
  executions: Executions,
  task: string,
): Promise<"running" | keyof Redriven> {
  for (const [n, name] of executionNames(task).entries()) {
    const status = await executions.status(name);
    if (status === "RUNNING") return "running";
    if (status !== undefined) continue;
    // The list may be older than the end of the execution that closed the task.
    if (n > 0 && !(await isStillOpen(ctx, task))) return "running";
    return (await executions.start(name, task)) ? "restarted" : "running";
  }
  return (await isStillOpen(ctx, task)) ? "stuck" : "running";
}

async function isStillOpen(ctx: Ctx, id: string): Promise<boolean> {
  const task = await ctx.store.tasks.get(id);
  return task !== undefined && isOpen(task);
}
