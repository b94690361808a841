import { type Context, messageOf, type Target } from "@gradus/core";
import type { Managers } from "@gradus/targets";

/**
 * Starts the targets whose process Gradus supervises and that do not run: at start, and when one is added. One that does not
 * come up is no reason to stop: it is said, the detectors see it, and it becomes a task.
 */
export async function bringUp(
  ctx: Pick<Context, "log" | "events" | "clock">,
  targets: readonly Target[],
  managers: Managers,
): Promise<void> {
  const supervised = targets.filter((t) => t.manager?.kind === "process");
  await Promise.all(
    supervised.map(async (target) => {
      const manager = managers.for(target);
      try {
        const status = await manager.status(target);
        if (status.running || status.stoppedOnPurpose) return;
        await manager.start(target);
      } catch (error) {
        const why = messageOf(error);
        ctx.log("warn", "a target did not start; its detectors take it from here", {
          target: target.id,
          error: why,
        });
        await ctx.events.publish({
          type: "target.start-failed",
          at: ctx.clock.now(),
          actor: "gradus",
          data: { target: target.id, why },
        });
      }
    }),
  );
}
