import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { findFault, readEnv, type InstalledService } from "@gradus/demo";
import { end, serviceProcesses } from "../support/processes.ts";
import type { Installation } from "../support/installation.ts";
import { monitSystem } from "./monit.ts";
import type { System } from "./system.ts";

const everyMs = 10_000;

/** What to compare with: a supervisor that does nothing, or restarts whatever fails its health check every ten seconds. */
export async function simpleSystem(
  name: "do-nothing" | "restart-all" | "monit",
  installation: Installation,
): Promise<System> {
  const children = installation.services.map((service) => supervised(service));
  for (const child of children) await child.start();
  await Promise.all(installation.services.map((service) => answers(service, 15_000)));
  const monit = name === "monit" ? await monitSystem(installation) : undefined;
  const timer = name === "restart-all" ? setInterval(() => void round(), everyMs) : undefined;
  async function round(): Promise<void> {
    await Promise.all(
      children.map(async (child) => {
        if (!(await answers(child.service, 0))) await child.restart();
      }),
    );
  }
  return {
    async inject(name, type) {
      const child = children.find(({ service }) => service.service === name);
      const fault = findFault(type);
      if (!child || !fault) throw new Error(`${type} cannot be injected into ${name}`);
      const { dir, port, envFile, service } = child.service;
      const env = await readEnv(envFile);
      const pid = async (): Promise<number | undefined> => serviceProcesses(dir)[0];
      const injection = await fault.inject({ service, dir, port, env, pid, restart: () => child.restart() });
      return injection.cause;
    },
    tasks: async () => [],
    details: async () => [],
    escalations: async () => 0,
    mails: async () => 0,
    async stop() {
      clearInterval(timer);
      await monit?.();
      await Promise.all(children.map(({ service }) => end(serviceProcesses(service.dir))));
    },
  };
}

function supervised(service: InstalledService) {
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const log = openSync(service.logFile, "a");
    const env = { ...(await readEnv(service.envFile)), PATH: process.env["PATH"] };
    child = spawn(process.execPath, ["current/server.mjs"], {
      cwd: service.dir,
      env,
      stdio: ["ignore", log, log],
    });
    child.on("error", () => undefined);
    closeSync(log);
    await sleep(500);
  };
  return {
    service,
    start,
    async restart() {
      await end(serviceProcesses(service.dir));
      await start();
    },
  };
}

async function answers({ url }: InstalledService, patienceMs: number): Promise<boolean> {
  for (const began = Date.now(); ; await sleep(100)) {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    );
    if (response?.status === 200) return true;
    if (Date.now() - began >= patienceMs) return false;
  }
}
