import type { Clock, Platform, Sighting, Target } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { observeAlarms } from "../cloudwatch/observe-alarms.ts";
import { readMetrics } from "../cloudwatch/read-metrics.ts";
import { observeService } from "../ecs/observe.ts";
import { observeFunction } from "../lambda/observe.ts";
import { readLines } from "../logs/read-lines.ts";
import { observeInstance } from "../rds/observe.ts";
import { unseen } from "./sight.ts";

/** AWS, as far as it can be asked of targets. Throws GradusError: "forbidden" names the permission that is missing. */
export const createPlatform = (clients: Clients, { clock }: { clock: Clock }): Platform => ({
  async observe(target) {
    const alarms = target.cloudwatch?.alarms ?? [];
    const parts = [
      ...observeResource(clients, target, clock.now()),
      ...(alarms.length > 0 ? [observeAlarms(clients.cloudwatch, alarms)] : []),
    ];
    const seen = await Promise.allSettled(parts);
    const failed = seen.filter((part) => part.status === "rejected");
    const first = failed[0];
    if (first && failed.length === seen.length) throw first.reason;
    return seen.flatMap((part) =>
      part.status === "fulfilled" ? part.value : [unseen("service", part.reason)],
    );
  },
  metrics: (target) => readMetrics(clients.cloudwatch, target, clock.now()),
  logLines: (group, since) => readLines(clients.logs, group, since, clock.now()),
});

function observeResource(clients: Clients, { manager }: Target, now: number): Array<Promise<Sighting[]>> {
  switch (manager?.kind) {
    case "ecs":
      return [observeService(clients.ecs, manager, now)];
    case "lambda":
      return [observeFunction(clients, manager, now)];
    case "rds":
      return [observeInstance(clients, manager, now)];
    case "process":
    case "script":
    case "container":
    case undefined:
      return [];
    default:
      return manager satisfies never;
  }
}
