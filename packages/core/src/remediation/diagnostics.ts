import type { Baseline } from "../baseline/schema.ts";
import type { Observation } from "../observation/schema.ts";
import type { Target } from "../target/schema.ts";

/** The read-only diagnostics. None of them changes anything. */
export const diagnosticIds = ["drift", "release", "ports", "process", "host", "logs", "http_repeat"] as const;
export type DiagnosticId = (typeof diagnosticIds)[number];

export interface Diagnostics {
  /** Runs them side by side; one that fails gives a note that says so, never an exception. */
  run(target: Target, which: readonly DiagnosticId[]): Promise<Observation[]>;
}

/** Takes baselines of healthy targets and says what has changed since. */
export interface Baseliner {
  /** Reads the target's present state; undefined where it has nothing to compare (no files, environment, release, ports). */
  capture(target: Target, generation: number): Promise<Baseline | undefined>;
  /** Drift observations, one for each difference; empty if there is none. */
  drift(target: Target, baseline: Baseline): Promise<Observation[]>;
}
