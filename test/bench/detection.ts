import { setTimeout as sleep } from "node:timers/promises";
import { cycle, initialCycle, type CycleMemory } from "@gradus/detectors";
import { httpTargets, startServer } from "./fleet.ts";
import { collect, median, rss, timed, type Figure } from "./measure.ts";
import { openDisk, watching } from "./world.ts";

const targetsCount = 1_000;
const rounds = 6;
/** At 10 s checks no connection is left from the cycle before; without this pause all would be. */
const idleMs = 6_000;

/** Whole passes (look, detect, confirm, keep the baseline) over a thousand HTTP targets, all at once. */
export async function detection(): Promise<Figure[]> {
  const server = await startServer();
  const disk = await openDisk();
  try {
    const targets = httpTargets(targetsCount, server.port);
    const { context, watcher } = watching(disk, targets);
    const memories = new Map<string, CycleMemory>();
    const round = async (): Promise<void> => {
      await Promise.all(
        targets.map(async (target) => {
          const memory = memories.get(target.id) ?? initialCycle();
          const { look, memory: next } = await cycle(context, target, memory, {
            silent: false,
            hasOpenTasks: false,
          });
          if (!look.healthy) throw new Error(`${target.id} was not healthy: ${look.signals[0]?.summary}`);
          memories.set(target.id, next);
        }),
      );
    };
    const first = await timed(round);
    const later = [];
    for (let n = 1; n < rounds; n += 1) {
      await sleep(idleMs);
      later.push(await timed(round));
    }
    const saved = await timed(() => watcher.save());
    collect();
    const wall = median(later.map((r) => r.wallMs)) / 1000;
    const cpu = median(later.map((r) => r.cpuMs)) / 1000;
    watcher.close();
    return [
      { name: "first cycle over 1,000 HTTP targets (with baselines)", value: first.wallMs / 1000, unit: "s" },
      { name: "cycle over 1,000 HTTP targets", value: wall, unit: "s", wanted: "≤ 10 s" },
      { name: "the slowest of them", value: Math.max(...later.map((r) => r.wallMs)) / 1000, unit: "s" },
      { name: "processor time of such a cycle", value: cpu, unit: "s" },
      { name: "share of one core at 10 s checks", value: (cpu / 10) * 100, unit: "%" },
      { name: "saving what detection remembers", value: saved.wallMs / 1000, unit: "s" },
      { name: "resident memory with 1,000 targets", value: rss(), unit: "MB" },
    ];
  } finally {
    server.stop();
    await disk.close();
  }
}
