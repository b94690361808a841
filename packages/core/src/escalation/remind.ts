import { messageOf } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import { auditSettingsLeft } from "../settings/audit.ts";
import { isOpen } from "../task/predicates.ts";
import type { Care } from "../task/schema.ts";
import { closeUnanswered } from "./answer.ts";
import { takeBack, tellTogether, type Waiting } from "./bundle.ts";
import { deliver } from "./deliver.ts";
import type { Escalation } from "./schema.ts";
import { MOST_AT_ONCE } from "./storm.ts";
import { isSuperseded, noteSuperseded } from "./superseded.ts";

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "workflows" | "events" | "notify" | "log" | "hands">;

const HOUR = 3_600_000;
/** Hours after the message before, for the first, second, … reminder; the last repeats. */
const BACKOFF_HOURS = [1, 4, 12, 24];
/** Who has seen it needs to hear of it once a day. */
const ACKNOWLEDGED_HOURS = 24;

/** Somebody may be telling of one that is younger than this right now. */
const TELLING_MS = 30_000;

/**
 * One round over all open escalations, run by a schedule: keeps the waiting states alive, ends approval requests that have
 * expired, tells together of those that came in a storm, and reminds people until somebody acts (of many in one message); and
 * delivers answers that a crash kept from their waiting states, and audits what one kept from the chain. Safe to run twice: the version decides who sends. One that
 * fails is logged, and stops no other.
 */
export async function remind(ctx: Ctx): Promise<{ told: number; reminded: number; expired: number }> {
  const now = ctx.clock.now();
  const done = { told: 0, reminded: 0, expired: 0 };
  const untold: Waiting[] = [];
  const due: Waiting[] = [];
  let cursor: string | undefined;
  do {
    const page = await ctx.store.escalations.list({
      status: "open",
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const escalation of page.escalations) {
      const found = await guarded(ctx, escalation.id, () => attend(ctx, escalation));
      if (found === "expired") done.expired++;
      else if (found && escalation.toldAt === undefined && escalation.reminders === 0) untold.push(found);
      else if (found && now >= nextReminderAt(escalation, found.task.care)) due.push(found);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  const old = untold.filter(({ escalation }) => now - escalation.openedAt >= TELLING_MS);
  const together = old.length > 1 ? { bundled: true } : {};
  done.told = await tellTogether(ctx, "escalated", old, (e) => ({ ...e, toldAt: now, ...together }));
  done.reminded = await remindOf(ctx, due);
  await deliverKeptAnswers(ctx);
  await auditSettingsLeft(ctx);
  return done;
}

async function remindOf(ctx: Ctx, due: readonly Waiting[]): Promise<number> {
  if (due.length > MOST_AT_ONCE)
    return tellTogether(ctx, "reminded", due, (e) => reminded(e, ctx.clock.now()));
  let count = 0;
  for (const waiting of due)
    if (await guarded(ctx, waiting.escalation.id, () => remindAlone(ctx, waiting))) count++;
  return count;
}

const reminded = (escalation: Escalation, now: number): Escalation => ({
  ...escalation,
  reminders: escalation.reminders + 1,
  remindedAt: now,
});

/**
 * Epoch ms of the next reminder of an open escalation: of a task that is acknowledged a day after the last message or the
 * acknowledgement, of one that is snoozed not before the snooze ends.
 */
export function nextReminderAt(
  e: Pick<Escalation, "openedAt" | "remindedAt" | "reminders">,
  { acknowledged, snoozed }: Care = {},
): number {
  const last = e.remindedAt ?? e.openedAt;
  const hours = BACKOFF_HOURS[Math.min(e.reminders, BACKOFF_HOURS.length - 1)] ?? ACKNOWLEDGED_HOURS;
  const due = acknowledged
    ? Math.max(last, acknowledged.at) + ACKNOWLEDGED_HOURS * HOUR
    : last + hours * HOUR;
  return Math.max(due, snoozed?.until ?? 0);
}

/** Keeps the wait alive; gives what may have to be told of it. */
async function attend(ctx: Ctx, escalation: Escalation): Promise<"expired" | Waiting | undefined> {
  await ctx.workflows.heartbeat(escalation.token);
  const task = await ctx.store.tasks.get(escalation.task);
  // The task was closed over its head: there is nothing left to ask.
  if (task && !isOpen(task)) {
    await closeUnanswered(ctx, escalation, "cleared");
    return undefined;
  }
  if (task && isSuperseded(escalation, task)) {
    if (await noteSuperseded(ctx, escalation))
      await closeUnanswered(ctx, escalation, "expired", "Gradus went on, and asks something else by now.");
    return undefined;
  }
  if (escalation.expiresAt !== undefined && ctx.clock.now() > escalation.expiresAt)
    return (await closeUnanswered(ctx, escalation, "expired")).first ? "expired" : undefined;
  return task && { escalation, task };
}

async function remindAlone(ctx: Ctx, { escalation, task }: Waiting): Promise<boolean> {
  const saved = await ctx.store.escalations.save(reminded(escalation, ctx.clock.now()));
  try {
    await ctx.notify.reminded(saved, task);
    return true;
  } catch (error) {
    await takeBack(ctx, escalation, saved);
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
