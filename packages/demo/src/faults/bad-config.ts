import { readFile, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { serviceNames } from "../services.ts";
import type { Fault, FaultContext, Injection } from "./fault.ts";
import { configFile, restartIntoFault } from "./support.ts";

export const badConfig: Fault<"bad_config"> = {
  id: "bad_config",
  number: "N7",
  title: "Wrong setting",
  description: 'config.json has "cacheEntries": "plenty": a TypeError that names the key at start, exit 1.',
  targets: serviceNames,
  inject: (ctx) =>
    changeConfig(ctx, "cacheEntries is not a number in config.json", (text) =>
      text.replace(/"cacheEntries": \d+/, '"cacheEntries": "plenty"'),
    ),
};

export const brokenConfig: Fault<"broken_config"> = {
  id: "broken_config",
  number: "N7",
  title: "Broken settings file",
  description: "config.json is cut in half: a SyntaxError at start, exit 1.",
  targets: serviceNames,
  inject: (ctx) => changeConfig(ctx, "config.json is cut in half", (text) => text.slice(0, text.length / 2)),
};

async function changeConfig(
  ctx: FaultContext,
  cause: string,
  change: (text: string) => string,
): Promise<Injection> {
  const file = configFile(ctx);
  const before = await readFile(file, "utf8");
  await writeFile(file, change(before));
  await restartIntoFault(ctx);
  return {
    cause,
    async isCauseGone() {
      try {
        return isDeepStrictEqual(JSON.parse(await readFile(file, "utf8")), JSON.parse(before));
      } catch {
        return false;
      }
    },
    async cleanUp() {
      await writeFile(file, before);
      await ctx.restart();
    },
  };
}
