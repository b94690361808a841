import { isConflict, messageOf } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import type { Task } from "../task/schema.ts";
import type { Escalation } from "./schema.ts";

export interface Waiting {
  escalation: Escalation;
  task: Task;
}

/**
 * Tells of several in one message (of one in its own). Each is written down first, by its version, so that two rounds tell of it once; if the
 * message is not taken, that is taken back, and the next round tries again. Gives how many were told.
 */
export async function tellTogether(
  ctx: Pick<Context, "store" | "notify" | "log">,
  kind: "escalated" | "reminded",
  all: readonly Waiting[],
  mark: (escalation: Escalation) => Escalation,
): Promise<number> {
  const claimed: Array<{ before: Escalation; escalation: Escalation; task: Task }> = [];
  for (const { escalation: before, task } of all) {
    try {
      claimed.push({ before, escalation: await ctx.store.escalations.save(mark(before)), task });
    } catch (error) {
      // Somebody answered, or another round was faster.
      if (!isConflict(error)) throw error;
    }
  }
  if (claimed.length === 0) return 0;
  try {
    const [first, ...others] = claimed;
    if (first && others.length === 0) await ctx.notify[kind](first.escalation, first.task);
    else await ctx.notify.bundled(kind, claimed);
    return claimed.length;
  } catch (error) {
    for (const { before, escalation } of claimed)
      await ctx.store.escalations.save({ ...before, version: escalation.version }).catch(() => undefined);
    ctx.log("warn", `${claimed.length} escalations could not be told of; the next round tries again`, {
      error: messageOf(error),
    });
    return 0;
  }
}
