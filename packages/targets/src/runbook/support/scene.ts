import type {
  BaselineStore,
  CapacityControl,
  Clock,
  Host,
  Releases,
  ServiceManager,
  Target,
} from "@gradus/core";

/** What must never be signalled, as the composition root knows it. */
export interface Protect {
  /** Gradus itself, and what it runs for its own purposes. */
  isOwn(pid: number): boolean | Promise<boolean>;
  /** The target that a process belongs to. */
  targetOf(pid: number): string | undefined | Promise<string | undefined>;
  targets(): readonly Target[];
}

export type Log = (message: string, fields: Record<string, unknown>) => void;

/** Everything a runbook may look at or use while it works on one target. */
export interface Scene {
  target: Target;
  host: Host;
  manager: ServiceManager | undefined;
  /** The manager of another target that has one. */
  managerOf: (target: Target) => ServiceManager;
  baselines: BaselineStore;
  /** What the target's platform keeps and gives; undefined where this Gradus does not run on it. */
  releases: Releases | undefined;
  capacity: CapacityControl | undefined;
  fetch: typeof fetch;
  clock: Clock;
  protect: Protect;
  log: Log;
  sleep: (ms: number) => Promise<void>;
}

/** Looks until `probe` gives something, at most `limitMs` long. Undefined: it never did. */
export async function waitFor<T>(
  scene: Pick<Scene, "sleep">,
  limitMs: number,
  probe: () => Promise<T | undefined>,
  everyMs = 50,
): Promise<T | undefined> {
  for (let waited = 0; ; waited += everyMs) {
    const found = await probe();
    if (found !== undefined || waited >= limitMs) return found;
    await scene.sleep(everyMs);
  }
}
