import type { PatternStore } from "@gradus/core";
import type { StoreContext } from "../context.ts";
import { get, hasVersion, put, query } from "../operations.ts";
import { INDEX_1, INDEX_2 } from "../table.ts";
import { list } from "./list.ts";
import { fromRow, keyOf, signaturePartition, softwarePartition, toRow } from "./row.ts";

export const patternStore = (ctx: StoreContext): PatternStore => ({
  async get(id) {
    const row = await get(ctx, keyOf(ctx, id));
    return row && fromRow(row);
  },

  async bySignature(signature) {
    const partition = signaturePartition(ctx, signature);
    return (await query(ctx, { index: { name: INDEX_1, hash: "g1" }, partition })).map(fromRow);
  },

  async bySoftware(software) {
    const partition = softwarePartition(ctx, software);
    return (await query(ctx, { index: { name: INDEX_2, hash: "g2" }, partition })).map(fromRow);
  },

  list: (request) => list(ctx, request ?? {}),

  async save(pattern) {
    const next = { ...pattern, version: pattern.version + 1 };
    await put(ctx, toRow(ctx, next), hasVersion(pattern.version));
    return next;
  },
});
