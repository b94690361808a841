import type { Context } from "../remediation/context.ts";
import { closeUnanswered } from "./answer.ts";
import type { Escalation } from "./schema.ts";

const HOUR = 3_600_000;
/** Hours after the message before, for the first, second, … reminder; the last repeats. */
const BACKOFF_HOURS = [1, 4, 12, 24];

/**
 * One round over all open escalations, run by a schedule: keeps the waiting states alive, ends approval requests that have
 * expired, and reminds people until somebody acts. Safe to run twice: the version decides who sends.
 */
export async function remind(
  ctx: Pick<Context, "store" | "crypto" | "clock" | "workflows" | "events" | "notify" | "log" | "hands">,
): Promise<{ reminded: number; expired: number }> {
  let reminded = 0;
  let expired = 0;
  let cursor: string | undefined;
  do {
    const page = await ctx.store.escalations.list({
      status: "open",
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const escalation of page.escalations) {
      await ctx.workflows.heartbeat(escalation.token);
      if (escalation.expiresAt !== undefined && ctx.clock.now() > escalation.expiresAt) {
        expired += (await closeUnanswered(ctx, escalation, "expired")).first ? 1 : 0;
      } else if (ctx.clock.now() >= nextReminderAt(escalation)) {
        reminded += (await sendReminder(ctx, escalation)) ? 1 : 0;
      }
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { reminded, expired };
}

/** Epoch ms of the next reminder of an open escalation. */
export function nextReminderAt(e: Pick<Escalation, "openedAt" | "remindedAt" | "reminders">): number {
  const hours = BACKOFF_HOURS[Math.min(e.reminders, BACKOFF_HOURS.length - 1)] ?? 24;
  return (e.remindedAt ?? e.openedAt) + hours * HOUR;
}

async function sendReminder(ctx: Parameters<typeof remind>[0], escalation: Escalation): Promise<boolean> {
  const task = await ctx.store.tasks.get(escalation.task);
  if (!task) return false;
  try {
    const saved = await ctx.store.escalations.save({
      ...escalation,
      reminders: escalation.reminders + 1,
      remindedAt: ctx.clock.now(),
    });
    await ctx.notify.reminded(saved, task);
    return true;
  } catch (error) {
    ctx.log("warn", "a reminder was not sent; the next round tries again", {
      escalation: escalation.id,
      error: String(error),
    });
    return false;
  }
}
