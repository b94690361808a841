import { readdir } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { ProcessInfo } from "@gradus/core";
import { describe, readArgv, readStat } from "./process.ts";

const AT_ONCE = 200;

export const listPids = async (): Promise<number[]> =>
  (await readdir("/proc"))
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);

/**
 * All processes, at most `maxAgeMs` old, however many ask: a thousand targets share one scan.
 * Command lines are kept between scans, because a process hardly ever changes its own.
 */
export function createSnapshot(maxAgeMs: number, now: () => number): () => Promise<ProcessInfo[]> {
  let argvs = new Map<string, string[]>();
  let last: { at: number; all: Promise<ProcessInfo[]> } | undefined;

  const scan = async (): Promise<ProcessInfo[]> => {
    const all: ProcessInfo[] = [];
    const kept = new Map<string, string[]>();
    let read = 0;
    for (const pid of await listPids()) {
      read += 1;
      if (read % AT_ONCE === 0) await setImmediate();
      const stat = readStat(pid);
      if (!stat) continue;
      const key = `${pid}:${stat.startTicks}:${stat.command}`;
      const argv = argvs.get(key) ?? readArgv(pid);
      kept.set(key, argv);
      all.push(describe(stat, argv));
    }
    argvs = kept;
    return all;
  };

  return async () => {
    const at = now();
    if (!last || at - last.at > maxAgeMs || at < last.at) {
      const all = scan();
      last = { at, all };
      all.catch(() => {
        last = undefined;
      });
    }
    return [...(await last.all)];
  };
}
