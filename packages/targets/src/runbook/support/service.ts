import type { Manager, ServiceManager, ServiceStatus } from "@gradus/core";
import { isOnPlatform } from "../../manager/kinds.ts";
import { lacks } from "./needs.ts";
import { isSame } from "./processes.ts";
import type { Run } from "./run.ts";
import { waitFor, type Scene } from "./scene.ts";
import { seeTaken, TAKEN_WITHIN_MS } from "./taken.ts";
import { cannotUse, use } from "./tell.ts";

/** A process that lives this long has not failed at once. */
const STAYS_MS = 300;

export function noManager(scene: Scene): string | undefined {
  return scene.manager ? undefined : `${scene.target.id} has no service manager`;
}

/** Why it may not be started or restarted now. */
export async function mayNotStart(scene: Scene): Promise<string | undefined> {
  if (!scene.manager) return noManager(scene);
  const status = await scene.manager.status(scene.target);
  if (status.stoppedOnPurpose) return `${scene.target.id} was stopped on purpose`;
  return status.unknown === undefined ? undefined : `its status is not known: ${status.unknown}`;
}

export function managerOf(scene: Scene): ServiceManager {
  if (!scene.manager) throw new Error(`${scene.target.id} has no service manager`);
  return scene.manager;
}

/** How long a start or stop may take, milliseconds. */
function patience(manager: Manager | undefined): number {
  switch (manager?.kind) {
    case "process":
    case "container":
      return manager.stopTimeoutMs + 10_000;
    case "script":
      return manager.timeoutMs + 10_000;
    case "ecs":
    case "lambda":
    case "rds":
      return TAKEN_WITHIN_MS;
    case undefined:
      return 10_000;
    default:
      return never(manager);
  }
}

/** What is written down before a restart, so that the new process can be told from the old one. */
export async function noteProcess(scene: Scene, run: Run): Promise<ServiceStatus> {
  const status = await managerOf(scene).status(scene.target);
  const { running, pid, startedAt } = status;
  run.before = { ...run.before, running, ...(pid ? { pid } : {}), ...(startedAt ? { startedAt } : {}) };
  return status;
}

/** Restarts it, or starts it if it is down, and sees that it runs and goes on running. */
export async function restart(scene: Scene, run: Run): Promise<void> {
  const manager = managerOf(scene);
  const nothing = lacks(scene.target, "restart");
  if (nothing !== undefined) return run.note(nothing);
  const was = await noteProcess(scene, run);
  if (isOnPlatform(scene.target)) return restartOnPlatform(scene, run, was);
  const verb = was.running ? "restart" : "start";
  await run.step(`${verb} ${scene.target.id}`, async () => {
    await (was.running ? manager.restart(scene.target) : manager.start(scene.target));
    return "";
  });
  await seeRunning(scene, run, was);
}

async function restartOnPlatform(scene: Scene, run: Run, was: ServiceStatus): Promise<void> {
  const manager = managerOf(scene);
  await run.step(`restart ${scene.target.id}`, async () => {
    await manager.restart(scene.target);
    return "";
  });
  await seeTaken(scene, run, manager, was);
}

export async function seeRunning(scene: Scene, run: Run, was: ServiceStatus): Promise<void> {
  const manager = managerOf(scene);
  await run.step(`see that ${scene.target.id} runs`, async () => {
    const limit = patience(scene.target.manager);
    const first = await waitFor(scene, limit, async () => {
      const now = await manager.status(scene.target);
      if (hasEnded(now, was)) throw new Error("it ended right after its start");
      return now.running && isNew(now, was) ? now : undefined;
    });
    if (!first) throw new Error(`it does not run after ${limit} ms`);
    await scene.sleep(STAYS_MS);
    const later = await manager.status(scene.target);
    if (!later.running || isNew(later, first)) throw new Error("it ended right after its start");
    return later.pid === undefined ? "running" : `pid ${later.pid}`;
  });
}

/** Starts it if it is down and nobody stopped it on purpose. */
export async function startIfDown(scene: Scene, run: Run): Promise<void> {
  if (!scene.manager) return;
  const status = await scene.manager.status(scene.target);
  if (!status.running && !status.stoppedOnPurpose && status.unknown === undefined) await restart(scene, run);
}

/** Makes a changed file count: by the target's own reload where it has one and runs, else by a restart. */
export async function takeEffect(scene: Scene, run: Run): Promise<void> {
  const { target } = scene;
  const status = await scene.manager?.status(target);
  if (status?.stoppedOnPurpose) run.note(`${target.id} stays stopped, as it was told to`);
  else if (status?.running !== false && (await cannotUse(scene, "reload")) === undefined) {
    await use(scene, run, "reload");
  } else if (status) await restart(scene, run);
  else run.note(`${target.id} can be neither reloaded nor restarted`);
}

/** Whether a later start than the one before has ended already, so that waiting for it is in vain. */
function hasEnded(now: ServiceStatus, was: ServiceStatus): boolean {
  if (now.running || now.startedAt === undefined || now.startedAt === was.startedAt) return false;
  return now.lastExit !== undefined && now.lastExit.at >= now.startedAt;
}

/** Without pid and start time on both sides they cannot be told apart, and count as new. */
function isNew(now: ServiceStatus, was: ServiceStatus): boolean {
  if (!was.running) return true;
  const { pid, startedAt = 0 } = now;
  if (pid === undefined || was.pid === undefined) {
    return now.startedAt === undefined || now.startedAt !== was.startedAt;
  }
  return !isSame({ pid, startedAt }, { pid: was.pid, startedAt: was.startedAt ?? 0 });
}

function never(value: never): never {
  throw new RangeError(`unknown manager ${JSON.stringify(value)}`);
}
