import { stat } from "node:fs/promises";
import { join } from "node:path";
import { control, runningVersion } from "../http.ts";
import { identify, isAlive, type Identity } from "../process.ts";
import { activate, currentVersion, deploy, goodReleases } from "../release.ts";
import { findServicesDir } from "../services-dir.ts";
import type { FaultContext, Injection } from "./fault.ts";

export const envFile = (ctx: FaultContext): string => join(ctx.dir, "service.env");
export const configFile = (ctx: FaultContext): string => join(ctx.dir, "config.json");
export const logFile = (ctx: FaultContext): string => join(ctx.dir, "logs", "service.log");
export const servicesDir = (ctx: FaultContext): string => ctx.servicesDir ?? findServicesDir();

/** The service's process, which must be there: a fault is injected into a service that runs. */
export async function victimOf(ctx: FaultContext): Promise<Identity> {
  const victim = await identify(await ctx.pid());
  if (!victim) throw new Error(`${ctx.service} does not run, so this fault cannot be injected`);
  return victim;
}

/** Whether another process than the victim runs now. */
export async function isReplaced(ctx: FaultContext, victim: Identity): Promise<boolean> {
  const now = await identify(await ctx.pid());
  return now !== undefined && (now.pid !== victim.pid || now.started !== victim.started);
}

/** A restart that is expected to fail, because the service cannot come up with this fault. */
export async function restartIntoFault(ctx: FaultContext): Promise<void> {
  try {
    await ctx.restart();
  } catch {
    // The supervisor has seen the fault: that is the point.
  }
}

export async function ensureRunning(ctx: FaultContext): Promise<void> {
  if (!(await identify(await ctx.pid()))) await ctx.restart();
}

export async function restartedTrap(ctx: FaultContext, victim: Identity): Promise<string | undefined> {
  return (await isAlive(victim)) ? undefined : `${ctx.service} was restarted, which was not needed`;
}

export async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o7777;
}

/** Switches a fault on inside of the service. */
export async function switchOn(ctx: FaultContext, type: string): Promise<void> {
  await control(ctx.port, "/admin/fault", { type });
}

/** Deploys a release with a defect; the cause is gone when a good release is current and runs. */
export async function deployDefect(ctx: FaultContext, version: string, note: string): Promise<Injection> {
  const before = await currentVersion(ctx.dir);
  if (!before || !goodReleases.includes(before)) throw new Error(`${ctx.service} runs no good release`);
  const build = { servicesDir: servicesDir(ctx), service: ctx.service, dir: ctx.dir, version };
  await deploy(build, note);
  await restartIntoFault(ctx);
  return {
    cause: `release ${version} of ${ctx.service} (${before} before it was good)`,
    async isCauseGone() {
      const current = await currentVersion(ctx.dir);
      if (!current || !goodReleases.includes(current)) return false;
      const running = await runningVersion(ctx.port);
      return running === undefined || goodReleases.includes(running);
    },
    async cleanUp() {
      await activate(ctx.dir, before);
      await ctx.restart();
    },
  };
}
