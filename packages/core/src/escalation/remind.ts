import { messageOf } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import { isOpen } from "../task/predicates.ts";
import { closeUnanswered } from "./answer.ts";
import { deliver } from "./deliver.ts";
import type { Escalation } from "./schema.ts";

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "workflows" | "events" | "notify" | "log" | "hands">;

const HOUR = 3_600_000;
/** Hours after the message before, for the first, second, … reminder; the last repeats. */
const BACKOFF_HOURS = [1, 4, 12, 24];

/**
 * One round over all open escalations, run by a schedule: keeps the waiting states alive, ends approval requests that have
 * expired, and reminds people until somebody acts; and delivers answers that a crash kept from their waiting states. Safe to
 * run twice: the version decides who sends. One that fails is logged, and stops no other.
 */
export async function remind(ctx: Ctx): Promise<{ reminded: number; expired: number }> {
  const done = { reminded: 0, expired: 0 };
  let cursor: string | undefined;
  do {
    const page = await ctx.store.escalations.list({
      status: "open",
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const escalation of page.escalations) {
      const what = await guarded(ctx, escalation.id, () => attend(ctx, escalation));
      if (what) done[what]++;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  await deliverKeptAnswers(ctx);
  return done;
}

/** Epoch ms of the next reminder of an open escalation. */
export function nextReminderAt(e: Pick<Escalation, "openedAt" | "remindedAt" | "reminders">): number {
  const hours = BACKOFF_HOURS[Math.min(e.reminders, BACKOFF_HOURS.length - 1)] ?? 24;
  return (e.remindedAt ?? e.openedAt) + hours * HOUR;
}

async function attend(ctx: Ctx, escalation: Escalation): Promise<"reminded" | "expired" | undefined> {
  await ctx.workflows.heartbeat(escalation.token);
  const task = await ctx.store.tasks.get(escalation.task);
  const now = ctx.clock.now();
  // The task was closed over its head: there is nothing left to ask.
  if (task && !isOpen(task)) {
    await closeUnanswered(ctx, escalation, "cleared");
    return undefined;
  }
  if (escalation.expiresAt !== undefined && now > escalation.expiresAt)
    return (await closeUnanswered(ctx, escalation, "expired")).first ? "expired" : undefined;
  if (!task || now < nextReminderAt(escalation)) return undefined;
  const saved = await ctx.store.escalations.save({
    ...escalation,
    reminders: escalation.reminders + 1,
    remindedAt: now,
  });
  try {
    await ctx.notify.reminded(saved, task);
    return "reminded";
  } catch (error) {
    const { remindedAt: _, ...rest } = saved;
    const { reminders, remindedAt } = escalation;
    await ctx.store.escalations.save({
      ...rest,
      reminders,
      ...(remindedAt === undefined ? {} : { remindedAt }),
    });
    throw error;
  }
}

/** An answer is kept first and delivered then; what a crash left in between is made up for here. */
async function deliverKeptAnswers(ctx: Ctx): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await ctx.store.tasks.list({
      state: "open",
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { id, escalation } of page.tasks)
      await guarded(ctx, id, async () => {
        const kept = escalation === undefined ? undefined : await ctx.store.escalations.get(escalation);
        if (kept?.status === "resolved") await deliver(ctx, kept);
      });
    cursor = page.cursor;
  } while (cursor !== undefined);
}

async function guarded<T>(ctx: Ctx, id: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    ctx.log("warn", "an escalation could not be attended to; the next round tries again", {
      escalation: id,
      error: messageOf(error),
    });
    return undefined;
  }
}
