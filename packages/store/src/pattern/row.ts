import type { Pattern } from "@gradus/core";
import { patternSchema } from "@gradus/core";
import type { Key, Row, StoreContext } from "../context.ts";
import { keyPart, shardOf } from "../context.ts";
import { checkInput, parseStored, parseText } from "../document.ts";

/** Part of the key, so it never changes. Patterns are thousands, not millions. */
export const PATTERN_SHARDS = 8;
export const partitionOf = (shard: number): string => `pattern|${shard}`;

export const keyOf = (ctx: StoreContext, id: string): Key => ({
  pk: partitionOf(shardOf(ctx, id, PATTERN_SHARDS)),
  sk: keyPart(ctx, id),
});
export const signaturePartition = (ctx: StoreContext, signature: string): string =>
  `pattern|signature|${keyPart(ctx, signature)}`;
export const softwarePartition = (ctx: StoreContext, software: string): string =>
  `pattern|software|${keyPart(ctx, software)}`;

/** A pattern is small and read whole, so all of it is in the projected attribute. */
export const fromRow = (row: Row): Pattern => parseStored(patternSchema, parseText(row, row["sum"]), row);

export function toRow(ctx: StoreContext, pattern: Pattern): Row {
  const checked = checkInput(patternSchema, pattern, `pattern ${pattern.id}`);
  const key = keyOf(ctx, pattern.id);
  return {
    ...key,
    g1: signaturePartition(ctx, pattern.signature),
    g2: softwarePartition(ctx, pattern.software),
    gs: key.sk,
    v: pattern.version,
    sum: JSON.stringify(checked),
  };
}
