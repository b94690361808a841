import type { Context, Store } from "@gradus/core";

/** Open tasks are counted up to this; beyond it "10,000+" is said. */
const MOST = 10_000;
/** Counting many costs reads, and they do not become few in a moment. */
const MANY = 500;
const KEEP_MS = 15_000;

interface Counted {
  count: number;
  more: boolean;
}
const known = new WeakMap<Store["tasks"], Counted & { at: number }>();

/** How many tasks are open, from the index. */
export async function openCount(ctx: Pick<Context, "store" | "clock">): Promise<Counted> {
  const { tasks } = ctx.store;
  const now = ctx.clock.now();
  const last = known.get(tasks);
  if (last && last.count > MANY && now - last.at < KEEP_MS) return last;
  const counted = await tasks.countOpen(MOST);
  known.set(tasks, { ...counted, at: now });
  return counted;
}
