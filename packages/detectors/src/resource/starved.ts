import type { FactOf, Observation } from "@gradus/core";
import { factsOf } from "@gradus/core";

/** A process that takes this much of a core, and is neither a target nor ours, can be to blame. */
const HOG_PERCENT = 80;
/** Share of wall time spent waiting for a processor that is much for any process. */
const WAIT_PERCENT = 20;
/** A mostly idle process waits little in all; what tells is how much of the time it wanted to run it had to wait. */
const LIGHT_WAIT_PERCENT = 5;
const LIGHT_WAIT_RATIO = 0.6;
const PRESSURE_PERCENT = 40;

type Busy = FactOf<"host">["top"][number];

/** The foreign process that uses most CPU, if it uses most of a core. */
const hogOf = (host: FactOf<"host">): Busy | undefined =>
  host.top.find((p) => p.target === undefined && p.own !== true && p.cpuPercent >= HOG_PERCENT);

/** Whether the target waits for the processor too much, and what takes it. */
export function starved(
  observations: readonly Observation[],
): { hog: Busy; why: string; evidence: Observation[] } | undefined {
  const [usage] = factsOf(observations, "usage");
  const [host] = factsOf(observations, "host");
  const hog = host && hogOf(host.fact);
  if (!usage || !host || !hog) return undefined;
  const slow = factsOf(observations, "check").filter(
    ({ fact }) => fact.outcome === "slow" || fact.outcome === "timeout",
  );
  const wait = usage.fact.waitPercent ?? 0;
  const ratio = wait / Math.max(0.1, wait + (usage.fact.cpuPercent ?? 0));
  const light = slow.length > 0 && wait >= LIGHT_WAIT_PERCENT && ratio >= LIGHT_WAIT_RATIO;
  const pressed = slow.length > 0 && (host.fact.cpuPressure ?? 0) >= PRESSURE_PERCENT;
  if (wait < WAIT_PERCENT && !light && !pressed) return undefined;
  const why =
    usage.fact.waitPercent === undefined
      ? `the host's CPU pressure is ${host.fact.cpuPressure ?? 0} % and it is slow`
      : `it waits for the CPU ${wait} % of the time`;
  return { hog, why, evidence: [usage, host, ...slow] };
}
