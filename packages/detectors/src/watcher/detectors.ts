import type { Detector, Observation, Signal, Source, Target } from "@gradus/core";
import { messageOf } from "@gradus/core";
import { containerDetector } from "../container/detect.ts";
import { httpDetector } from "../http/detect.ts";
import { logDetector } from "../log/detect.ts";
import { createMetricDetector } from "../metric/detect.ts";
import { resourceDetector } from "../resource/detect.ts";
import { serviceDetector } from "../service/detect.ts";
import type { DetectorStates } from "./memory.ts";

/** A detector whose state is opaque, as the watcher keeps it. */
export interface Sealed {
  readonly source: Source;
  run(input: { target: Target; observations: readonly Observation[]; state: unknown; now: number }): {
    state: unknown;
    signals: Signal[];
  };
}

/** State that comes back is what this same detector gave before: the watcher keeps it by source and version. */
const seal = <State>(detector: Detector<State>): Sealed => ({
  source: detector.source,
  run: ({ state, ...rest }) =>
    detector.detect({ ...rest, state: state === undefined ? detector.initial() : (state as State) }),
});

export const allDetectors = (horizonMs?: number): readonly Sealed[] => [
  seal(serviceDetector),
  seal(httpDetector),
  seal(resourceDetector),
  seal(logDetector),
  seal(createMetricDetector(horizonMs)),
  seal(containerDetector),
];

/** Runs them all. One that throws is left out of this pass and forgets what it knew. */
export function runDetectors(
  detectors: readonly Sealed[],
  input: { target: Target; observations: readonly Observation[]; states: DetectorStates; now: number },
): { signals: Signal[]; states: DetectorStates; failed: Array<{ source: Source; error: string }> } {
  const signals: Signal[] = [];
  const states: DetectorStates = {};
  const failed: Array<{ source: Source; error: string }> = [];
  const { target, observations, now } = input;
  for (const detector of detectors) {
    const { source } = detector;
    try {
      const result = detector.run({ target, observations, state: input.states[source], now });
      states[source] = result.state;
      signals.push(...result.signals);
    } catch (error) {
      failed.push({ source, error: messageOf(error) });
    }
  }
  return { signals, states, failed };
}
