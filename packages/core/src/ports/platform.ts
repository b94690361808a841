import type { Fact, FactOf, Source } from "../observation/schema.ts";
import type { Target } from "../target/schema.ts";

/** One thing that a platform says of a target, before it becomes an observation. */
export interface Sighting {
  source: Source;
  text: string;
  fact: Fact;
}

/** What the platform that runs a target (AWS) can be asked. Reads only. Throws GradusError "unavailable" for what cannot be asked now. */
export interface Platform {
  /** Empty for a target that it knows nothing of. */
  observe(target: Target): Promise<Sighting[]>;
  /** The newest values of the target's own metrics; one without a value is left out. */
  metrics(target: Target): Promise<Array<{ series: string; value: number }>>;
  /** Lines of a log group that came after `since` (epoch ms), oldest first; `until` is where to go on. `cut`: there were more. */
  logLines(group: string, since: number): Promise<{ lines: string[]; until: number; cut: boolean }>;
}

/** The versions of a target, where its platform keeps them. */
export interface Releases {
  current(target: Target): Promise<{ version: string; changedAt?: number } | undefined>;
  /** Newest first; only those that could be put in place. */
  list(target: Target): Promise<string[]>;
  /** Tells the platform to run that version. It has taken the order when this returns; Verify sees whether it works. */
  place(target: Target, version: string): Promise<void>;
}

/** How much of something the platform gives a target. */
export interface CapacityControl {
  /** Undefined where the target has no such thing. */
  read(target: Target): Promise<Capacity | undefined>;
  set(target: Target, value: number): Promise<void>;
}

/** `most`: how far it may be raised; absent: not at all. */
export type Capacity = Omit<FactOf<"capacity">, "kind">;
