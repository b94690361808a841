import { cycle, initialCycle, type CycleMemory } from "@gradus/detectors";
import { httpTargets, startServer } from "./fleet.ts";
import { collect, heap, rss, type Figure } from "./measure.ts";
import { openDisk, watching } from "./world.ts";

const targetsCount = 20;
const rounds = 300;
const warmUp = 30;

/** Memory over thousands of passes: what grows on end is a leak. */
export async function memory(): Promise<Figure[]> {
  const server = await startServer();
  const disk = await openDisk();
  try {
    const targets = httpTargets(targetsCount, server.port);
    const { context, watcher } = watching(disk, targets);
    const memories = new Map<string, CycleMemory>();
    const samples: Array<{ passes: number; rss: number; heap: number }> = [];
    for (let round = 0; round <= rounds; round += 1) {
      await Promise.all(
        targets.map(async (target) => {
          const memory = memories.get(target.id) ?? initialCycle();
          memories.set(
            target.id,
            (await cycle(context, target, memory, { silent: false, hasOpenTasks: false })).memory,
          );
        }),
      );
      if (round % 30 === 0) await watcher.save();
      if (round < warmUp || round % 30 > 0) continue;
      collect();
      samples.push({ passes: round * targetsCount, rss: rss(), heap: heap() });
    }
    watcher.close();
    const at = (share: number) =>
      samples[Math.round((samples.length - 1) * share)] ?? { passes: 0, rss: 0, heap: 0 };
    const figures = [0, 0.5, 1].flatMap((share): Figure[] => [
      { name: `heap after ${at(share).passes} passes`, value: at(share).heap, unit: "MB" },
      { name: `resident after ${at(share).passes} passes`, value: at(share).rss, unit: "MB" },
    ]);
    return [
      ...figures,
      { name: "heap growth", value: slope(samples) * 1000 * 1024, unit: "KB per 1,000 passes" },
    ];
  } finally {
    server.stop();
    await disk.close();
  }
}

/** Least squares: MB of heap a pass. */
function slope(samples: ReadonlyArray<{ passes: number; heap: number }>): number {
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const x = mean(samples.map((s) => s.passes));
  const y = mean(samples.map((s) => s.heap));
  const over = samples.reduce((sum, s) => sum + (s.passes - x) * (s.heap - y), 0);
  return over / samples.reduce((sum, s) => sum + (s.passes - x) ** 2, 0);
}
