import { GradusError, type Once } from "@gradus/core";
import type { StoreContext } from "./context.ts";
import { keyPart, ttlAfter } from "./context.ts";
import { get, put, update } from "./operations.ts";

/** So long nobody else begins what somebody began. */
const BUSY_MS = 60_000;
const KEEP_DAYS = 30;

export const createOnce = (ctx: StoreContext): Once => ({
  async run(name, work) {
    const key = { pk: `once|${keyPart(ctx, name)}`, sk: "once" };
    const now = ctx.clock.now();
    const row = { ...key, busyUntil: now + BUSY_MS, done: false, ttl: ttlAfter(now, KEEP_DAYS) };
    try {
      await put(ctx, row, {
        expression: "attribute_not_exists(pk) OR (done = :no AND busyUntil <= :now)",
        values: { ":no": false, ":now": now },
      });
    } catch (error) {
      const there = await get(ctx, key);
      if (there?.["done"] === true) return "done before";
      if (there) throw new GradusError("conflict", `${name} is being done right now`);
      throw error;
    }
    try {
      await work();
    } catch (error) {
      await update(ctx, key, "busyUntil = :past", {
        expression: "attribute_exists(pk)",
        values: { ":past": 0 },
      });
      throw error;
    }
    await update(ctx, key, "done = :yes", { expression: "attribute_exists(pk)", values: { ":yes": true } });
    return "done";
  },
});
