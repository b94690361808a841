import type { Detector, FactOf, Observation, Signal, SymptomId, Target } from "@gradus/core";
import { factsOf } from "@gradus/core";
import { isStoppedOnPurpose, signalOf } from "../shared/signal.ts";
import { judgeRollout, type Progress, type RolledOut } from "./rollout.ts";

export interface ContainerState {
  /** Restart counts at recent looks, oldest first. */
  counts: Array<[at: number, count: number]>;
  /** How far a platform's deployment has come. */
  progress?: Progress;
}

const WINDOW_MS = 600_000;
const LOOP_RESTARTS = 3;
const JUST_MS = 60_000;

/** A deployment that does not come up; exited, unhealthy, killed for lack of memory, restarting: the one nearest to the cause. */
export const containerDetector: Detector<ContainerState> = {
  source: "container",
  initial: () => ({ counts: [] }),
  detect: ({ target, observations, state, now }) => {
    const rollout = judgeRollout(observations, state.progress, now);
    if (rollout) {
      const { progress } = rollout;
      const signals = rolloutSignals(target, observations, rollout, now);
      return { state: { counts: [], ...(progress ? { progress } : {}) }, signals };
    }
    const seen = factsOf(observations, "container")[0];
    if (!seen) return { state, signals: [] };
    const counts = [...state.counts, [now, seen.fact.restartCount] as [number, number]]
      .filter(([at]) => at > now - WINDOW_MS)
      .slice(-100);
    const symptom = isStoppedOnPurpose(observations) ? undefined : symptomOfContainer(seen.fact, counts, now);
    const extra = symptom === "container_restarting" ? { certain: true as const } : {};
    return {
      state: { counts },
      signals: symptom ? [signalOf(target, symptom, now, seen.text, [seen], extra)] : [],
    };
  },
};

function rolloutSignals(
  target: Target,
  observations: readonly Observation[],
  { symptom, evidence }: RolledOut,
  now: number,
): Signal[] {
  if (!symptom || isStoppedOnPurpose(observations)) return [];
  const detail = evidence.map(({ text }) => text).join("; ");
  // Stops were counted over ten minutes: that they were many needs no second look.
  const extra = symptom === "container_restarting" ? { certain: true as const } : {};
  return [signalOf(target, symptom, now, detail, evidence, extra)];
}

function symptomOfContainer(
  fact: FactOf<"container">,
  counts: ContainerState["counts"],
  now: number,
): SymptomId | undefined {
  const running = fact.state === "running";
  if (fact.oomKilled && !running) return "container_oom_killed";
  if (fact.state === "restarting" || isLooping(counts, now)) return "container_restarting";
  if (["exited", "dead", "missing", "created", "removing"].includes(fact.state)) return "container_exited";
  if (fact.state === "paused") return "service_suspended";
  return fact.health === "unhealthy" ? "container_unhealthy" : undefined;
}

/** Restarted three times within ten minutes, and lately. A count that went down is another container's. */
function isLooping(counts: ContainerState["counts"], now: number): boolean {
  const last = counts.at(-1)?.[1] ?? 0;
  const first = Math.min(...counts.map(([, count]) => count));
  const change = counts.findLast(([, count]) => count !== last);
  return last - first >= LOOP_RESTARTS && change !== undefined && now - change[0] < JUST_MS;
}
