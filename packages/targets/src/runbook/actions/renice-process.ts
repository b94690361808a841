import type { ProcessInfo } from "@gradus/core";
import * as z from "zod";
import { reniceProcess as card } from "../cards/soften.ts";
import { inverse, runbook } from "../support/define.ts";
import { hogsIn, mustLeave } from "../support/intruder.ts";
import { findAlive } from "../support/processes.ts";

/** From here on a process no longer stands in the way of one with the usual priority. */
const OUT_OF_THE_WAY = 10;
const LOWEST = 19;

const saved = z.object({
  pid: z.number(),
  startedAt: z.number(),
  nice: z.number(),
  sessionNice: z.number().optional(),
});

/** What weighs most of it: where whole sessions are weighed against each other, a thread's value counts only within one. */
const weightOf = ({ nice, sessionNice = nice }: Weighed): number => Math.min(nice, sessionNice);
type Weighed = Pick<ProcessInfo, "nice" | "sessionNice">;

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
    if (!alive || weightOf(alive) <= params.nice) return undefined;
    return `process ${params.pid} has a lower priority than that already`;
  },
  async apply(scene, params, run) {
    const alive = await findAlive(scene.host, params);
    if (!alive) return run.note(`process ${params.pid} has ended already`);
    const { pid, startedAt, nice } = params;
    const { nice: before, sessionNice } = alive;
    if (before === nice && (sessionNice ?? nice) === nice)
      return run.note(`process ${pid} has that priority`);
    run.undo = { pid, startedAt, nice: before, ...(sessionNice === undefined ? {} : { sessionNice }) };
    await run.step(`set the nice value of process ${pid}`, async () => {
      await scene.host.renice(pid, nice, startedAt);
      const now = await findAlive(scene.host, params);
      if (now && now.nice !== nice) throw new Error(`it is ${now.nice}`);
      return `${before} → ${nice}`;
    });
    if (sessionNice === undefined || sessionNice === nice) return;
    await run.step(`set the nice value of the session that process ${pid} leads`, async () => {
      await scene.host.reniceSession(pid, nice, startedAt);
      const now = await findAlive(scene.host, params);
      if (now?.sessionNice !== undefined && now.sessionNice !== nice)
        throw new Error(`it is ${now.sessionNice}`);
      return `${sessionNice} → ${nice}`;
    });
  },
  undo: inverse(saved, async (scene, was, run) => {
    if (!(await findAlive(scene.host, was))) return run.note(`process ${was.pid} has ended`);
    await run.step(`give process ${was.pid} its former priority`, async () => {
      await scene.host.renice(was.pid, was.nice, was.startedAt);
      return `nice ${was.nice}`;
    });
    const { sessionNice } = was;
    if (sessionNice === undefined) return;
    await run.step(`give the session of process ${was.pid} its former priority`, async () => {
      await scene.host.reniceSession(was.pid, sessionNice, was.startedAt);
      return `nice ${sessionNice}`;
    });
  }),
  async causeGone(scene, params) {
    const alive = await findAlive(scene.host, params);
    return !alive || weightOf(alive) >= OUT_OF_THE_WAY;
  },
});
