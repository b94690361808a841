import { NOTHING, type Resource, type Usage, without } from "../model/usage.ts";

/** How often a function was called, and for how long it is billed, in all. */
export interface Called {
  calls: number;
  billedMs: number;
}

/** What a piece of work used. */
export interface Measured {
  usage: Usage;
  functions: Record<string, Called>;
  /** Events by their type. */
  published: string[];
  /** Metrics by name and dimensions. */
  metrics: string[];
}

/** Counts what is used. */
export interface Meter {
  count(resource: Resource, amount: number): void;
  called(name: string, of: { billedMs: number; metrics: readonly string[] }): void;
  /** How often a function has come to its end. */
  callsOf(name: string): number;
  published(type: string): void;
  /** What is used while it works, by whomever. */
  during(work: () => Promise<unknown>): Promise<Measured>;
}

export function createMeter(): Meter {
  const used: Record<Resource, number> = { ...NOTHING };
  const calls: Array<{ name: string; billedMs: number; metrics: readonly string[] }> = [];
  const events: string[] = [];
  return {
    count: (resource, amount) => void (used[resource] += amount),
    called: (name, of) => void calls.push({ name, ...of }),
    callsOf: (name) => calls.filter((c) => c.name === name).length,
    published: (type) => void events.push(type),
    async during(work) {
      const before: Usage = { ...used };
      const [firstCall, firstEvent] = [calls.length, events.length];
      await work();
      const own = calls.slice(firstCall);
      const functions: Record<string, Called> = {};
      for (const { name, billedMs } of own) {
        const known = (functions[name] ??= { calls: 0, billedMs: 0 });
        known.calls++;
        known.billedMs += billedMs;
      }
      return {
        usage: without(used, before),
        functions,
        published: events.slice(firstEvent),
        metrics: [...new Set(own.flatMap((c) => c.metrics))],
      };
    },
  };
}
