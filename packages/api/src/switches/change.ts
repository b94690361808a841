import { type AuditEntry, type Context, isConflict, type Settings } from "@gradus/core";

const TRIES = 8;

/** One conditional write, then the system's audit chain. What changes nothing is not written down either. */
export async function change(
  ctx: Pick<Context, "store" | "events">,
  next: (settings: Settings) => Settings,
  entryOf: (before: Settings) => AuditEntry,
): Promise<Settings> {
  for (let tried = 1; ; tried++) {
    const before = await ctx.store.settings.read();
    const after = next(before);
    if (after === before) return before;
    try {
      const saved = await ctx.store.settings.save(after);
      const entry = entryOf(before);
      await ctx.store.audit.append("system", [entry]);
      await ctx.events.publish(entry);
      return saved;
    } catch (error) {
      if (!isConflict(error) || tried >= TRIES) throw error;
    }
  }
}
