import type { Observation } from "../observation/schema.ts";
import { features } from "../pattern/features.ts";
import { signature } from "../pattern/signature.ts";
import type { Context } from "../remediation/context.ts";
import { learnFrom } from "../remediation/learn-pattern.ts";
import { actionKey } from "../runbook/schema.ts";
import { changeTask } from "../task/change.ts";
import type { PhaseNumber, Task } from "../task/schema.ts";

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

/** A fix that does not hold this long is counted as not held. */
const RELAPSE_WINDOW_MS = 15 * 60_000;

/** The same kind of case again, soon after a fix: the fix did not hold, and the work goes on one phase up without it. */
export function relapseOf(
  latest: Task,
  symptom: string,
  software: string,
  observations: readonly Observation[],
  now: number,
): { of: string; phase: PhaseNumber; tabu: string[] } | undefined {
  if (latest.status !== "fixed" || now - (latest.closedAt ?? 0) > RELAPSE_WINDOW_MS) return undefined;
  const then = signature({
    software,
    symptom,
    features: features(latest.observations, { openedAt: latest.openedAt }),
  });
  if (then !== signature({ software, symptom, features: features(observations, { openedAt: now }) }))
    return undefined;
  const fix = latest.attempts.findLast((a) => a.result === "fixed");
  if (!fix) return undefined;
  const phase = Math.min(fix.phase + 1, 4) as PhaseNumber;
  return { of: latest.id, phase, tabu: [...new Set([...latest.tabu, actionKey(fix.action)])] };
}
