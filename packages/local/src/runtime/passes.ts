import { type Context, eachOpenTask, messageOf, type Target, windowAt } from "@gradus/core";
import { type Board, cycle, type CycleMemory, initialCycle, isSame } from "@gradus/detectors";
import type { Identity } from "./identity.ts";

export interface Passes {
  /** One detection pass; milliseconds until the next one, or undefined for the target's interval. */
  pass(target: Target): Promise<number | undefined>;
  /** Keeps what the passes remember; called now and then, and at the end. */
  save(): Promise<void>;
  forget(target: string): void;
}

interface PassOptions {
  context: () => Context;
  board: Board;
  identity: Identity;
}

/** Runs passes with their memory: loaded from the store at the first pass over a target, so that a restart forgets nothing. */
export function createPasses({ context, board, identity }: PassOptions): Passes {
  const memories = new Map<string, CycleMemory>();
  const saved = new Map<string, string>();
  const openTargets = createOpenTargets();
  const nameOf = (target: string): string => `cycle/${target}`;

  async function memoryOf(ctx: Context, target: string): Promise<CycleMemory> {
    const known = memories.get(target);
    if (known) return known;
    const stored = (await ctx.store.state.get(nameOf(target))) as Partial<CycleMemory> | undefined;
    return { ...initialCycle(), ...stored };
  }

  return {
    async pass(target) {
      const ctx = context();
      const memory = await memoryOf(ctx, target.id);
      const silent = windowAt(target.maintenance, ctx.clock.now())?.mode === "silent";
      const hasOpenTasks = (await openTargets(ctx)).has(target.id);
      const { look, memory: next, nextLookMs } = await cycle(ctx, target, memory, { silent, hasOpenTasks });
      // It may have been taken off the list during the pass: then nothing of it is to stay.
      if (!ctx.targets.get(target.id)) return undefined;
      memories.set(target.id, next);
      const before = board.of(target.id);
      const wasMissed = board.missed(target.id) !== undefined;
      board.record(target, look, next.health);
      identity.claim(target.id, board.of(target.id)?.pid);
      await ctx.events.publish({
        type: "target.looked",
        at: look.at,
        actor: "gradus",
        data: {
          target: target.id,
          healthy: look.healthy,
          changed: wasMissed || !isSame(board.of(target.id), before),
        },
      });
      return nextLookMs;
    },
    async save() {
      const ctx = context();
      for (const [target, memory] of memories) {
        const text = JSON.stringify(memory);
        if (saved.get(target) === text) continue;
        try {
          await ctx.store.state.put(nameOf(target), memory);
          saved.set(target, text);
        } catch (error) {
          ctx.log("warn", "what detection remembers could not be saved; a restart would look afresh", {
            target,
            error: messageOf(error),
          });
        }
      }
    },
    forget(target) {
      memories.delete(target);
      saved.delete(target);
    },
  };
}

const OPEN_FOR_MS = 2_000;

/** Targets with open tasks, read for all passes of a moment together. */
function createOpenTargets(): (ctx: Context) => Promise<ReadonlySet<string>> {
  let at = -OPEN_FOR_MS;
  let reading: Promise<ReadonlySet<string>> = Promise.resolve(new Set<string>());
  return (ctx) => {
    const now = ctx.clock.now();
    if (now - at >= OPEN_FOR_MS || now < at) {
      at = now;
      // A table that cannot be read must not stop the looking: what was known stands.
      const before = reading;
      reading = readOpenTargets(ctx).catch(() => before);
    }
    return reading;
  };
}

async function readOpenTargets(ctx: Context): Promise<ReadonlySet<string>> {
  const targets = new Set<string>();
  for await (const task of eachOpenTask(ctx.store.tasks)) targets.add(task.target);
  return targets;
}
