import { ask } from "../http.ts";
import { serviceNames } from "../services.ts";
import type { Fault } from "./fault.ts";
import { restartedTrap, switchOn, victimOf } from "./support.ts";

export const blip: Fault<"blip"> = {
  id: "blip",
  number: "C2",
  title: "Blip",
  description:
    "Unhealthy for 3 s (/health and every route 503), then well again by itself: to be left alone.",
  targets: serviceNames,
  async inject(ctx) {
    const victim = await victimOf(ctx);
    await switchOn(ctx, "blip");
    return {
      cause: "the connection pool is being rebuilt, for 3 s",
      async isCauseGone() {
        const answer = await ask(ctx.port, "/health").catch(() => undefined);
        return answer !== undefined && !answer.body.includes('"connections"');
      },
      trap: () => restartedTrap(ctx, victim),
      cleanUp: async () => {},
    };
  },
};
