import type { Context } from "../remediation/context.ts";
import type { Escalation } from "./schema.ts";

/** So many messages of their own within ten minutes; what comes to people then is told together, in the next round. */
export const MOST_AT_ONCE = 5;
const WINDOW_MS = 10 * 60_000;

/** Whether so many came to people shortly before this one that it is told with others, not by a message of its own. */
export async function isInStorm(ctx: Pick<Context, "store">, escalation: Escalation): Promise<boolean> {
  const { escalations } = await ctx.store.escalations.list({ limit: 50 });
  const since = escalation.openedAt - WINDOW_MS;
  const before = escalations.filter(
    (e) =>
      e.openedAt > since &&
      !e.bundled &&
      (e.openedAt < escalation.openedAt || (e.openedAt === escalation.openedAt && e.id < escalation.id)),
  );
  return before.length >= MOST_AT_ONCE;
}
