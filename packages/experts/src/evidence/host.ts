import type { FactOf } from "@gradus/core";
import type { Evidence } from "./read.ts";

export type BusyProcess = FactOf<"host">["top"][number];

/** Percent of one core from which a process counts as a hog. */
const HOG_PERCENT = 50;

/** The foreign process that takes most CPU: not a watched target, not Gradus, and busier than the target itself. */
export function hogOf(evidence: Evidence): BusyProcess | undefined {
  const own = evidence.usage?.fact.cpuPercent ?? 0;
  const foreign = (evidence.host?.fact.top ?? [])
    .filter((p) => p.target === undefined && p.own !== true && p.pid !== evidence.process?.fact.pid)
    .sort((a, b) => b.cpuPercent - a.cpuPercent || a.pid - b.pid)[0];
  return foreign && foreign.cpuPercent >= HOG_PERCENT && foreign.cpuPercent > own ? foreign : undefined;
}

/** Another watched target that takes more CPU than any foreign process and than this target. */
export function hoggingTarget(evidence: Evidence): BusyProcess | undefined {
  const own = evidence.usage?.fact.cpuPercent ?? 0;
  const [first] = [...(evidence.host?.fact.top ?? [])].sort(
    (a, b) => b.cpuPercent - a.cpuPercent || a.pid - b.pid,
  );
  const other = first?.target !== undefined && first.target !== evidence.file.target.id;
  return first && other && first.cpuPercent >= HOG_PERCENT && first.cpuPercent > own ? first : undefined;
}

/** Ids that show the target waiting for a processor that it does not get. */
export function starvation(evidence: Evidence): string[] | undefined {
  const { usage, host } = evidence;
  const ids: string[] = [];
  const wait = usage?.fact.waitPercent ?? 0;
  // A mostly idle process waits little in all: what tells is how much of the time it wanted to run it had to wait.
  const light = wait >= 5 && wait >= 0.6 * (wait + (usage?.fact.cpuPercent ?? 0));
  if (usage && (wait >= 15 || light)) ids.push(usage.id);
  const pressed = host && ((host.fact.cpuPressure ?? 0) >= 25 || (host.fact.cpuPercent ?? 0) >= 85);
  if (host && (pressed || evidence.file.symptom === "cpu_starved")) ids.push(host.id);
  return ids.length > 0 ? ids : undefined;
}
