import { messageOf } from "../error/error.ts";
import { eachOpenTask } from "../task/each-open.ts";
import { isOpen } from "../task/predicates.ts";
import type { Task } from "../task/schema.ts";
import type { Context } from "./context.ts";
import { handOver } from "./hand-over.ts";

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

/**
 * A name is used once, for ever: a try that ended without closing its task is followed by one with the next number. Each answer
 * of a person allows as many again.
 */
const MOST_TRIES = 5;
const ANSWERS = new Set(["task.handed-back", "action.approved", "action.rejected"]);
const nameOf = (task: string, n: number): string => (n === 0 ? task : `${task}-r${n}`);

/** The last execution that a task got, as `describe` tells it by its name; undefined if it never had one. */
export async function newestExecution<T>(
  task: string,
  describe: (name: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  let newest: T | undefined;
  for (let n = 0; ; n++) {
    const next = await describe(nameOf(task, n));
    if (next === undefined) return newest;
    newest = next;
  }
}

/**
 * An open task whose execution is not running (killed between the two writes, failed, or stranded) gets a new one. Nothing is
 * lost, and nothing that was finished is done again, because every verb looks at the task first. One that got several is handed
 * to people. `open`: the open tasks, where they have been read already.
 */
export async function redrive(
  ctx: Context,
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
  ctx: Context,
  executions: Executions,
  task: string,
): Promise<"running" | keyof Redriven> {
  let used = 0;
  for (let status; (status = await executions.status(nameOf(task, used))) !== undefined; used++)
    if (status === "RUNNING") return "running";
  // The list may be older than the end of the execution that closed the task.
  const now = used > 0 ? await ctx.store.tasks.get(task) : undefined;
  if (used > 0 && !(now && isOpen(now))) return "running";
  if (now && used >= mostTriesOf(now)) {
    await handed(ctx, task, used);
    return "stuck";
  }
  return (await executions.start(nameOf(task, used), task)) ? "restarted" : "running";
}

const mostTriesOf = (task: Task): number =>
  MOST_TRIES * (1 + task.audit.filter((e) => ANSWERS.has(e.type)).length);

/** Stuck it is in any case, and shown as such; people who cannot be asked now are asked in the next round. */
async function handed(ctx: Context, task: string, tries: number): Promise<void> {
  try {
    await handOver(ctx, task, tries);
  } catch (error) {
    ctx.log("error", "a task could not be handed to people", { task, error: messageOf(error) });
  }
}
