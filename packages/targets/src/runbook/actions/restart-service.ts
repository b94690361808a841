import { factsOf, type Observation } from "@gradus/core";
import { restartService as card } from "../cards/restart.ts";
import { runbook } from "../support/define.ts";
import { driftNow, untestedFile } from "../support/drift.ts";
import { isSame } from "../support/processes.ts";
import type { Scene } from "../support/scene.ts";
import { managerOf, mayNotStart, restart } from "../support/service.ts";

export const restartService = runbook({
  card,
  needs: "restart",
  candidates: (target, observations) => (target.manager && !isStoppedOnPurpose(observations) ? [{}] : []),
  ready: mayNotRestart,
  apply: (scene, _params, run) => restart(scene, run),
  causeGone: (scene, _params, before) => isNewAndUndrifted(scene, before),
});

export const isStoppedOnPurpose = (observations: readonly Observation[]): boolean =>
  factsOf(observations, "process").some((o) => o.fact.stoppedOnPurpose === true);

/** A restart is refused where it would itself make the fault: a running process that has not read a changed file yet. */
export async function mayNotRestart(scene: Scene): Promise<string | undefined> {
  const no = await mayNotStart(scene);
  if (no !== undefined) return no;
  const path = await untestedFile(scene, await managerOf(scene).status(scene.target));
  if (path === undefined) return undefined;
  return `${path} was changed after the process started and differs from the baseline: it may not come back with it`;
}

/** For a restart, cause and symptom are one, unless something that a restart does not touch still differs from the baseline. */
export async function isNewAndUndrifted(
  scene: Scene,
  before: Record<string, unknown> | undefined,
): Promise<boolean | undefined> {
  const now = await scene.manager?.status(scene.target);
  if (!now || now.unknown !== undefined) return undefined;
  if (!now.running) return false;
  if (!before) return undefined;
  if (before["running"] === true && typeof before["startedAt"] === "number") {
    if (now.startedAt === undefined) return undefined;
    const was = { pid: Number(before["pid"] ?? 0), startedAt: before["startedAt"] };
    if (isSame(was, { pid: now.pid ?? 0, startedAt: now.startedAt })) return false;
  }
  const drift = await driftNow(scene);
  return drift === undefined || drift.length === 0 ? true : undefined;
}
