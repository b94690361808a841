import {
  type AuditEntry,
  auditSettings,
  type Context,
  isConflict,
  type Settings,
  withEntry,
} from "@gradus/core";

const TRIES = 8;

/**
 * One conditional write, which holds what is to be audited of it; then the system's audit chain. What changes nothing is not
 * written down either.
 */
export async function change(
  ctx: Pick<Context, "store" | "events" | "log">,
  next: (settings: Settings) => Settings,
  entryOf: (before: Settings) => AuditEntry,
): Promise<Settings> {
  return auditSettings(ctx, await changed(ctx, next, entryOf));
}

async function changed(
  ctx: Pick<Context, "store">,
  next: (settings: Settings) => Settings,
  entryOf: (before: Settings) => AuditEntry,
): Promise<Settings> {
  for (let tried = 1; ; tried++) {
    const before = await ctx.store.settings.read();
    const after = next(before);
    if (after === before) return before;
    try {
      return await ctx.store.settings.save(withEntry(after, entryOf(before)));
    } catch (error) {
      if (!isConflict(error) || tried >= TRIES) throw error;
    }
  }
}
