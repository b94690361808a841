import type {
  Baseliner,
  BaselineStore,
  Clock,
  Fact,
  Host,
  Releases,
  ServiceManager,
  Target,
} from "@gradus/core";

export interface DiagnosticsOptions {
  host: (id: string) => Host;
  manager: (target: Target) => ServiceManager;
  baselines: BaselineStore;
  baseliner: Baseliner;
  /** Versions that a platform keeps; without it they are not known. */
  releases?: Releases;
  clock: Clock;
  ids: () => string;
  /** Whose process it is: a watched target's, or Gradus' own (itself and what it runs). Asked for one pid at a time. */
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
