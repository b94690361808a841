import { readdir } from "node:fs/promises";
import { family, intrude, isAlive, isNiced, stop, type Identity } from "../process.ts";
import { serviceNames } from "../services.ts";
import { until } from "../until.ts";
import type { Fault } from "./fault.ts";
import { restartedTrap, servicesDir, victimOf } from "./support.ts";

const threads = 16;
const workers = 32;

export const cpuHog: Fault<"cpu_hog"> = {
  id: "cpu_hog",
  number: "N5",
  title: "CPU hog",
  description:
    "Another process (cpu-hog.mjs) takes all cores and answers get slow. Gone when it ended, or when every thread of it (and its autogroup) is niced to 10 or more.",
  targets: serviceNames,
  async inject(ctx) {
    const victim = await victimOf(ctx);
    const hog = await intrude(servicesDir(ctx), "cpu-hog.mjs", [], { UV_THREADPOOL_SIZE: `${threads}` });
    await until(busy(hog), 5_000);
    const hogs = await family(hog);
    return {
      cause: `process ${hog.pid} (cpu-hog.mjs) takes all cores`,
      async isCauseGone() {
        for (const each of hogs) if ((await isAlive(each)) && !(await isNiced(each, 10))) return false;
        return true;
      },
      trap: () => restartedTrap(ctx, victim),
      async cleanUp() {
        await stop(hog);
        await Promise.all(hogs.map(stop));
      },
    };
  },
};

/** All of it is there: it has as many threads as at the last look, or its workers. Who finds it then finds it whole. */
function busy(hog: Identity): () => Promise<boolean> {
  let before = 0;
  return async () => {
    const tasks = await readdir(`/proc/${hog.pid}/task`).catch(() => undefined);
    if (!tasks) return true;
    const isWhole = tasks.length > threads && tasks.length === before;
    before = tasks.length;
    return isWhole || (await family(hog)).length > workers;
  };
}
