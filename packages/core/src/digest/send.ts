import * as z from "zod";
import { isConflict, messageOf } from "../error/error.ts";
import type { Once } from "../ports/once.ts";
import { recipientsOf } from "../recipient/choose.ts";
import type { Recipient } from "../recipient/schema.ts";
import { type WallTime, wallTime } from "../recipient/wall-time.ts";
import type { Context } from "../remediation/context.ts";
import { readDigest } from "./read.ts";
import { isQuiet } from "./schema.ts";

type Ctx = Pick<Context, "store" | "clock" | "notify" | "log">;

/** The summary comes at eight in the morning of who reads it; where Gradus was not there then, until noon. */
const FROM_HOUR = 8;
const TO_HOUR = 12;
/** After a longer time away the summary is of this much. */
const LONGEST_MS = 31 * 24 * 3_600_000;

const lastSchema = z.object({ date: z.string(), at: z.number() });

interface Options {
  recipients: readonly Recipient[];
  once: Once;
  /** What is wrong with Gradus itself; asked only when somebody's morning it is. */
  problems: () => Promise<readonly string[]>;
}

/**
 * One round, run by a schedule: sends their summary to those whose morning it is and who have not had it on this day of theirs.
 * Safe to run twice: who does it is decided by the store. On a day with nothing to tell none is sent, but on Mondays, so that
 * silence is not taken for sound health. One that fails stops no other, and is tried again in the next round.
 */
export async function sendDigests(ctx: Ctx, options: Options): Promise<{ sent: number }> {
  let sent = 0;
  for (const recipient of options.recipients) {
    try {
      if (await attend(ctx, options, recipient)) sent++;
    } catch (error) {
      if (isConflict(error)) continue;
      ctx.log("warn", "a summary could not be sent; the next round tries again", {
        recipient: recipient.address,
        error: messageOf(error),
      });
    }
  }
  return { sent };
}

async function attend(ctx: Ctx, options: Options, recipient: Recipient): Promise<boolean> {
  const name = `digest/${recipient.address.toLowerCase()}`;
  const now = ctx.clock.now();
  const today = wallTime(now, recipient.zone);
  const note = (): Promise<void> => ctx.store.state.put(name, { date: today.date, at: now });
  const last = lastSchema.safeParse(await ctx.store.state.get(name)).data;
  // The first day is no whole day: its summary comes the next morning.
  if (!last) await note();
  if (!last || !isDue(last.date, today)) return false;
  let sent = false;
  await options.once.run(`${name}/${today.date}`, async () => {
    sent = await tell(ctx, options, { recipient, today, since: Math.max(last.at, now - LONGEST_MS) });
    await note();
  });
  return sent;
}

const isDue = (last: string, today: WallTime): boolean =>
  last < today.date && today.hour >= FROM_HOUR && today.hour < TO_HOUR;

async function tell(
  ctx: Ctx,
  { problems }: Options,
  { recipient, today, since }: { recipient: Recipient; today: WallTime; since: number },
): Promise<boolean> {
  const wanted = recipientsOf("digest", [recipient], await ctx.store.settings.read());
  if (wanted.length === 0) return false;
  const digest = await readDigest(ctx, { since, problems: await problems() });
  if (isQuiet(digest) && today.weekday !== "Mon") return false;
  await ctx.notify.digest(recipient, digest);
  return true;
}
