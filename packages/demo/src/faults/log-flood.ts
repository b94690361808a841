import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { readEnv } from "../env-file.ts";
import { serviceNames } from "../services.ts";
import { changeVariable } from "./change-variable.ts";
import type { Fault } from "./fault.ts";
import { envFile, logFile } from "./support.ts";

/** About 50 lines a second; a service at rest writes one every few seconds, a flooding one 400 a second. */
const quietBytesPerSecond = 4_000;

export const logFlood: Fault<"log_flood"> = {
  id: "log_flood",
  number: "H2",
  title: "Log flood",
  description: "LOG_LEVEL=debug in service.env: one template makes about 400 lines a second.",
  targets: serviceNames,
  async inject(ctx) {
    const level = (await readEnv(envFile(ctx)))["LOG_LEVEL"];
    const changed = await changeVariable(ctx, "LOG_LEVEL", "debug");
    return {
      ...changed,
      async isCauseGone() {
        if (!(await changed.isCauseGone())) return false;
        const before = await sizeOf(logFile(ctx));
        await sleep(500);
        return (await sizeOf(logFile(ctx))) - before < quietBytesPerSecond / 2;
      },
      async trap() {
        const now = (await readEnv(envFile(ctx)))["LOG_LEVEL"];
        return now === level || now === "debug" ? undefined : `LOG_LEVEL is ${now ?? "gone"}, was ${level}`;
      },
    };
  },
};

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}
