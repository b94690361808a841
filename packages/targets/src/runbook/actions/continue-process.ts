import { factsOf } from "@gradus/core";
import * as z from "zod";
import { continueProcess as card } from "../cards/soften.ts";
import { inverse, runbook } from "../support/define.ts";
import { findAlive, ownProcesses, type Identity } from "../support/processes.ts";
import { waitFor, type Scene } from "../support/scene.ts";
import { noManager } from "../support/service.ts";

const saved = z.object({ continued: z.array(z.object({ pid: z.number(), startedAt: z.number() })) });

export const continueProcess = runbook({
  card,
  needs: "processes",
  candidates: (target, observations) =>
    target.manager && factsOf(observations, "process").some((o) => o.fact.state === "T") ? [{}] : [],
  ready: async (scene) => noManager(scene),
  async apply(scene, _params, run) {
    const suspended = await suspendedOf(scene);
    if (suspended.length === 0) return run.note("none of its processes is suspended");
    run.undo = { continued: suspended };
    for (const identity of suspended) {
      await run.step(`SIGCONT to ${identity.pid}`, async () => {
        await scene.host.signal(identity.pid, "SIGCONT", identity.startedAt);
        const goesOn = await waitFor(scene, 1_000, async () =>
          (await findAlive(scene.host, identity))?.state === "T" ? undefined : true,
        );
        if (!goesOn) throw new Error("it is still suspended");
        return "it goes on";
      });
    }
  },
  undo: inverse(saved, async (scene, { continued }, run) => {
    const own = await ownProcesses(scene);
    for (const { pid, startedAt } of continued) {
      if (!own.some((p) => p.pid === pid)) run.note(`process ${pid} is not there any more`);
      else {
        await run.step(`SIGSTOP to ${pid}`, async () =>
          (await scene.host.signal(pid, "SIGSTOP", startedAt)) ? "" : "it is not there any more",
        );
      }
    }
  }),
  causeGone: async (scene) => (await suspendedOf(scene)).length === 0,
});

/** Read one by one, because a list of all processes may be a moment old. */
async function suspendedOf(scene: Scene): Promise<Identity[]> {
  const found: Identity[] = [];
  for (const { pid, startedAt } of await ownProcesses(scene)) {
    if ((await findAlive(scene.host, { pid, startedAt }))?.state === "T") found.push({ pid, startedAt });
  }
  return found;
}
