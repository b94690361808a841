import { readEnv, setVariable } from "../env-file.ts";
import type { FaultContext, Injection } from "./fault.ts";
import { envFile, restartIntoFault } from "./support.ts";

/** Changes one variable in service.env and restarts; the cause is gone when the value is what it was. */
export async function changeVariable(
  ctx: FaultContext,
  name: string,
  value: string | undefined,
): Promise<Injection> {
  const file = envFile(ctx);
  const before = (await readEnv(file))[name];
  if (before === undefined) throw new Error(`${ctx.service} has no variable ${name}`);
  await setVariable(file, name, value);
  await restartIntoFault(ctx);
  return {
    cause: value === undefined ? `${name} is missing in service.env` : `${name}=${value} in service.env`,
    isCauseGone: async () => (await readEnv(file))[name] === before,
    async cleanUp() {
      await setVariable(file, name, before);
      await ctx.restart();
    },
  };
}
