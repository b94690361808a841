import { control, readMetric } from "../http.ts";
import { serviceNames } from "../services.ts";
import { until } from "../until.ts";
import type { Fault } from "./fault.ts";
import { switchOn } from "./support.ts";

const megabyte = 1024 * 1024;

export const highMemory: Fault<"high_memory"> = {
  id: "high_memory",
  number: "N10",
  title: "High memory",
  description:
    "The cache prefetches 150 MB in about 3 s: resident memory over 200 MB, /health degraded (memory), until it is cleared or the service restarted.",
  targets: serviceNames,
  async inject(ctx) {
    const cached = async (): Promise<number> => (await readMetric(ctx.port, "cache_bytes")) ?? Infinity;
    await switchOn(ctx, "high_memory");
    await until(async () => (await cached()) > 75 * megabyte, 10_000, 50);
    return {
      cause: "the cache grows without bound",
      isCauseGone: async () => (await cached()) < 20 * megabyte,
      cleanUp: () => control(ctx.port, "/admin/cache/clear"),
    };
  },
};
