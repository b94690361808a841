import type { Context } from "../remediation/context.ts";
import { learnFrom } from "../remediation/learn-pattern.ts";
import { changeTask } from "../task/change.ts";

/** The fix of a task did not hold: its attempt says so, and its pattern pays for it. Done twice, it counts once. */
export async function markNotHeld(
  ctx: Pick<Context, "store" | "crypto" | "clock" | "log">,
  id: string,
): Promise<void> {
  const task = await changeTask(ctx, id, (current) => {
    const fix = current.attempts.find((a) => a.result === "fixed");
    if (!fix) return undefined;
    return {
      task: {
        ...current,
        attempts: current.attempts.map((a) => (a === fix ? { ...a, result: "not_held" as const } : a)),
      },
      entries: [
        { at: ctx.clock.now(), actor: "gradus", type: "fix.relapsed", data: { n: fix.n, within: "15 min" } },
      ],
    };
  });
  const fix = task.attempts.findLast((a) => a.result === "not_held");
  if (fix) await learnFrom(ctx, task, fix, "not_held");
}
