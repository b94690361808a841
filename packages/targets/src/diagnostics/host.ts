import { setTimeout as sleep } from "node:timers/promises";
import { redact, type FactOf, type Target } from "@gradus/core";
import { hasMachine } from "../manager/kinds.ts";
import type { DiagnosticsOptions, Finding } from "./context.ts";
import type { Whose } from "./whose.ts";

const SAMPLE_MS = 300;
const TOP = 8;

/** The busiest processes of the machine over a short sample, and whose they are. */
export async function diagnoseHost(
  options: Pick<DiagnosticsOptions, "host">,
  target: Target,
  whose: () => Promise<Whose>,
): Promise<Finding[]> {
  if (!hasMachine(target)) return [];
  const known = await whose();
  const host = options.host(target.host);
  const sample = async () => ({
    at: performance.now(),
    load: await host.load(),
    all: await host.processes({ maxAgeMs: 0 }),
  });
  const first = await sample();
  await sleep(SAMPLE_MS);
  const second = await sample();
  const elapsed = second.at - first.at;
  const before = new Map(first.all.map((p) => [p.pid, p]));
  const busy = second.all
    .map((process) => {
      const earlier = before.get(process.pid);
      const since = earlier?.startedAt === process.startedAt ? earlier.cpuMs : 0;
      return { process, cpuPercent: Math.round((100 * Math.max(0, process.cpuMs - since)) / elapsed) };
    })
    .sort((a, b) => b.cpuPercent - a.cpuPercent || b.process.rssBytes - a.process.rssBytes);

  const top: FactOf<"host">["top"] = [];
  for (const { process, cpuPercent } of busy.slice(0, TOP)) {
    const { target: owner, own } = await known.of(process);
    top.push({
      pid: process.pid,
      startedAt: process.startedAt,
      command: redact(process.argv.join(" ") || process.command, 200),
      cpuPercent,
      rssBytes: process.rssBytes,
      nice: process.nice,
      ...(owner === undefined ? {} : { target: owner }),
      ...(own ? { own } : {}),
    });
  }
  const total = second.load.cpuTotalMs - first.load.cpuTotalMs;
  const cpuPercent = total > 0 ? (100 * (second.load.cpuBusyMs - first.load.cpuBusyMs)) / total : undefined;
  const { cores, memoryUsedPercent, cpuPressure } = second.load;
  const busiest = top[0];
  return [
    {
      text: `processor ${Math.round(cpuPercent ?? 0)} %, memory ${Math.round(memoryUsedPercent)} %${
        busiest
          ? `, busiest ${busiest.pid} (${busiest.command.slice(0, 80)}) with ${busiest.cpuPercent} %`
          : ""
      }`,
      fact: {
        kind: "host",
        ...(cpuPercent === undefined ? {} : { cpuPercent }),
        ...(cpuPressure === undefined ? {} : { cpuPressure }),
        memoryPercent: memoryUsedPercent,
        cores,
        top,
      },
    },
  ];
}
