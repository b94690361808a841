import type { Sighting } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { getMetrics, MINUTE_MS } from "../cloudwatch/get-metrics.ts";
import { absent, unseen } from "../platform/sight.ts";
import { describeInstance, noInstance, type RdsManager } from "./describe.ts";
import { readStorage } from "./read-storage.ts";

const BACK_MS = 10 * MINUTE_MS;

export async function observeInstance(
  { rds, cloudwatch }: Pick<Clients, "rds" | "cloudwatch">,
  manager: RdsManager,
  now: number,
): Promise<Sighting[]> {
  const instance = await describeInstance(rds, manager);
  if (!instance) return [absent(noInstance(manager))];
  const query = {
    namespace: "AWS/RDS",
    metric: "FreeStorageSpace",
    dimensions: { DBInstanceIdentifier: manager.instance },
    statistic: "Average",
  };
  try {
    const [values = []] = await getMetrics(cloudwatch, [query], { from: now - BACK_MS, to: now });
    return readStorage(instance, manager, values[0]);
  } catch (error) {
    return [...readStorage(instance, manager, undefined), unseen("resource", error)];
  }
}
