import type { ProcessInfo } from "@gradus/core";

/** A process with those of its descendants that are its workers, and what they use together. */
export interface Family {
  head: ProcessInfo;
  members: number;
  cpuPercent: number;
  rssBytes: number;
}

/** A process that uses this much of a core is looked at by itself. */
const BUSY_PERCENT = 50;
/** Programs that start everything: what runs under them is not theirs. */
const STARTERS =
  /^(systemd|init|tini|dumb-init|s6-.*|runit|supervisord|sshd|cron|crond|login|tmux.*|screen|SCREEN|containerd.*|dockerd|su|sudo|-?(ba|z|da|fi)?sh)$/;

/**
 * Adds the CPU of many small workers up under the process that started them: a hog may be seventy shells at 3 % each.
 * A process joins its parent if it is not busy by itself and the parent has at least three such children of one command.
 */
export function families(
  processes: readonly ProcessInfo[],
  cpuOf: (process: ProcessInfo) => number,
): Family[] {
  const byPid = new Map(processes.map((p) => [p.pid, p]));
  const pools = new Map<string, ProcessInfo[]>();
  for (const process of processes) {
    const parent = byPid.get(process.ppid);
    if (!parent || parent.pid === 1 || STARTERS.test(parent.command) || cpuOf(process) >= BUSY_PERCENT)
      continue;
    const key = `${process.ppid}/${process.command}`;
    const pool = pools.get(key);
    if (pool) pool.push(process);
    else pools.set(key, [process]);
  }
  const joined = new Map<number, number>();
  for (const pool of pools.values()) {
    if (pool.length >= 3) for (const worker of pool) joined.set(worker.pid, worker.ppid);
  }
  const found = new Map<number, Family>();
  for (const process of processes) {
    const pid = headOf(process.pid, joined);
    const head = byPid.get(pid) ?? process;
    const family = found.get(pid) ?? { head, members: 0, cpuPercent: 0, rssBytes: 0 };
    family.members += 1;
    family.cpuPercent += cpuOf(process);
    family.rssBytes += process.rssBytes;
    found.set(pid, family);
  }
  return [...found.values()];
}

function headOf(pid: number, joined: ReadonlyMap<number, number>): number {
  let at = pid;
  for (let steps = 0; steps < 16; steps += 1) {
    const parent = joined.get(at);
    if (parent === undefined) return at;
    at = parent;
  }
  return at;
}
