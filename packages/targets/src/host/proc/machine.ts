import { readFileSync } from "node:fs";
import { readProc } from "./read.ts";

/** What does not change while the machine is up. */
export interface Machine {
  ticksPerSecond: number;
  pageSize: number;
  /** Epoch milliseconds of the boot. */
  bootedAt: number;
  bootId: string;
}

const AT_PAGESZ = 6n;
const AT_CLKTCK = 17n;
let known: Machine | undefined;

/** Read once: the start time of a process must come out the same each time it is asked for. */
export function machine(): Machine {
  known ??= {
    ...units(),
    bootedAt: bootTime(),
    bootId: readProc("/proc/sys/kernel/random/boot_id")?.trim() ?? "",
  };
  return known;
}

/** From the auxiliary vector (getauxval(3)): pairs of 64-bit words. */
function units(): { ticksPerSecond: number; pageSize: number } {
  const found = { ticksPerSecond: 100, pageSize: 4_096 };
  let vector: Buffer;
  try {
    vector = readFileSync("/proc/self/auxv");
  } catch {
    return found;
  }
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    const key = vector.readBigUInt64LE(at);
    const value = Number(vector.readBigUInt64LE(at + 8));
    if (key === AT_PAGESZ && value > 0) found.pageSize = value;
    if (key === AT_CLKTCK && value > 0) found.ticksPerSecond = value;
  }
  return found;
}

/** /proc/uptime counts hundredths: the least difference of a few readings is the truest, within a tick. */
function bootTime(): number {
  let best = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < 5; reading += 1) {
    const uptime = Number.parseFloat(readProc("/proc/uptime") ?? "0");
    best = Math.min(best, Date.now() - uptime * 1_000);
  }
  return Math.round(best / 10) * 10;
}
