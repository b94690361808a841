import type { AuditEntry } from "../audit/schema.ts";
import { isConflict, messageOf } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import type { Settings } from "./schema.ts";

/** The chain of what is no task's. */
const CHAIN = "system";

/**
 * Settings with what is to be written of their change: one conditional write holds both, so that nothing is switched that is
 * not audited in the end. The key is of the version that it is written with, so that it is on the chain once.
 */
export function withEntry(settings: Settings, { data, ...entry }: AuditEntry): Settings {
  const keyed = { ...entry, data: { ...data, key: `settings/${settings.version + 1}` } };
  return { ...settings, unaudited: [...(settings.unaudited ?? []), keyed] };
}

/** For each round: audits what a crash or a fault kept from the chain. */
export async function auditSettingsLeft(ctx: Pick<Context, "store" | "events" | "log">): Promise<void> {
  try {
    await auditSettings(ctx, await ctx.store.settings.read());
  } catch (error) {
    ctx.log("error", "the settings could not be looked at", { error: messageOf(error) });
  }
}

/**
 * Puts on the system's chain what a change of the settings has left to be written, and tells of it. What cannot be written now
 * is logged, and stays for the next change or round.
 */
export async function auditSettings(
  ctx: Pick<Context, "store" | "events" | "log">,
  settings: Settings,
): Promise<Settings> {
  const { unaudited = [], ...rest } = settings;
  if (unaudited.length === 0) return settings;
  try {
    for (const { at, actor, type, data } of await ctx.store.audit.append(CHAIN, unaudited)) {
      const { key: _key, ...told } = data;
      await ctx.events.publish({ at, actor, type, data: told });
    }
    return await ctx.store.settings.save(rest);
  } catch (error) {
    // Whoever changed them meanwhile has seen what was left to be written, and writes it too: it is there once.
    if (!isConflict(error))
      ctx.log("error", "a change of the settings could not be audited; the next round tries again", {
        changes: unaudited.map(({ type }) => type),
        error: messageOf(error),
      });
    return settings;
  }
}
