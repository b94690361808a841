import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock, Crypto } from "@gradus/core";

/** What every repository works with. */
export interface StoreContext {
  client: DynamoDBDocumentClient;
  table: string;
  clock: Clock;
  crypto: Crypto;
  /** Number of index partitions that list views are spread over. May grow, never shrink. */
  shards: number;
}

export type Row = { pk: string; sk: string } & Record<string, unknown>;
export interface Key {
  pk: string;
  sk: string;
}

/** Keys have a size limit: long outside text becomes its beginning and a hash. */
export function keyPart(ctx: StoreContext, text: string): string {
  return Buffer.byteLength(text) <= 256 ? text : `${text.slice(0, 60)}~${ctx.crypto.sha256(text)}`;
}

/** The same text always falls into the same of `count` shards. */
export const shardOf = (ctx: StoreContext, text: string, count: number): number =>
  Number.parseInt(ctx.crypto.sha256(text).slice(0, 8), 16) % count;

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const DAY_MS = 86_400_000;
/** Epoch seconds, so many days after. */
export const ttlAfter = (epochMs: number, days: number): number =>
  Math.ceil((epochMs + days * DAY_MS) / 1000);
