import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { privateBundle } from "../support/bundle.ts";
import { spawnGradus } from "../support/gradus-process.ts";
import { install } from "../support/installation.ts";
import { end, processesUnder } from "../support/processes.ts";
import { median, type Figure } from "./measure.ts";

const starts = 5;

/** From the start of the process to the first answer of /health, on a fresh data folder, with the demo fleet. */
export async function start(): Promise<Figure[]> {
  const bundle = await privateBundle("gradus");
  const times: number[] = [];
  const resident: number[] = [];
  const again: number[] = [];
  const complete: number[] = [];
  try {
    for (let n = 0; n < starts; n += 1) {
      const directory = await mkdtemp(join(tmpdir(), "gradus-bench-"));
      const portBase = 19_000 + n * 5;
      const installation = await install({ directory, portBase, apiPort: portBase + 3 });
      try {
        for (const into of [times, again]) {
          const began = performance.now();
          const gradus = await spawnGradus({ bundle: bundle.path("gradus"), installation });
          into.push((performance.now() - began) / 1000);
          while (!gradus.events.some((e) => e.type === "gradus.started")) await sleep(10);
          if (into === times) complete.push((performance.now() - began) / 1000);
          if (into === again) {
            await sleep(5_000);
            resident.push(residentMB(gradus.pid));
          }
          await gradus.stop();
        }
      } finally {
        await end(processesUnder(directory));
        await rm(directory, { recursive: true, force: true });
      }
    }
  } finally {
    await bundle.remove();
  }
  return [
    { name: "start to the first answer, fresh", value: median(times), unit: "s", wanted: "≤ 5 s" },
    { name: "start until the fleet is up too, fresh", value: median(complete), unit: "s", wanted: "≤ 5 s" },
    { name: "start to the first answer, again", value: median(again), unit: "s" },
    {
      name: "resident memory of Gradus with the demo fleet",
      value: median(resident),
      unit: "MB",
      wanted: "≤ 200 MB",
    },
  ];
}

function residentMB(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}
