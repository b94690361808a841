import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { StoreContext } from "./context.ts";
import { toGradusError } from "./fault.ts";
import { INDEX_1 } from "./table.ts";

/** Index entries of some partitions, counted by the table and not read; at most `most`, and whether there are more. */
export async function countEntries(
  ctx: StoreContext,
  partitions: readonly string[],
  most: number,
): Promise<{ count: number; more: boolean }> {
  const counts = await Promise.all(partitions.map((partition) => countOf(ctx, partition, most + 1)));
  const count = counts.reduce((sum, n) => sum + n, 0);
  return { count: Math.min(count, most), more: count > most };
}

async function countOf(ctx: StoreContext, partition: string, limit: number): Promise<number> {
  let count = 0;
  let start: Record<string, unknown> | undefined;
  try {
    do {
      const page = await ctx.client.send(
        new QueryCommand({
          TableName: ctx.table,
          IndexName: INDEX_1,
          KeyConditionExpression: "g1 = :partition",
          ExpressionAttributeValues: { ":partition": partition },
          Select: "COUNT",
          Limit: limit - count,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      count += page.Count ?? 0;
      start = page.LastEvaluatedKey;
    } while (start && count < limit);
  } catch (error) {
    throw toGradusError(error, partition);
  }
  return count;
}
