import { control, readMetric } from "../http.ts";
import { serviceNames } from "../services.ts";
import type { Fault } from "./fault.ts";
import { switchOn } from "./support.ts";

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
      isCauseGone: async () => (await readMetric(ctx.port, "jobs_in_flight")) === 0,
      async cleanUp() {
        await control(ctx.port, "/admin/pause");
        await control(ctx.port, "/admin/resume");
      },
    };
  },
};
