import { type Context, messageOf, type Target } from "@gradus/core";
import type { Registry } from "../runtime/registry.ts";

export interface Loop {
  start(): void;
  /** Targets came, went or changed: their turns are planned anew. */
  reconcile(): void;
  /** Looks at one target as soon as possible (a process has just ended, somebody asks). */
  hurry(target: string): void;
  /** Begins no new pass and waits for those under way. */
  stop(): Promise<void>;
}

interface LoopOptions {
  registry: Registry;
  /** One pass; gives the milliseconds until the next one, or undefined for the target's interval. */
  pass: (target: Target) => Promise<number | undefined>;
  intervalMs: number | undefined;
  log: Context["log"];
  setTimer: (ms: number, fire: () => void) => () => void;
}

/** Gives each target its turn at its own interval, spread out at start, never two passes over one target at once. */
export function createLoop(options: LoopOptions): Loop {
  const turns = new Map<string, { cancel: () => void }>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let stopped = true;

  const intervalOf = (target: Target): number => options.intervalMs ?? target.intervalMs;

  function plan(id: string, ms: number): void {
    turns.get(id)?.cancel();
    turns.set(id, { cancel: options.setTimer(ms, () => void turn(id)) });
  }

  async function turn(id: string): Promise<void> {
    const target = options.registry.get(id);
    if (stopped || !target) return;
    if (running.has(id)) {
      again.add(id);
      return;
    }
    const started = Date.now();
    const pass = run(target);
    running.set(
      id,
      pass.then(() => undefined),
    );
    const next = await pass;
    running.delete(id);
    if (stopped || !options.registry.get(id)) return;
    const left = Math.max(0, intervalOf(target) - (Date.now() - started));
    plan(id, again.delete(id) ? 0 : (next ?? left));
  }

  async function run(target: Target): Promise<number | undefined> {
    try {
      return await options.pass(target);
    } catch (error) {
      options.log("error", "a detection pass failed; the next one is tried on time", {
        target: target.id,
        error: messageOf(error),
      });
      return undefined;
    }
  }

  function reconcile(): void {
    if (stopped) return;
    const targets = options.registry.all();
    for (const [id, { cancel }] of turns) {
      if (options.registry.get(id)) continue;
      cancel();
      turns.delete(id);
    }
    for (const [i, target] of targets.entries()) {
      if (turns.has(target.id)) continue;
      // The first looks of a large fleet are spread over the interval, those of a small one follow each other at once.
      plan(target.id, targets.length <= 20 ? i * 50 : (i / targets.length) * intervalOf(target));
    }
  }

  return {
    start() {
      stopped = false;
      reconcile();
    },
    reconcile,
    hurry(id) {
      if (!stopped && options.registry.get(id)) plan(id, 0);
    },
    async stop() {
      stopped = true;
      for (const { cancel } of turns.values()) cancel();
      turns.clear();
      await Promise.allSettled(running.values());
    },
  };
}
