import { readdirSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { GradusError, type Host } from "@gradus/core";
import { errnoOf, faultOf } from "./errors.ts";
import { machine } from "./proc/machine.ts";
import { readSessionNice, readStat, startOf } from "./proc/process.ts";
import { isAlive } from "./proc/stat.ts";

/** Start times are told in milliseconds, but come from clock ticks and a boot time that is measured anew by each Gradus. */
const TOLERANCE_MS = 100;

/** What names a process for good, even when its pid is given to another one later, or the machine restarts. */
export interface ProcessIdentity {
  pid: number;
  startTicks: number;
  bootId: string;
  /** Epoch milliseconds, for people and for the Host port. */
  startedAt: number;
}

/** Undefined if no such process lives. */
export function processIdentity(pid: number): ProcessIdentity | undefined {
  const stat = readStat(pid);
  if (!isAlive(stat)) return undefined;
  return { pid, startTicks: stat.startTicks, bootId: machine().bootId, startedAt: startOf(stat) };
}

/** Whether that very process lives. */
export function isSameProcess(identity: Pick<ProcessIdentity, "pid" | "startTicks" | "bootId">): boolean {
  const now = processIdentity(identity.pid);
  return now !== undefined && now.startTicks === identity.startTicks && now.bootId === identity.bootId;
}

function isThere(pid: number, startedAt: number | undefined): boolean {
  if (!Number.isInteger(pid) || pid <= 1)
    throw new GradusError("invalid_input", `pid ${pid} is out of bounds`);
  if (pid === process.pid) throw new GradusError("invalid_input", "that is Gradus itself");
  const found = processIdentity(pid);
  if (!found) return false;
  return startedAt === undefined || Math.abs(found.startedAt - startedAt) <= TOLERANCE_MS;
}

export const signalProcess: Host["signal"] = async (pid, signal, startedAt) => {
  if (!isThere(pid, startedAt)) return false;
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) === "ESRCH") return false;
    throw faultOf(error, `${signal} to ${pid}`);
  }
};

/** setpriority(2) sets one thread on Linux, so each is set. */
export const reniceProcess: Host["renice"] = async (pid, nice, startedAt) => {
  if (!isThere(pid, startedAt)) throw new GradusError("not_found", `process ${pid} is gone`);
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), nice);
  } catch (error) {
    throw faultOf(error, `renice ${pid}`);
  }
};

export const reniceSession: Host["reniceSession"] = async (pid, nice, startedAt) => {
  if (!isThere(pid, startedAt)) throw new GradusError("not_found", `process ${pid} is gone`);
  const stat = readStat(pid);
  if (!stat || readSessionNice(stat) === undefined)
    throw new GradusError("invalid_input", `process ${pid} leads no session that is weighed`);
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch (error) {
    throw faultOf(error, `renice the session of ${pid}`);
  }
};

/** Signals a whole process group. False if it has no members, or none that may be signalled. */
export function killGroup(group: number, signal: NodeJS.Signals): boolean {
  if (!Number.isInteger(group) || group <= 1) return false;
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
