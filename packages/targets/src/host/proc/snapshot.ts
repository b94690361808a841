import { readdir } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { Host, ProcessInfo } from "@gradus/core";
import { describe, readArgv, readStat } from "./process.ts";

const AT_ONCE = 200;

export const listPids = async (): Promise<number[]> =>
  (await readdir("/proc"))
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);

/** All processes, at most `usualAgeMs` old, however many ask: a thousand targets share one scan. */
export function createSnapshot(usualAgeMs: number, now: () => number): Host["processes"] {
  let last: { at: number; all: Promise<ProcessInfo[]> } | undefined;

  const scan = async (): Promise<ProcessInfo[]> => {
    const all: ProcessInfo[] = [];
    let read = 0;
    for (const pid of await listPids()) {
      read += 1;
      if (read % AT_ONCE === 0) await setImmediate();
      const stat = readStat(pid);
      if (stat) all.push(describe(stat, readArgv(pid)));
    }
    return all;
  };

  return async ({ maxAgeMs = usualAgeMs } = {}) => {
    const at = now();
    if (!last || at - last.at >= maxAgeMs || at < last.at) {
      const all = scan();
      last = { at, all };
      all.catch(() => {
        last = undefined;
      });
    }
    return [...(await last.all)];
  };
}
