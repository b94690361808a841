import type { Observation, Source } from "../observation/schema.ts";
import type { Target } from "../target/schema.ts";
import type { Signal } from "./schema.ts";

/** The pure half of a detector: what it remembered and what it sees now give signals and what to remember. State is plain JSON. */
export interface Detector<State> {
  readonly source: Source;
  initial(): State;
  detect(input: DetectInput<State>): { state: State; signals: Signal[] };
}

export interface DetectInput<State> {
  target: Target;
  /** All of this pass's observations of the target, from every source. */
  observations: readonly Observation[];
  state: State;
  /** Epoch milliseconds. */
  now: number;
}
