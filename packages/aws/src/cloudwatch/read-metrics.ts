import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { Target } from "@gradus/core";
import { getMetrics, MINUTE_MS } from "./get-metrics.ts";

/** Basic monitoring writes every five minutes: the last one may be that old, and late. */
const BACK_MS = 15 * MINUTE_MS;

/**
 * The newest value of each of the target's metrics. The running minute and the one before it are left out: a sum over a
 * minute that is still being counted looks like a fall.
 */
export async function readMetrics(
  client: CloudWatchClient,
  target: Target,
  now: number,
): Promise<Array<{ series: string; value: number }>> {
  const metrics = target.cloudwatch?.metrics ?? [];
  if (metrics.length === 0) return [];
  const to = Math.floor(now / MINUTE_MS) * MINUTE_MS - MINUTE_MS;
  const values = await getMetrics(client, metrics, { from: to - BACK_MS, to });
  return metrics.flatMap(({ series }, index) => {
    const value = values[index]?.[0];
    return value === undefined ? [] : [{ series, value }];
  });
}
