import * as z from "zod";
import { reniceProcess as card } from "../cards/soften.ts";
import { inverse, runbook } from "../support/define.ts";
import { hogsIn, mustLeave } from "../support/intruder.ts";
import { findAlive } from "../support/processes.ts";

/** From here on a process no longer stands in the way of one with the usual priority. */
const OUT_OF_THE_WAY = 10;
const LOWEST = 19;

const saved = z.object({ pid: z.number(), startedAt: z.number(), nice: z.number() });

export const reniceProcess = runbook({
  card,
  needs: "processes",
  candidates: (target, observations) =>
    hogsIn(target, observations)
      .filter((hog) => hog.nice < OUT_OF_THE_WAY)
      .map(({ pid, startedAt }) => ({ pid, startedAt, nice: LOWEST })),
  async ready(scene, params) {
    const no = await mustLeave(scene, params);
    if (no !== undefined) return no;
    const alive = await findAlive(scene.host, params);
    if (!alive || alive.nice <= params.nice) return undefined;
    return `process ${params.pid} has a lower priority than that already`;
  },
  async apply(scene, params, run) {
    const alive = await findAlive(scene.host, params);
    if (!alive) return run.note(`process ${params.pid} has ended already`);
    if (alive.nice === params.nice) return run.note(`process ${params.pid} has that priority`);
    run.undo = { pid: params.pid, startedAt: params.startedAt, nice: alive.nice };
    await run.step(`set the nice value of process ${params.pid}`, async () => {
      await scene.host.renice(params.pid, params.nice, params.startedAt);
      const now = await findAlive(scene.host, params);
      if (now && now.nice !== params.nice) throw new Error(`it is ${now.nice}`);
      return `${alive.nice} → ${params.nice}`;
    });
  },
  undo: inverse(saved, async (scene, was, run) => {
    if (!(await findAlive(scene.host, was))) return run.note(`process ${was.pid} has ended`);
    await run.step(`give process ${was.pid} its former priority`, async () => {
      await scene.host.renice(was.pid, was.nice, was.startedAt);
      return `nice ${was.nice}`;
    });
  }),
  async causeGone(scene, params) {
    const alive = await findAlive(scene.host, params);
    return !alive || alive.nice >= OUT_OF_THE_WAY;
  },
});
