import type { FactOf, Observation, SymptomId } from "@gradus/core";
import { endsOften, factsOf, STUCK_MS } from "@gradus/core";

/** The most tasks of one deployment that were ever seen to run, and since when. */
export interface Progress {
  startedAt: number;
  running: number;
  at: number;
}

export interface RolledOut {
  symptom?: SymptomId;
  evidence: Observation[];
  progress?: Progress;
}

/** What a platform's word of a service shows: of what fits, the one nearest to the cause. Wanting no tasks is no fault. */
export function judgeRollout(
  observations: readonly Observation[],
  before: Progress | undefined,
  now: number,
): RolledOut | undefined {
  const deployment = factsOf(observations, "deployment")[0];
  const stops = factsOf(observations, "stops")[0];
  if (!deployment && !stops) return undefined;
  const progress = deployment && advance(deployment.fact, before, now);
  return {
    evidence: [deployment, stops].filter((one) => one !== undefined),
    ...(progress ? { progress } : {}),
    ...symptomOfService({ deployment: deployment?.fact, stops: stops?.fact, progress, now }),
  };
}

function symptomOfService(of: {
  deployment: FactOf<"deployment"> | undefined;
  stops: FactOf<"stops"> | undefined;
  progress: Progress | undefined;
  now: number;
}): { symptom?: SymptomId } {
  const { deployment, stops } = of;
  if (deployment?.desired === 0) return {};
  if (deployment && isStuck(deployment, of.progress, of.now)) return { symptom: "deployment_stuck" };
  const many = stops !== undefined && endsOften(stops);
  const nothingRuns = deployment?.running === 0;
  if ((stops?.outOfMemory ?? 0) > 0 && (many || nothingRuns)) return { symptom: "container_oom_killed" };
  if (many) return { symptom: "container_restarting" };
  return nothingRuns && deployment.rollout === "completed" ? { symptom: "container_exited" } : {};
}

function isStuck(fact: FactOf<"deployment">, progress: Progress | undefined, now: number): boolean {
  if (fact.rollout === "failed") return true;
  if (fact.rollout === "completed") return false;
  if (fact.failedTasks > 0) return true;
  return progress !== undefined && fact.running < fact.desired && now - progress.at > STUCK_MS;
}

/** A large service may take long: as long as more of its tasks come to run than ever before, it comes up. */
function advance(
  { startedAt, running }: FactOf<"deployment">,
  before: Progress | undefined,
  now: number,
): Progress | undefined {
  if (startedAt === undefined) return undefined;
  const known = before?.startedAt === startedAt ? before : undefined;
  if (!known) return { startedAt, running, at: startedAt };
  return running > known.running ? { startedAt, running, at: now } : known;
}
