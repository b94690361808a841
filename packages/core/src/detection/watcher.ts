import type { Observation } from "../observation/schema.ts";
import type { Signal } from "../signal/schema.ts";
import type { Target } from "../target/schema.ts";

/** One pass over one target. */
export interface Look {
  at: number;
  observations: Observation[];
  /** What the detectors say, before damping and confirmation. */
  signals: Signal[];
  /** No signal of hard impact. False too when nothing could be observed: zero evidence is not health. */
  healthy: boolean;
}

/** The eyes: gathers observations with the adapters of all sources and runs the detectors over them. Passes over one target never overlap. */
export interface Watcher {
  look(target: Target): Promise<Look>;
}
