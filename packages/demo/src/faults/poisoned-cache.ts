import { control, readMetric } from "../http.ts";
import { serviceNames } from "../services.ts";
import type { Fault } from "./fault.ts";
import { restartedTrap, switchOn, victimOf } from "./support.ts";

export const poisonedCache: Fault<"poisoned_cache"> = {
  id: "poisoned_cache",
  number: "N9",
  title: "Poisoned cache",
  description:
    "Cached answers are exchanged or cut: wrong content and 500 (SyntaxError), and /health says how many entries fail verification, until the cache is cleared.",
  targets: serviceNames,
  async inject(ctx) {
    const victim = await victimOf(ctx);
    await switchOn(ctx, "poisoned_cache");
    return {
      cause: "entries of the cache were exchanged and cut",
      isCauseGone: async () => (await readMetric(ctx.port, "cache_corrupt_entries")) === 0,
      trap: () => restartedTrap(ctx, victim),
      cleanUp: () => control(ctx.port, "/admin/cache/clear"),
    };
  },
};
