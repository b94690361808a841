import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { findFault, type Injection, type InstalledService } from "@gradus/demo";
import { end, serviceProcesses } from "../support/processes.ts";
import type { Case } from "./cases.ts";
import { takeSnapshot } from "./snapshot.ts";
import type { System } from "./system.ts";

type Oracle = Pick<Injection, "cause" | "isCauseGone" | "trap" | "cleanUp">;

/** Breaks a service, by the case's way in. */
export async function inject(one: Case, victim: InstalledService, system: System): Promise<Oracle> {
  const fault = one.fault === undefined ? undefined : findFault(one.fault);
  if (!fault) throw new Error(`${one.id} has no fault to inject`);
  if (one.via === "inside") {
    const judge = await fromOutside(victim);
    const cause = await system.inject(victim.service, fault.id);
    return { cause, ...judge };
  }
  return fault.inject({
    service: victim.service,
    dir: victim.dir,
    port: victim.port,
    env: Object.fromEntries((await readFile(victim.envFile, "utf8")).split("\n").map(pairOf)),
    pid: async () => serviceProcesses(victim.dir)[0],
    restart: () => end(serviceProcesses(victim.dir)),
  });
}

const pairOf = (line: string): [string, string] => {
  const at = line.indexOf("=");
  return [line.slice(0, Math.max(at, 0)), line.slice(at + 1)];
};

/** The oracle of what changes files and restarts, without the injector's own: files, link, running version, log. */
async function fromOutside(victim: InstalledService): Promise<Omit<Oracle, "cause">> {
  const watched = ["config.json", "service.env", "current"];
  const stateOf = async (): Promise<string> => {
    const snapshot = await takeSnapshot(victim.dir);
    return watched.map((path) => snapshot.get(path) ?? "gone").join("\n");
  };
  const [before, version] = [await stateOf(), await versionOf(victim)];
  const level = await levelOf(victim);
  return {
    async isCauseGone() {
      if ((await stateOf()) !== before) return false;
      if ((await versionOf(victim)) !== version) return false;
      return (await logBytes(victim, 500)) < 2_000;
    },
    async trap() {
      const now = await levelOf(victim);
      return now === level || now === "LOG_LEVEL=debug"
        ? undefined
        : `${now ?? "LOG_LEVEL is gone"}, was ${level}`;
    },
    cleanUp: async () => {},
  };
}

async function versionOf({ url }: InstalledService): Promise<string | undefined> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => undefined,
  );
  const body = (await response?.json().catch(() => undefined)) as { version?: string } | undefined;
  return body?.version;
}

async function levelOf({ envFile }: InstalledService): Promise<string | undefined> {
  return (await readFile(envFile, "utf8")).split("\n").find((line) => line.startsWith("LOG_LEVEL="));
}

/** How much the log grows; a service at rest writes a line every few seconds. */
async function logBytes({ logFile }: InstalledService, milliseconds: number): Promise<number> {
  const size = async (): Promise<number> => (await stat(logFile).catch(() => undefined))?.size ?? 0;
  const before = await size();
  await sleep(milliseconds);
  return (await size()) - before;
}
