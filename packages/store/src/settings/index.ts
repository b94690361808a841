import type { SettingsStore } from "@gradus/core";
import { settingsSchema } from "@gradus/core";
import type { StoreContext } from "../context.ts";
import { checkInput, decode, encode, parseStored } from "../document.ts";
import { get, hasVersion, put } from "../operations.ts";

const key = { pk: "settings", sk: "settings" };

export const settingsStore = (ctx: StoreContext): SettingsStore => ({
  /** What nobody has ever changed: nothing is paused. */
  async read() {
    const row = await get(ctx, key);
    return row ? parseStored(settingsSchema, decode(row), row) : { pausedTargets: {}, version: 0 };
  },

  async save(settings) {
    const next = { ...checkInput(settingsSchema, settings, "settings"), version: settings.version + 1 };
    await put(ctx, { ...key, v: next.version, ...encode(next, "settings") }, hasVersion(settings.version));
    return next;
  },
});
