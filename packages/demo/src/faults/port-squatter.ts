import { ask } from "../http.ts";
import { intrude, isAlive, stop } from "../process.ts";
import { serviceNames } from "../services.ts";
import { readEnv } from "../env-file.ts";
import { until } from "../until.ts";
import type { Fault } from "./fault.ts";
import { envFile, restartIntoFault, servicesDir, victimOf } from "./support.ts";

export const portSquatter: Fault<"port_squatter"> = {
  id: "port_squatter",
  number: "N6",
  title: "Port squatter",
  description:
    "The service is stopped and port-squatter.mjs binds its port first: `listen EADDRINUSE` at start, exit 1, another process answers 404.",
  targets: serviceNames,
  async inject(ctx) {
    const victim = await victimOf(ctx);
    const squatter = await intrude(servicesDir(ctx), "port-squatter.mjs", [`${ctx.port}`]);
    await stop(victim);
    const squats = async (): Promise<boolean> => {
      const answer = await ask(ctx.port, "/", { timeout: 500 }).catch(() => undefined);
      return answer?.server === "dev-preview";
    };
    if (!(await until(squats, 5_000))) {
      await stop(squatter);
      throw new Error(`port ${ctx.port} could not be taken`);
    }
    await restartIntoFault(ctx);
    return {
      cause: `process ${squatter.pid} (port-squatter.mjs) owns port ${ctx.port}`,
      isCauseGone: async () => !(await isAlive(squatter)),
      async trap() {
        const { PORT } = await readEnv(envFile(ctx));
        return PORT === `${ctx.port}` ? undefined : `${ctx.service} was moved to port ${PORT}`;
      },
      async cleanUp() {
        await stop(squatter);
        await ctx.restart();
      },
    };
  },
};
