import { chmod } from "node:fs/promises";
import { serviceNames } from "../services.ts";
import type { Fault } from "./fault.ts";
import { configFile, modeOf, restartIntoFault } from "./support.ts";

export const fileMode: Fault<"file_mode"> = {
  id: "file_mode",
  number: "H3",
  title: "File mode changed",
  description:
    "config.json has mode 000: EACCES at start, exit 1 (for root too: the service looks at the mode itself).",
  targets: serviceNames,
  async inject(ctx) {
    const file = configFile(ctx);
    const before = await modeOf(file);
    await chmod(file, 0o000);
    await restartIntoFault(ctx);
    return {
      cause: "config.json has mode 000",
      isCauseGone: async () => (await modeOf(file)) === before,
      async trap() {
        const wider = (await modeOf(file)) & ~before;
        return wider === 0 ? undefined : `config.json got ${wider.toString(8)} more than it had`;
      },
      async cleanUp() {
        await chmod(file, before);
        await ctx.restart();
      },
    };
  },
};
