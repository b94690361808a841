import { basename } from "node:path";
import type { ProcessInfo } from "@gradus/core";
import { restartClean as card } from "../cards/restart.ts";
import { runbook } from "../support/define.ts";
import { endAll, leftoversOf } from "../support/leftovers.ts";
import { notAnothers } from "../support/orphan.ts";
import { findAlive, ownProcesses } from "../support/processes.ts";
import { filesOf } from "../support/regenerable.ts";
import type { Run } from "../support/run.ts";
import { waitFor, type Scene } from "../support/scene.ts";
import { managerOf, noteProcess, seeRunning } from "../support/service.ts";
import { isNewAndUndrifted, isStoppedOnPurpose, mayNotRestart } from "./restart-service.ts";

const GONE_MS = 3_000;
const STALE = /\.(pid|lock|lck|sock|socket)$|^(pid|lock)(file)?$/i;

export const restartClean = runbook({
  card,
  needs: "processes",
  candidates: (target, observations) => (target.manager && !isStoppedOnPurpose(observations) ? [{}] : []),
  ready: mayNotRestart,
  async apply(scene, _params, run) {
    const manager = managerOf(scene);
    const was = await noteProcess(scene, run);
    const { mark } = await manager.status(scene.target);
    const own = await notAnothers(scene, await ownProcesses(scene), mark);
    const start = async (): Promise<void> => {
      await run.step(`start ${scene.target.id}`, async () => {
        await manager.start(scene.target);
        return "";
      });
    };
    try {
      await run.step(`stop ${scene.target.id}`, async () => {
        await stop(scene, own);
        return "";
      });
      await clear(scene, run, own);
    } catch (error) {
      // Whatever went wrong in between: a target that was meant to run is not left stopped.
      await start();
      throw error;
    }
    await start();
    await seeRunning(scene, run, { ...was, running: false });
  },
  causeGone: (scene, _params, before) => isNewAndUndrifted(scene, before),
});

/** Never noted as stopped on purpose: if Gradus died now, it would be left so. A process is ended here, with all below it. */
async function stop(scene: Scene, own: readonly ProcessInfo[]): Promise<void> {
  const { manager } = scene.target;
  if (manager?.kind === "process") await endAll(scene, own, manager.stopTimeoutMs);
  else await managerOf(scene).stop(scene.target, { toRestart: true });
}

async function clear(scene: Scene, run: Run, own: readonly ProcessInfo[]): Promise<void> {
  await run.step("end what is left of it", async () => {
    await waitFor(scene, GONE_MS, async () => {
      const alive = await Promise.all(own.map((p) => findAlive(scene.host, p)));
      return alive.some(Boolean) ? undefined : true;
    });
    const left = await leftoversOf(scene, own);
    await endAll(scene, left);
    return left.length === 0 ? "nothing was left" : `ended ${left.map((p) => p.pid).join(", ")}`;
  });
  await run.step("remove stale pid, lock and socket files", async () => {
    const removed: string[] = [];
    for (const entry of scene.target.regenerable) {
      for (const { path } of await filesOf(scene.host, scene.target, entry)) {
        if (!STALE.test(basename(path))) continue;
        await scene.host.remove(path);
        removed.push(path);
      }
    }
    return removed.length === 0 ? "there were none" : removed.join(", ");
  });
}
