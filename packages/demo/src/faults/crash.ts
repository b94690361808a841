import { isAlive } from "../process.ts";
import { serviceNames } from "../services.ts";
import { until } from "../until.ts";
import type { Fault } from "./fault.ts";
import { ensureRunning, isReplaced, switchOn, victimOf } from "./support.ts";

export const crash: Fault<"crash"> = {
  id: "crash",
  number: "N1",
  title: "Uncaught error",
  description: "A route throws outside of its handler: exit 1, an Error with its stack in the log.",
  targets: serviceNames,
  async inject(ctx) {
    const victim = await victimOf(ctx);
    await switchOn(ctx, "crash").catch(() => undefined);
    if (!(await until(async () => !(await isAlive(victim)), 3_000))) {
      throw new Error(`${ctx.service} did not crash`);
    }
    return {
      cause: `an uncaught error ended process ${victim.pid}`,
      isCauseGone: () => isReplaced(ctx, victim),
      cleanUp: () => ensureRunning(ctx),
    };
  },
};
