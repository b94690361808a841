import type { StoreContext } from "../context.ts";
import { range } from "../context.ts";
import { listNewest } from "../newest.ts";
import { shardPartition, toStarts } from "./row.ts";

/** Targets that a page holds; each was acted on at least once, so that pages end where counting does. */
const PAGE = 100;

/** Reads the leases that were taken since then, newest first, until it has counted enough. */
export async function startsSince(ctx: StoreContext, since: number, most: number): Promise<number> {
  const counted = new Set<string>();
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await listNewest(ctx, {
      index: "g1",
      partitions: range(ctx.shards).map(shardPartition),
      scope: JSON.stringify(["lease", since]),
      since,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { target, recent } of page.rows.map(toStarts)) {
      // An index lags: a target that is acted on right now can be in it twice, its newest entry first.
      if (counted.has(target)) continue;
      counted.add(target);
      count += recent.filter((at) => at > since).length;
    }
    cursor = page.cursor;
  } while (cursor !== undefined && count < most);
  return Math.min(count, most);
}
