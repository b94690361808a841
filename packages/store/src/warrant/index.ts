import type { Warrant, WarrantStore } from "@gradus/core";
import { isConflict, warrantSchema } from "@gradus/core";
import type { Key, StoreContext } from "../context.ts";
import { keyPart, ttlAfter } from "../context.ts";
import { checkInput, decode, encode, parseStored } from "../document.ts";
import { get, isNew, put, update } from "../operations.ts";

const KEEP_DAYS = 30;
const keyOf = (ctx: StoreContext, id: string): Key => ({ pk: `warrant|${keyPart(ctx, id)}`, sk: "warrant" });

export const warrantStore = (ctx: StoreContext): WarrantStore => ({
  /** The same warrant twice is issued once, and stays used if it was. Another one under its id: "conflict". */
  async issue(warrant) {
    const checked = checkInput(warrantSchema, warrant, `warrant ${warrant.id}`);
    const { task, action, expiresAt } = checked;
    const row = {
      ...keyOf(ctx, warrant.id),
      task,
      action,
      expiresAt,
      ttl: ttlAfter(expiresAt, KEEP_DAYS),
      ...encode(checked, `warrant ${warrant.id}`),
    };
    try {
      await put(ctx, row, isNew);
    } catch (error) {
      if (!isConflict(error) || !(await isStored(ctx, checked))) throw error;
    }
  },

  consume: ({ id, task, action, now }) =>
    update(ctx, keyOf(ctx, id), "usedAt = :now", {
      expression: "task = :task AND #action = :action AND expiresAt > :now AND attribute_not_exists(usedAt)",
      names: { "#action": "action" },
      values: { ":task": task, ":action": action, ":now": now },
    }),
});

async function isStored(ctx: StoreContext, warrant: Warrant): Promise<boolean> {
  const row = await get(ctx, keyOf(ctx, warrant.id));
  return (
    row !== undefined &&
    JSON.stringify(parseStored(warrantSchema, decode(row), row)) === JSON.stringify(warrant)
  );
}
