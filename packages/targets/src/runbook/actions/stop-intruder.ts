import type { Params } from "@gradus/core";
import { stopIntruder as card } from "../cards/isolate.ts";
import { runbook } from "../support/define.ts";
import { hogsIn, mustLeave, squattersIn, takes, wasThereInGoodTimes } from "../support/intruder.ts";
import { end } from "../support/leftovers.ts";
import { findAlive, type Identity } from "../support/processes.ts";
import type { Run } from "../support/run.ts";
import { waitFor, type Scene } from "../support/scene.ts";
import { restart, startIfDown } from "../support/service.ts";

const TAKES_PORT_MS = 2_000;

export const stopIntruder = runbook({
  card,
  needs: "processes",
  candidates(target, observations) {
    const found = [...squattersIn(target, observations), ...hogsIn(target, observations)];
    const keys = new Set<string>();
    return found
      .map(({ pid, startedAt }) => ({ pid, startedAt }))
      .filter((p) => !keys.has(String(p.pid)) && keys.add(String(p.pid)));
  },
  async ready(scene, identity) {
    if (!(await findAlive(scene.host, identity))) return undefined;
    const no = await mustLeave(scene, identity);
    if (no !== undefined) return no;
    const taken = await takes(scene, identity);
    if (taken === "port") return wasThereInGoodTimes(scene, identity);
    if (taken === "processor") return undefined;
    return `process ${identity.pid} takes neither a port of ${scene.target.id} nor the processor now`;
  },
  async apply(scene, identity, run) {
    if (await findAlive(scene.host, identity)) {
      await run.step(`end process ${identity.pid}`, async () => {
        // Once more, right before: since the first look it may have become somebody's.
        const no = await mustLeave(scene, identity);
        if (no !== undefined) throw new Error(no);
        return (await end(scene, identity)) ?? "it had ended";
      });
    } else run.note(`process ${identity.pid} has ended already`);
    await helpVictim(scene, run);
  },
  causeGone: async (scene, identity: Identity & Params) =>
    (await findAlive(scene.host, identity)) === undefined,
});

/** A target that is down is started; one that runs but did not get its port in time is restarted. */
async function helpVictim(scene: Scene, run: Run): Promise<void> {
  if (!scene.manager) return;
  const { target } = scene;
  const status = await scene.manager.status(target);
  if (!status.running) return startIfDown(scene, run);
  const wanted = target.ports;
  if (wanted.length === 0 || status.stoppedOnPurpose) return;
  const listens = await waitFor(scene, TAKES_PORT_MS, async () => {
    const ports = new Set((await scene.host.listeners()).map((l) => l.port));
    return wanted.every((port) => ports.has(port)) ? true : undefined;
  });
  if (!listens) await restart(scene, run);
}
