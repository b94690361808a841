import { append } from "../audit/chain.ts";
import type { AuditEntry } from "../audit/schema.ts";
import { GradusError, isConflict } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import type { Task } from "./schema.ts";

type Change = { task: Task; entries: AuditEntry[] } | undefined;

const TRIES = 8;

/**
 * Reads a task, changes it, appends the audit entries to its chain and writes it, all in one conditional write.
 * Lost races are read again and retried. `change` returns undefined to leave the task as it is.
 */
export async function changeTask(
  ctx: Pick<Context, "store" | "crypto" | "clock">,
  id: string,
  change: (task: Task) => Change,
): Promise<Task> {
  for (let tried = 0; ; tried++) {
    const task = await ctx.store.tasks.get(id);
    if (!task) throw new GradusError("not_found", `there is no task ${id}`);
    const changed = change(task);
    if (!changed) return task;
    try {
      const audit = append(ctx.crypto, task.audit, id, changed.entries);
      return await ctx.store.tasks.save({ ...changed.task, updatedAt: ctx.clock.now(), audit });
    } catch (error) {
      if (!isConflict(error) || tried + 1 >= TRIES) throw error;
    }
  }
}
