import type { Clock, Host, Observation, Releases, ServiceManager, Target } from "@gradus/core";

export interface BaselinerOptions {
  host: (id: string) => Host;
  manager: (target: Target) => ServiceManager;
  /** Versions that a platform keeps; without it they are not known. */
  releases?: Releases;
  clock: Clock;
  ids: () => string;
  /** Live parameters that a software kit can read (redis maxmemory, …), by name. */
  parameters?: (target: Target) => Promise<Readonly<Record<string, string>>>;
}

/** One difference, before it becomes an observation. */
export type Drift = Omit<Extract<Observation["fact"], { kind: "drift" }>, "kind">;
