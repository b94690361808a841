import { isNearLimit, isThrottled } from "@gradus/core";
import { areTasksExiting, isDeploymentStuck } from "../evidence/rollout.ts";
import { type Evidence, idsOf, type Seen } from "../evidence/read.ts";

type Finder = (evidence: Evidence) => string[] | undefined;

const isProcessor = (series: string): boolean => /cpu|processor/i.test(series);
const isLatency = (series: string): boolean => /latency|response.?time|duration/i.test(series);

/** Metrics of a kind that are at their limit or will be soon, of what a platform sizes. */
const atLimit = (e: Evidence, isMeant: (series: string) => boolean): Array<Seen<"metric">> =>
  e.deployment || e.capacities.length > 0
    ? e.metrics.filter(
        ({ fact }) =>
          isMeant(fact.series) &&
          fact.limit !== undefined &&
          (fact.value >= fact.limit || fact.exhaustsInMs !== undefined),
      )
    : [];

/** The deployment, if all that is wanted runs and goes on running. */
function rested(e: Evidence): Seen<"deployment"> | undefined {
  const { deployment, stops } = e;
  if (!deployment || areTasksExiting(e) || (stops?.fact.outOfMemory ?? 0) > 0) return undefined;
  const { rollout, desired, running } = deployment.fact;
  return rollout === "completed" && desired > 0 && running >= desired ? deployment : undefined;
}

const hasMore = ({ fact }: Seen<"capacity">): boolean => fact.most !== undefined && fact.value < fact.most;

/** What is seen of targets that a platform runs: services, functions, databases. */
export const platformFindings = {
  deployment_stuck: (e) => (e.deployment && isDeploymentStuck(e) ? [e.deployment.id] : undefined),
  tasks_exiting: (e) => (e.stops && areTasksExiting(e) ? [e.stops.id] : undefined),
  tasks_oom: ({ stops }) => (stops && stops.fact.outOfMemory > 0 ? [stops.id] : undefined),
  /** All its tasks run, and it is slow all the same. */
  slow_service: (e) => {
    const deployment = rested(e);
    const slow = [...e.checks.filter((c) => c.fact.outcome === "slow"), ...atLimit(e, isLatency)];
    return deployment && slow.length > 0 ? [deployment.id, ...slow.map((o) => o.id)] : undefined;
  },
  /** All its tasks run, and use all the processor that they may. */
  busy_service: (e) => {
    const deployment = rested(e);
    const busy = atLimit(e, isProcessor);
    return deployment && busy.length > 0 ? [deployment.id, ...busy.map((o) => o.id)] : undefined;
  },
  /** It is a function: nothing of it is kept from one call to the next that could be thrown away. */
  is_function: ({ calls }) => (calls ? [calls.id] : undefined),
  throttled: ({ calls }) => (calls && isThrottled(calls.fact) ? [calls.id] : undefined),
  calls_slow: ({ calls }) => (calls && isNearLimit(calls.fact) ? [calls.id] : undefined),
  /** More tasks, or more calls at once, are allowed. */
  may_grow: ({ capacities }) => idsOf(capacities.filter((c) => c.fact.unit !== "storage_gib" && hasMore(c))),
  /** The storage that a platform gives it is (nearly) full: known even while nothing else of it is. */
  storage_full: ({ disks, capacities }) => {
    const size = capacities.find((c) => c.fact.unit === "storage_gib");
    const full = disks.filter((d) => d.fact.usedPercent >= d.fact.maxPercent);
    return size && full.length > 0 ? [...full.map((d) => d.id), size.id] : undefined;
  },
  alarm: ({ alarms }) => idsOf(alarms.filter((a) => a.fact.state === "alarm")),
} as const satisfies Record<string, Finder>;
