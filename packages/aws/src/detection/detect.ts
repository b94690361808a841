import { type Context, eachOpenTask, messageOf, type Target, windowAt } from "@gradus/core";
import { type Board, createLimiter, cycle } from "@gradus/detectors";
import type { ShardMemory } from "./memory.ts";

export interface DetectOptions {
  ctx: Context;
  targets: readonly Target[];
  memory: ShardMemory;
  board: Board;
  /** Epoch ms after which no look begins. */
  deadline: number;
}

export interface Detected {
  looks: number;
  failed: number;
  /** Targets that had a fault when they were looked at last. */
  failing: number;
  opened: number;
  attached: number;
}

/** Looks under way at once. */
const AT_ONCE = 20;
/** The schedules' own interval: whatever is looked at that often, or more often, is looked at when they call. */
const SCHEDULE_MS = 60_000;
/** Schedules are not exact: a look that is due within so long is due now. */
const SLACK_MS = SCHEDULE_MS / 2;

/**
 * Works through a shard's targets until the deadline: those that are due, those whose interval is under a minute again and
 * again, and those that show something as soon as damping wants the next look. Ends early when nothing is due before the
 * deadline, because waiting costs money. A look that fails is counted and logged, and stops no other.
 */
export async function detect(options: DetectOptions): Promise<Detected> {
  const { ctx, targets, deadline } = options;
  const done: Detected = { looks: 0, failed: 0, failing: 0, opened: 0, attached: 0 };
  const limit = createLimiter(AT_ONCE);
  const open = await openTargets(ctx);
  const nextAt = new Map(targets.map((t) => [t.id, firstAt(options, t)]));

  for (;;) {
    const now = ctx.clock.now();
    const due = targets.filter((t) => (nextAt.get(t.id) ?? now) <= now);
    await Promise.all(
      due.map((target) =>
        limit(async () => void nextAt.set(target.id, await look(options, target, open, done))),
      ),
    );
    const soonest = Math.min(...nextAt.values());
    if (!Number.isFinite(soonest) || soonest > deadline) {
      const failing = targets.filter(({ id }) => options.board.of(id)?.state === "failing").length;
      return { ...done, failing };
    }
    await ctx.pause(Math.max(0, soonest - ctx.clock.now()));
  }
}

/** Now, or in a later invocation: nobody waits, and pays, for what is due only then. */
function firstAt({ ctx, memory }: DetectOptions, { id, intervalMs }: Target): number {
  const last = memory.lookedAt(id);
  if (last === undefined || intervalMs <= SCHEDULE_MS) return 0;
  return last + intervalMs - SLACK_MS <= ctx.clock.now() ? 0 : Number.POSITIVE_INFINITY;
}

/** One pass; gives when the next one is due. */
async function look(
  { ctx, memory, board }: DetectOptions,
  target: Target,
  open: Set<string>,
  done: Detected,
): Promise<number> {
  const silent = windowAt(target.maintenance, ctx.clock.now())?.mode === "silent";
  done.looks++;
  try {
    const seen = await cycle(ctx, target, memory.cycle(target.id), {
      silent,
      hasOpenTasks: open.has(target.id),
    });
    memory.set(target.id, seen.memory, seen.look.at);
    board.record(target, seen.look, seen.memory.health);
    if (seen.opened?.kind === "opened") done.opened++;
    if (seen.opened?.kind === "attached") done.attached++;
    if (seen.opened) open.add(target.id);
    return seen.look.at + (seen.nextLookMs ?? target.intervalMs);
  } catch (error) {
    done.failed++;
    ctx.log("error", "a target could not be looked at; the next pass tries again", {
      target: target.id,
      error: messageOf(error),
    });
    board.miss(target.id, ctx.clock.now(), messageOf(error));
    return ctx.clock.now() + target.intervalMs;
  }
}

async function openTargets(ctx: Context): Promise<Set<string>> {
  const targets = new Set<string>();
  for await (const task of eachOpenTask(ctx.store.tasks)) targets.add(task.target);
  return targets;
}
