import type { Look } from "../detection/watcher.ts";
import { dependenciesOf } from "../target/topology.ts";
import type { Target } from "../target/schema.ts";
import type { Task } from "../task/schema.ts";
import { clear, suppress } from "./close.ts";
import type { Context } from "./context.ts";
import { inEffect } from "./in-effect.ts";
import { isGone } from "./look-around.ts";
import { repairBehind } from "./repair.ts";

/**
 * Closes a task that needs no action of its own: a dependency that is down takes the blame, what is gone is over, and so is what
 * a repair next door may have left. Gives the outcome in words. What the task did and could not end keeps it open.
 */
export async function settledOtherwise(
  ctx: Context,
  task: Task,
  target: Target,
  seen: { own: Look; down: Target | undefined; gone: string },
): Promise<string | undefined> {
  if (inEffect(ctx, task).length > 0) return undefined;
  const { own, down, gone } = seen;
  if (down) {
    const why = `Suppressed: ${down.id}, which it depends on, is at fault.`;
    return suppress(ctx, task, { by: down.id, why });
  }
  if (isGone(task, own)) return clear(ctx, task, gone);
  const repair = await repairBehind(ctx, target, task, dependenciesOf(target.id, ctx.targets.all()));
  if (!repair) return undefined;
  const why = `Suppressed: ${repair.target}, which it depends on, ${repair.status === "fixed" ? "was" : "is being"} repaired: see ${repair.id}.`;
  return suppress(ctx, task, { by: repair.target, why });
}
