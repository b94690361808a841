import { messageOf, type ProcessInfo } from "@gradus/core";
import * as z from "zod";
import { reniceProcess as card } from "../cards/soften.ts";
import { inverse, runbook } from "../support/define.ts";
import { mayRaiseOn } from "../../host/rights.ts";
import { isBusy } from "../support/busy.ts";
import { hogsIn, mustLeave } from "../support/intruder.ts";
import { findAlive } from "../support/processes.ts";
import { whyNotSession } from "../support/session.ts";

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
    if (!alive || weightOf(alive) === params.nice) return undefined;
    if (weightOf(alive) > params.nice) return `process ${params.pid} has a lower priority than that already`;
    if (!(await mayRaiseOn(scene.host, weightOf(alive))))
      return `process ${params.pid} could not be given its priority back: that takes the right to raise one (CAP_SYS_NICE)`;
    return (await isBusy(scene, params))
      ? undefined
      : `process ${params.pid} does not take the processor now`;
  },
  async apply(scene, params, run) {
    const alive = await findAlive(scene.host, params);
    if (!alive) return run.note(`process ${params.pid} has ended already`);
    const { pid, startedAt, nice } = params;
    const { nice: before, sessionNice = nice } = alive;
    if (before === nice && sessionNice === nice) return run.note(`process ${pid} has that priority`);
    const others = sessionNice === nice ? undefined : await whyNotSession(scene, pid);
    const session = sessionNice !== nice && others === undefined;
    run.undo = { pid, startedAt, nice: before, ...(session ? { sessionNice } : {}) };
    await run.step(`set the nice value of process ${pid}`, async () => {
      await scene.host.renice(pid, nice, startedAt);
      const now = await findAlive(scene.host, params);
      if (now && now.nice !== nice) throw new Error(`it is ${now.nice}`);
      return `${before} → ${nice}`;
    });
    if (others !== undefined) run.note(`the session that process ${pid} leads stays as it is: ${others}`);
    if (!session) return;
    await run.step(`set the nice value of the session that process ${pid} leads`, async () => {
      await scene.host.reniceSession(pid, nice, startedAt);
      const now = await findAlive(scene.host, params);
      if (now?.sessionNice !== undefined && now.sessionNice !== nice)
        throw new Error(`it is ${now.sessionNice}`);
      return `${sessionNice} → ${nice}`;
    });
  },
  undo: inverse(saved, async (scene, was, run) => {
    const { pid, startedAt, nice, sessionNice } = was;
    if (!(await findAlive(scene.host, was))) return run.note(`process ${pid} has ended`);
    // What weighs most first. Each by itself: where one cannot be given back, the other is all the same.
    const failed: unknown[] = [];
    const giveBack = async (what: string, act: () => Promise<void>, value: number): Promise<void> => {
      const step = run.step(`give ${what} its former priority`, async () => {
        await act();
        return `nice ${value}`;
      });
      await step.catch((error: unknown) => void failed.push(error));
    };
    const { host } = scene;
    if (sessionNice !== undefined) {
      const session = (): Promise<void> => host.reniceSession(pid, sessionNice, startedAt);
      await giveBack(`the session of process ${pid}`, session, sessionNice);
    }
    await giveBack(`process ${pid}`, () => host.renice(pid, nice, startedAt), nice);
    if (failed.length > 0) throw new Error(failed.map(messageOf).join("; "));
  }),
  async causeGone(scene, params) {
    const alive = await findAlive(scene.host, params);
    return !alive || weightOf(alive) >= OUT_OF_THE_WAY;
  },
});
