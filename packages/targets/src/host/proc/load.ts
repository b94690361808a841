import type { HostLoad } from "@gradus/core";
import { machine } from "./machine.ts";
import { readProc } from "./read.ts";

/** Reads /proc/stat, meminfo and pressure. Waiting for a disk is idle time: the processor could be used. */
export function readLoad(): HostLoad {
  const stat = readProc("/proc/stat") ?? "";
  const ticks = (/^cpu\s+(.*)$/m.exec(stat)?.[1] ?? "").split(" ").map(Number).slice(0, 8);
  const total = ticks.reduce((sum, n) => sum + n, 0);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  const ms = 1_000 / machine().ticksPerSecond;
  const memory = readProc("/proc/meminfo") ?? "";
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(memory)?.[1]);
  const totalKb = kilobytes("MemTotal") || 1;
  const availableKb = kilobytes("MemAvailable") || 0;
  const pressure = Number(/^some avg10=([\d.]+)/m.exec(readProc("/proc/pressure/cpu") ?? "")?.[1]);
  return {
    cores: Math.max(1, stat.match(/^cpu\d+ /gm)?.length ?? 1),
    cpuBusyMs: (total - idle) * ms,
    cpuTotalMs: total * ms,
    memoryUsedPercent: (100 * (totalKb - availableKb)) / totalKb,
    memoryTotalBytes: totalKb * 1_024,
    ...(Number.isFinite(pressure) ? { cpuPressure: pressure } : {}),
  };
}
