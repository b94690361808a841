import type {
  Baseliner,
  BaselineStore,
  Check,
  Clock,
  Fact,
  FactOf,
  Host,
  Releases,
  ServiceManager,
  Target,
} from "@gradus/core";

export type HttpCheck = Extract<Check, { kind: "http" }>;

export interface DiagnosticsOptions {
  host: (id: string) => Host;
  manager: (target: Target) => ServiceManager;
  baselines: BaselineStore;
  baseliner: Baseliner;
  /** Versions that a platform keeps; without it they are not known. */
  releases?: Releases;
  clock: Clock;
  ids: () => string;
  /** Makes an HTTP check where this process must not make it itself (on AWS). Throws where it could not be made. */
  check?: (check: HttpCheck, index: string) => Promise<FactOf<"check">>;
  /** All that are watched: the managers of those on the target's host are asked which processes are theirs. */
  targets: () => readonly Target[];
  /** What else is known of a process: a watched target's, or Gradus' own (itself and what it runs). */
  identify: (pid: number) => Identity | Promise<Identity>;
}

export interface Identity {
  target?: string;
  own?: boolean;
}

/** What one diagnostic has found, before it becomes an observation. */
export interface Finding {
  text: string;
  fact: Fact;
}
