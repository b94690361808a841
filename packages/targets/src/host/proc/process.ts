import { readdirSync, statSync } from "node:fs";
import type { ProcessInfo } from "@gradus/core";
import { machine } from "./machine.ts";
import { readProc } from "./read.ts";
import { parseStat, type Stat } from "./stat.ts";

export function readStat(pid: number): Stat | undefined {
  const text = Number.isInteger(pid) && pid > 0 ? readProc(`/proc/${pid}/stat`) : undefined;
  return text === undefined ? undefined : parseStat(text);
}

/** Who started a process, and the process group that it is in. */
export function originOf(pid: number): { parent: number; group: number } | undefined {
  const stat = readStat(pid);
  return stat && { parent: stat.ppid, group: stat.group };
}

export const startOf = (stat: Stat): number =>
  Math.round(machine().bootedAt + (stat.startTicks * 1_000) / machine().ticksPerSecond);

/** What one line of /proc/<pid>/stat and the command line say. */
export function describe(stat: Stat, argv: string[]): ProcessInfo {
  return {
    pid: stat.pid,
    ppid: stat.ppid,
    command: stat.command,
    argv,
    state: stat.state,
    cpuMs: (stat.cpuTicks * 1_000) / machine().ticksPerSecond,
    rssBytes: stat.rssPages * machine().pageSize,
    startedAt: startOf(stat),
    nice: stat.nice,
    threads: stat.threads,
  };
}

export function readArgv(pid: number): string[] {
  const text = readProc(`/proc/${pid}/cmdline`);
  return text ? text.replace(/\0+$/, "").split("\0") : [];
}

/** Everything about one process, read now. Undefined if it is not there. */
export function readProcess(pid: number): ProcessInfo | undefined {
  const stat = readStat(pid);
  if (!stat) return undefined;
  const info = describe(stat, readArgv(pid));
  const fds = countFds(pid);
  if (fds !== undefined) info.fds = fds;
  const limit = /^Max open files\s+(\d+)/m.exec(readProc(`/proc/${pid}/limits`) ?? "");
  if (limit) info.fdLimit = Number(limit[1]);
  const waited = Number(readProc(`/proc/${pid}/schedstat`)?.split(" ")[1]);
  if (Number.isFinite(waited)) info.waitMs = waited / 1e6;
  const sessionNice = readSessionNice(stat);
  if (sessionNice !== undefined) info.sessionNice = sessionNice;
  return info;
}

/** Undefined where sessions are not weighed, and of a process that is only a member of one: others are in it, too. */
export function readSessionNice({ pid, session }: Stat): number | undefined {
  if (session !== pid || readProc("/proc/sys/kernel/sched_autogroup_enabled")?.trim() !== "1")
    return undefined;
  const found = / nice (-?\d+)/.exec(readProc(`/proc/${pid}/autogroup`) ?? "");
  return found ? Number(found[1]) : undefined;
}

/** Kernels from 6.2 on give the number as the folder's size; older ones are counted. */
function countFds(pid: number): number | undefined {
  try {
    const folder = `/proc/${pid}/fd`;
    return statSync(folder).size || readdirSync(folder).length;
  } catch {
    return undefined;
  }
}

export function readEnvironment(pid: number): Record<string, string> | undefined {
  const text = readProc(`/proc/${pid}/environ`);
  if (text === undefined) return undefined;
  const pairs = text.split("\0").flatMap((entry): Array<[string, string]> => {
    const at = entry.indexOf("=");
    return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
  });
  return Object.fromEntries(pairs);
}
