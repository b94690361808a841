import { closeUnanswered } from "../escalation/answer.ts";
import type { Context } from "../remediation/context.ts";
import { isOver } from "../remediation/in-effect.ts";
import type { Target } from "../target/schema.ts";
import { isWaiting } from "../task/predicates.ts";
import type { Look } from "./watcher.ts";

/** What a target's passes remember of the tasks that wait for people: since when each issue looks gone. Plain JSON. */
export type GoneSince = Record<string, number>;

/** So long must an issue be gone, on end, before its escalation is closed without a person. */
const GONE_MS = 30_000;

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "workflows" | "events" | "notify" | "log" | "hands">;

/** Closes escalations and approval requests of a target whose issue the detectors see gone for good. */
export async function closeGone(ctx: Ctx, target: Target, look: Look, since: GoneSince): Promise<GoneSince> {
  const { tasks } = await ctx.store.tasks.list({ state: "open", target: target.id, limit: 50 });
  const next: GoneSince = {};
  for (const summary of tasks.filter(isWaiting)) {
    const task = await ctx.store.tasks.get(summary.id);
    if (!task || !isWaiting(task) || !isOver(ctx, task, look)) continue;
    const first = since[task.id] ?? look.at;
    next[task.id] = first;
    if (look.at - first < Math.max(GONE_MS, 2 * target.intervalMs) || !task.escalation) continue;
    const escalation = await ctx.store.escalations.get(task.escalation);
    if (escalation) await closeUnanswered(ctx, escalation, "cleared");
    delete next[task.id];
  }
  return next;
}
