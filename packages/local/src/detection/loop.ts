import { type Context, messageOf, type Target, type TargetRegistry } from "@gradus/core";

export interface Loop {
  start(): void;
  /** Targets came or went: their turns are planned anew. */
  reconcile(): void;
  /** Looks at one target as soon as possible: its entry has changed. */
  hurry(target: string): void;
  /** Begins no new pass and waits for those under way. */
  stop(): Promise<void>;
}

interface LoopOptions {
  registry: TargetRegistry;
  /** One pass; gives the milliseconds until the next one, or undefined for the target's interval. */
  pass: (target: Target) => Promise<number | undefined>;
  /** A pass that failed: nothing was seen of its target. */
  missed: (target: Target, error: string) => void;
  log: Context["log"];
  now: () => number;
  setTimer: (ms: number, fire: () => void) => () => void;
}

/** So many targets are first looked at one right after the other; more are spread over their interval. */
const SMALL_FLEET = 20;
const STAGGER_MS = 50;

/** Gives each target its turn at its own interval, spread out at start, never two passes over one target at once. */
export function createLoop(options: LoopOptions): Loop {
  const { registry, now } = options;
  const turns = new Map<string, { cancel: () => void }>();
  const running = new Map<string, Promise<unknown>>();
  const again = new Set<string>();
  let stopped = true;

  function plan(id: string, ms: number): void {
    turns.get(id)?.cancel();
    turns.set(id, { cancel: options.setTimer(ms, () => void turn(id)) });
  }

  async function turn(id: string): Promise<void> {
    const target = registry.get(id);
    if (stopped || !target) return;
    if (running.has(id)) {
      again.add(id);
      return;
    }
    const began = now();
    const pass = run(target);
    running.set(id, pass);
    const soon = await pass;
    running.delete(id);
    const hurried = again.delete(id);
    // Its entry may have changed, or be gone.
    const current = registry.get(id);
    if (stopped || !current) return;
    // Intervals are from start to start: a pass that had to wait for an answer does not make the next one late.
    plan(id, hurried ? 0 : Math.max(0, (soon ?? current.intervalMs) - (now() - began)));
  }

  async function run(target: Target): Promise<number | undefined> {
    try {
      return await options.pass(target);
    } catch (error) {
      options.log("error", "a detection pass failed; the next one is tried on time", {
        target: target.id,
        error: messageOf(error),
      });
      options.missed(target, messageOf(error));
      return undefined;
    }
  }

  function reconcile(): void {
    if (stopped) return;
    const targets = registry.all();
    for (const [id, { cancel }] of turns) {
      if (registry.get(id)) continue;
      cancel();
      turns.delete(id);
    }
    for (const [i, target] of targets.entries()) {
      if (turns.has(target.id)) continue;
      const isSmall = targets.length <= SMALL_FLEET;
      plan(target.id, isSmall ? i * STAGGER_MS : (i / targets.length) * target.intervalMs);
    }
  }

  return {
    start() {
      stopped = false;
      reconcile();
    },
    reconcile,
    hurry(id) {
      if (!stopped && registry.get(id)) plan(id, 0);
    },
    async stop() {
      stopped = true;
      for (const { cancel } of turns.values()) cancel();
      turns.clear();
      await Promise.allSettled(running.values());
    },
  };
}
