import { type Context, messageOf, type Target, windowAt } from "@gradus/core";
import { cycle, type CycleMemory, initialCycle } from "@gradus/detectors";
import type { Board } from "./board.ts";
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
      const { look, memory: next, nextLookMs } = await cycle(ctx, target, memory, { silent });
      // It may have been taken off the list during the pass: then nothing of it is to stay.
      if (!ctx.targets.get(target.id)) return undefined;
      memories.set(target.id, next);
      board.record(target, look);
      identity.claim(target.id, board.of(target.id)?.pid);
      await ctx.events.publish({
        type: "target.looked",
        at: look.at,
        actor: "gradus",
        data: { target: target.id, healthy: look.healthy },
      });
      return nextLookMs;
    },
    async save() {
      const ctx = context();
      for (const [target, memory] of memories) {
        try {
          await ctx.store.state.put(nameOf(target), memory);
        } catch (error) {
          ctx.log("warn", "what detection remembers could not be saved; a restart would look afresh", {
            target,
            error: messageOf(error),
          });
        }
      }
    },
    forget: (target) => void memories.delete(target),
  };
}
