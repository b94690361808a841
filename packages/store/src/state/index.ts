import type { StateStore } from "@gradus/core";
import type { StoreContext } from "../context.ts";
import { keyPart } from "../context.ts";
import { decode, encode, oftenWritten } from "../document.ts";
import { get, put, remove } from "../operations.ts";

export const stateStore = (ctx: StoreContext): StateStore => {
  const keyOf = (name: string) => ({ pk: `state|${keyPart(ctx, name)}`, sk: "state" });
  return {
    async get(name) {
      const row = await get(ctx, keyOf(name));
      return row && decode(row);
    },
    /** The last one wins. `undefined` removes it. Documents above 2 KB are packed; "limit" if that is not enough. */
    async put(name, value) {
      if (value === undefined) await remove(ctx, keyOf(name));
      else await put(ctx, { ...keyOf(name), ...encode(value, `state ${name}`, oftenWritten) });
    },
  };
};
