import {
  type AutonomyOutcome,
  autonomyOutcomes,
  type BaselineHead,
  type Context,
  isOpen,
  type Target,
} from "@gradus/core";

type Ctx = Pick<Context, "store" | "clock">;

/** What a list of targets needs of each, kept as long as it holds. Lives as long as its process. */
export interface Remembered {
  /** The outcomes that earn or lose autonomy; of all targets that were asked for. */
  outcomes(ctx: Ctx, targets: readonly Target[]): Promise<ReadonlyMap<string, readonly AutonomyOutcome[]>>;
  /** The baseline in force, of a target of which detection has not said it. */
  baseline(ctx: Ctx, target: string): Promise<BaselineHead | undefined>;
}

/** Reads under way at once: a list of a thousand targets leaves room for others. */
const AT_ONCE = 16;
/** The indexes lag, and a fix is judged anew when it comes back: what was busy lately is read again. */
const HOT_MS = 60_000;
/** Whatever happens, nothing is kept for longer. */
const KEEP_MS = 10 * 60_000;
/** More open or new tasks than this say little about who is quiet: then everything is read again, this often. */
const MOST_TASKS = 1_000;
const CROWDED_MS = 30_000;
const BASELINE_MS = 60_000;

/**
 * Outcomes of a target change only when one of its tasks is closed, or comes back as another task: so those of targets with no
 * open task now, none within the last minute and no new one are as they were.
 */
export function createRemembered(): Remembered {
  const known = new Map<string, { at: number; outcomes: readonly AutonomyOutcome[] }>();
  const busy = new Map<string, number>();
  const baselines = new Map<string, { at: number; head: BaselineHead | undefined }>();
  let lastAt = Number.NEGATIVE_INFINITY;

  /** Who is busy, or was when this was asked last: one of their tasks may have been closed since. Undefined: too many to say. */
  async function suspects(ctx: Ctx, now: number): Promise<ReadonlySet<string> | undefined> {
    const { tasks } = ctx.store;
    const since = lastAt - HOT_MS;
    const [open, fresh] = await Promise.all([
      tasks.list({ state: "open", limit: MOST_TASKS }),
      since > 0 ? tasks.list({ state: "all", since, limit: MOST_TASKS }) : undefined,
    ]);
    for (const [id, at] of busy) if (at < since) busy.delete(id);
    const found = new Set(busy.keys());
    for (const task of [...open.tasks, ...(fresh?.tasks ?? [])]) {
      found.add(task.target);
      const at = isOpen(task) ? now : task.updatedAt;
      busy.set(task.target, Math.max(at, busy.get(task.target) ?? 0));
    }
    return open.cursor === undefined && fresh?.cursor === undefined ? found : undefined;
  }

  return {
    async outcomes(ctx, targets) {
      const now = ctx.clock.now();
      const changed = await suspects(ctx, now);
      const keep = changed ? KEEP_MS : CROWDED_MS;
      const due = targets.filter(({ id }) => {
        const one = known.get(id);
        return !one || now - one.at > keep || changed?.has(id) === true;
      });
      await each(due, async ({ id }) => {
        known.set(id, { at: now, outcomes: await autonomyOutcomes(ctx, id) });
      });
      lastAt = now;
      return new Map(targets.map(({ id }) => [id, known.get(id)?.outcomes ?? []]));
    },

    async baseline(ctx, target) {
      const now = ctx.clock.now();
      const one = baselines.get(target);
      if (one && now - one.at <= BASELINE_MS) return one.head;
      const [head] = await ctx.store.baselines.list(target);
      baselines.set(target, { at: now, head });
      return head;
    },
  };
}

/** Runs the work for each, a few at once. */
export async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
}
