import type { ServiceManager, ServiceStatus } from "@gradus/core";
import type { Run } from "./run.ts";
import { waitFor, type Scene } from "./scene.ts";

/** A platform takes its time, and each look is a call that costs. */
const LOOK_MS = 2_000;
export const TAKEN_WITHIN_MS = 60_000;

/** Sees that a platform has taken the order to restart. Whether what it starts works shows after the settle time. */
export async function seeTaken(
  scene: Scene,
  run: Run,
  manager: ServiceManager,
  was: ServiceStatus,
): Promise<void> {
  await run.step(`see that AWS restarts ${scene.target.id}`, async () => {
    const look = async () => {
      const now = await manager.status(scene.target);
      return isTaken(now, was) ? now : undefined;
    };
    const taken = await waitFor(scene, TAKEN_WITHIN_MS, look, LOOK_MS);
    if (!taken) throw new Error(`AWS does not show it after ${TAKEN_WITHIN_MS / 1_000} s`);
    if (taken.unknown !== undefined) return taken.unknown;
    return taken.running ? "a new start is under way" : "it is on its way down";
  });
}

/**
 * It goes down, is worked on (then its state is not known: RDS that reboots), or has started or ended once more since. Where no
 * time of a start is told, the order itself is all there is.
 */
function isTaken(now: ServiceStatus, was: ServiceStatus): boolean {
  if (now.unknown !== undefined) return was.unknown === undefined;
  if (was.running && !now.running) return true;
  if (now.startedAt === undefined) return true;
  return now.startedAt !== was.startedAt || now.lastExit?.at !== was.lastExit?.at;
}
