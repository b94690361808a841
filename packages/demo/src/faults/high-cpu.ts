import { setTimeout as sleep } from "node:timers/promises";
import { control, readMetric } from "../http.ts";
import { serviceNames } from "../services.ts";
import type { Fault, FaultContext } from "./fault.ts";
import { switchOn } from "./support.ts";

/** At rest a service takes about 0.03 of a core; the runaway job 0.9, less when others compete. */
const busy = 0.2;

export const highCpu: Fault<"high_cpu"> = {
  id: "high_cpu",
  number: "N10",
  title: "High CPU",
  description:
    "A background job runs away with 90 % of a core; the event loop lags 150 ms, until jobs are paused (which cancels the run; resume afterwards) or the service is restarted.",
  targets: serviceNames,
  async inject(ctx) {
    await switchOn(ctx, "high_cpu");
    return {
      cause: "a background job burns CPU without end",
      isCauseGone: async () => (await coresUsed(ctx)) < busy,
      async cleanUp() {
        await control(ctx.port, "/admin/pause");
        await control(ctx.port, "/admin/resume");
      },
    };
  },
};

/** Cores used over about 0.8 s by its own account; Infinity when the service does not say. */
async function coresUsed({ port }: FaultContext): Promise<number> {
  const began = performance.now();
  const before = await readMetric(port, "process_cpu_seconds_total");
  await sleep(800);
  const after = await readMetric(port, "process_cpu_seconds_total");
  if (before === undefined || after === undefined) return Infinity;
  return after < before ? Infinity : ((after - before) * 1000) / (performance.now() - began);
}
