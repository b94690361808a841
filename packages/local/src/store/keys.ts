import type { Operation } from "dynalite/db/index.js";

/** Dynalite's own key ranges: sub-database name and "~", then its key. */
export const itemPrefix = (table: string): string => `item-${table}~`;
export const indexPrefix = (table: string, index: string): string => `index-global~${table}~${index}~`;
export const tableKey = (table: string): string => `table~${table}`;

/** Our own range, beside dynalite's: expiry time, then item key. The sweeper reads the front of it, never the table. */
export const TTL_PREFIX = "ttl~";
const DIGITS = 12;
export const ttlPrefix = (epochSeconds: number): string =>
  TTL_PREFIX + String(epochSeconds).padStart(DIGITS, "0");
export const ttlKey = (epochSeconds: number, itemKey: string): string =>
  `${ttlPrefix(epochSeconds)}~${itemKey}`;

/** The item key within a key of the expiry range. */
export const itemKeyOf = (key: string): string => key.slice(TTL_PREFIX.length + DIGITS + 1);

/** The first key after all that begin with the prefix, for keys of ASCII characters. */
export const after = (prefix: string): string => `${prefix}\u00ff`;

/** Epoch seconds at which an item (in DynamoDB JSON) expires. */
export function ttlOf(item: unknown): number | undefined {
  const ttl = (item as { ttl?: { N?: string } } | undefined)?.ttl?.N;
  return ttl === undefined ? undefined : Math.floor(Number(ttl));
}

/** The entry of the expiry range that belongs to an item. Older entries stay; the sweeper finds them out. */
export function ttlEntry(itemKey: string, item: unknown): Operation[] {
  const ttl = ttlOf(item);
  return ttl === undefined ? [] : [{ type: "put", key: ttlKey(ttl, itemKey), value: 1 }];
}
