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
 * message is not taken, that is taken back, and the next round tries again. Gives how many were told; never throws.
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
      if (isConflict(error)) continue;
      // Those that are claimed by now count as told: they are told of, and the others in the next round.
      const what = "an escalation could not be claimed to be told of; the next round tries again";
      ctx.log("warn", what, { escalation: before.id, error: messageOf(error) });
      break;
    }
  }
  if (claimed.length === 0) return 0;
  try {
    const [first, ...others] = claimed;
    if (first && others.length === 0) await ctx.notify[kind](first.escalation, first.task);
    else await ctx.notify.bundled(kind, claimed);
    return claimed.length;
  } catch (error) {
    for (const { before, escalation } of claimed) await takeBack(ctx, before, escalation);
    ctx.log("warn", `${claimed.length} escalations could not be told of; the next round tries again`, {
      error: messageOf(error),
    });
    return 0;
  }
}

/** What was not told of is untold again; where that cannot be written, people hear of it with its next reminder. */
export async function takeBack(
  ctx: Pick<Context, "store" | "log">,
  before: Escalation,
  claimed: Escalation,
): Promise<void> {
  try {
    await ctx.store.escalations.save({ ...before, version: claimed.version });
  } catch (error) {
    const why = { escalation: before.id, error: messageOf(error) };
    if (!isConflict(error)) ctx.log("error", "an escalation counts as told of, and was not", why);
  }
}
