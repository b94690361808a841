import { isAlive } from "../process.ts";
import { serviceNames } from "../services.ts";
import { until } from "../until.ts";
import type { Fault } from "./fault.ts";
import { ensureRunning, isReplaced, victimOf } from "./support.ts";

export const kill: Fault<"kill"> = {
  id: "kill",
  number: "N2",
  title: "Killed",
  description: "kill -9: the process ends by signal 9, and the log says nothing.",
  targets: serviceNames,
  async inject(ctx) {
    const victim = await victimOf(ctx);
    process.kill(victim.pid, "SIGKILL");
    await until(async () => !(await isAlive(victim)), 3_000);
    return {
      cause: `process ${victim.pid} was killed with signal 9`,
      isCauseGone: () => isReplaced(ctx, victim),
      cleanUp: () => ensureRunning(ctx),
    };
  },
};
