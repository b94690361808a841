import type { Task } from "@gradus/core";
import { inParallel, timed, type Figure } from "./measure.ts";
import { openDisk } from "./world.ts";

const count = 1_000;
const atOnce = 16;

/** Tasks in the embedded store on disk: how many operations a second, one after the other and many at once. */
export async function store(): Promise<Figure[]> {
  const disk = await openDisk();
  const { tasks } = disk.store;
  const saved: Task[] = [];
  const idOf = (n: number): string => taskOf(n).id;
  const operations: Array<[name: string, count: number, work: (n: number) => Promise<unknown>]> = [
    ["create a task", count, (n) => tasks.create(taskOf(n))],
    ["get a task", count, async (n) => (saved[n] = (await tasks.get(idOf(n))) ?? taskOf(n))],
    ["save a task", count, async (n) => (saved[n] = await tasks.save(saved[n] ?? taskOf(n)))],
    ["list 50 of 2,000 open tasks", 100, () => tasks.list({ state: "open", limit: 50 })],
    ["list 50 of one target", 100, (n) => tasks.list({ state: "all", target: `web-${n % 50}`, limit: 50 })],
  ];
  try {
    const figures: Figure[] = [];
    const rate = (n: number, ms: number): number => (n / ms) * 1000;
    for (const [name, n, work] of operations) {
      const alone = await timed(() => inParallel(n, 1, work));
      figures.push({ name: `${name}, one at a time`, value: rate(n, alone.wallMs), unit: "/s" });
      const together = await timed(() =>
        inParallel(n, atOnce, (i) => work(name.startsWith("create") ? i + count : i)),
      );
      figures.push({ name: `${name}, ${atOnce} at once`, value: rate(n, together.wallMs), unit: "/s" });
    }
    return figures;
  } finally {
    await disk.close();
  }
}

function taskOf(n: number): Task {
  const now = Date.UTC(2026, 0, 5) + n;
  const fingerprint = n.toString(16).padStart(16, "0");
  return {
    id: `${fingerprint}-1`,
    fingerprint,
    generation: 1,
    target: `web-${n % 50}`,
    software: "node",
    symptom: "service_down",
    source: "service",
    severity: "critical",
    title: `web-${n % 50} is not running`,
    status: "working",
    phase: 1,
    openedAt: now,
    updatedAt: now,
    firstSeenAt: now,
    observations: Array.from({ length: 10 }, (_, at) => ({
      id: `o${n}-${at}`,
      target: `web-${n % 50}`,
      source: "service" as const,
      at: now,
      fact: { kind: "note" as const, topic: "bench", value: "x".repeat(200) },
      text: "What was seen, in a sentence of the usual length, more or less.",
    })),
    related: [],
    attempts: [],
    verdicts: [],
    tabu: [],
    audit: [],
    version: 0,
  };
}
