import { isStopped } from "../process.ts";
import { serviceNames } from "../services.ts";
import { until } from "../until.ts";
import type { Fault } from "./fault.ts";
import { ensureRunning, victimOf } from "./support.ts";

export const freeze: Fault<"freeze"> = {
  id: "freeze",
  number: "N3",
  title: "Frozen",
  description: "SIGSTOP: the process is in state T, its port still accepts connections, nothing answers.",
  targets: serviceNames,
  async inject(ctx) {
    const victim = await victimOf(ctx);
    process.kill(victim.pid, "SIGSTOP");
    await until(() => isStopped(victim), 3_000);
    return {
      cause: `process ${victim.pid} was stopped with SIGSTOP`,
      isCauseGone: async () => !(await isStopped(victim)),
      async cleanUp() {
        if (await isStopped(victim)) process.kill(victim.pid, "SIGCONT");
        await ensureRunning(ctx);
      },
    };
  },
};
