import type { Detector, FactOf, Observation, Signal, Target } from "@gradus/core";
import { factsOf } from "@gradus/core";
import { brief } from "../shared/numbers.ts";
import { signalOf } from "../shared/signal.ts";
import { starved } from "./starved.ts";

export interface ResourceState {
  /** Its own CPU was over the limit. */
  busy: boolean;
}

const MB = 1_048_576;
/** Over the limit until it falls this far below: short looks scatter. */
const STAYS = 0.8;

/** What it would use if it need not share: on a crowded machine a runaway does not get all that it wants. */
const wants = ({ cpuPercent = 0, waitPercent = 0 }: FactOf<"usage">): number =>
  cpuPercent + Math.min(waitPercent, cpuPercent);

/** Memory, CPU, descriptors, disks, certificates, starvation by others. */
export const resourceDetector: Detector<ResourceState> = {
  source: "resource",
  initial: () => ({ busy: false }),
  detect: ({ target, observations, state, now }) => {
    const [usage] = factsOf(observations, "usage");
    const { cpuPercent: limit } = target.limits;
    const waiting = starved(observations);
    const busy =
      !waiting &&
      limit !== undefined &&
      usage !== undefined &&
      wants(usage.fact) >= limit * (state.busy ? STAYS : 1);
    const signals = [
      ...processSignals(target, observations, now),
      ...diskSignals(target, observations, now),
      ...certificateSignals(target, observations, now),
    ];
    // Damping sees to it that a burst is no symptom: it looks again soon, until the settle time is over.
    if (usage && busy) {
      const detail = `wants ${brief(wants(usage.fact))} % of a core, limit ${limit} %`;
      signals.push(signalOf(target, "cpu_high", now, detail, [usage, ...factsOf(observations, "host")]));
    }
    if (waiting) {
      const { hog, why, evidence } = waiting;
      const detail = `${why} while ${hog.command} (pid ${hog.pid}) uses ${brief(hog.cpuPercent)} %`;
      signals.push(signalOf(target, "cpu_starved", now, detail, evidence));
    }
    return { state: { busy }, signals };
  },
};

function processSignals(target: Target, observations: readonly Observation[], now: number): Signal[] {
  const { memoryBytes, fdPercent } = target.limits;
  return factsOf(observations, "usage").flatMap((seen) => {
    const { rssBytes, fds, fdLimit } = seen.fact;
    const signals: Signal[] = [];
    if (memoryBytes !== undefined && rssBytes >= memoryBytes) {
      const detail = `${Math.round(rssBytes / MB)} MB, limit ${Math.round(memoryBytes / MB)} MB`;
      signals.push(signalOf(target, "memory_high", now, detail, [seen]));
    }
    if (fds !== undefined && fdLimit !== undefined && fdLimit > 0 && (100 * fds) / fdLimit >= fdPercent) {
      signals.push(signalOf(target, "fds_exhausted", now, `${fds} of ${fdLimit}`, [seen]));
    }
    return signals;
  });
}

function diskSignals(target: Target, observations: readonly Observation[], now: number): Signal[] {
  return factsOf(observations, "disk").flatMap((seen) => {
    const { path, usedPercent, inodesPercent, maxPercent } = seen.fact;
    const signals: Signal[] = [];
    if (usedPercent >= maxPercent)
      signals.push(signalOf(target, "disk_full", now, seen.text, [seen], { key: path }));
    if (inodesPercent >= maxPercent) {
      signals.push(signalOf(target, "inodes_exhausted", now, seen.text, [seen], { key: path }));
    }
    return signals;
  });
}

/** Certificates on disk, and those that health checks were shown. */
function certificateSignals(target: Target, observations: readonly Observation[], now: number): Signal[] {
  const files = factsOf(observations, "certificate")
    .filter(({ fact }) => fact.daysLeft < fact.minDays)
    .map((seen) => signalOf(target, "certificate_expiring", now, seen.text, [seen], { key: seen.fact.path }));
  const shown = factsOf(observations, "check").flatMap((seen) => {
    const check = target.health[Number(seen.fact.check)];
    const { certificateDaysLeft: days } = seen.fact;
    if (seen.source !== "http" || check?.kind !== "http" || days === undefined) return [];
    if (days >= check.certificateDays) return [];
    const key = new URL(check.url).host;
    return [signalOf(target, "certificate_expiring", now, `${key}: ${days} days left`, [seen], { key })];
  });
  return [...files, ...shown];
}
