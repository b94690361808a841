import { ask, control } from "../http.ts";
import { knownContent } from "../probe.ts";
import { serviceNames } from "../services.ts";
import type { Fault } from "./fault.ts";
import { switchOn } from "./support.ts";

export const highError: Fault<"high_error"> = {
  id: "high_error",
  number: "N10",
  title: "High error rate",
  description:
    "Every other request fails with 500 (a segment of the cache is unreadable), /health failing (errors), until the cache is cleared or the service restarted.",
  targets: serviceNames,
  async inject(ctx) {
    await switchOn(ctx, "high_error");
    const path = knownContent[ctx.service][0]?.path ?? "/";
    return {
      cause: "a segment of the cache is unreadable",
      async isCauseGone() {
        for (let turn = 0; turn < 10; turn += 1) {
          const answer = await ask(ctx.port, path).catch(() => undefined);
          if (!answer || answer.status >= 500) return false;
        }
        return true;
      },
      cleanUp: () => control(ctx.port, "/admin/cache/clear"),
    };
  },
};
