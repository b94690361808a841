import type { Engine } from "./engine.ts";
import { isApiError } from "./operations.ts";
import { itemKeyOf, itemPrefix, TTL_PREFIX, ttlOf, ttlPrefix } from "./keys.ts";

const CHUNK = 200;

/** Deletes the rows whose `ttl` has passed, as DynamoDB does in the background. Reads only what has expired. Returns how many went. */
export async function sweep(engine: Engine, table: string, nowMs: number): Promise<number> {
  const now = Math.floor(nowMs / 1000);
  let gone = 0;
  for (;;) {
    const keys = await firstKeys(engine, ttlPrefix(now));
    for (const key of keys) {
      if (await expire(engine, table, itemKeyOf(key), now)) gone += 1;
    }
    if (keys.length > 0) await engine.write(keys.map((key) => ({ type: "del", key })));
    if (keys.length < CHUNK) return gone;
  }
}

async function firstKeys(engine: Engine, before: string): Promise<string[]> {
  const iterator = engine.level().keys({ gte: TTL_PREFIX, lt: before, limit: CHUNK });
  try {
    return await iterator.nextv(CHUNK);
  } finally {
    await iterator.close();
  }
}

/** The entry may be older than the item: what counts is the item's own ttl, checked again by the delete itself. */
async function expire(engine: Engine, table: string, itemKey: string, now: number): Promise<boolean> {
  const item = (await engine.level().get(itemPrefix(table) + itemKey)) as Record<string, unknown> | undefined;
  const ttl = ttlOf(item);
  if (!item || ttl === undefined || ttl >= now) return false;
  try {
    await engine.run("DeleteItem", {
      TableName: table,
      Key: { pk: item["pk"], sk: item["sk"] },
      ConditionExpression: "#ttl < :now",
      ExpressionAttributeNames: { "#ttl": "ttl" },
      ExpressionAttributeValues: { ":now": { N: String(now) } },
    });
    return true;
  } catch (error) {
    if (isApiError(error)) return false;
    throw error;
  }
}
