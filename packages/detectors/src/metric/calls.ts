import type { Observation, Signal, Target } from "@gradus/core";
import { factsOf, isNearLimit, isThrottled, wilsonLowerBound } from "@gradus/core";
import { brief } from "../shared/numbers.ts";
import { signalOf } from "../shared/signal.ts";

const MIN_ERRORS = 3;
/** One-sided 97.5 %. */
const SURE_Z = 1.96;

/** A function whose calls are turned away, or take nearly all the time that they may. */
export function callSignals(target: Target, observations: readonly Observation[], now: number): Signal[] {
  const capacity = factsOf(observations, "capacity");
  return factsOf(observations, "calls").flatMap((seen) => {
    const { calls, throttles, maxMs = 0, limitMs = 0 } = seen.fact;
    const signals: Signal[] = [];
    if (isThrottled(seen.fact)) {
      const detail = `${throttles} of ${calls + throttles} calls within five minutes`;
      signals.push(signalOf(target, "function_throttled", now, detail, [seen, ...capacity]));
    }
    if (isNearLimit(seen.fact)) {
      const detail = `the longest call took ${brief(maxMs)} of ${brief(limitMs)} ms`;
      signals.push(signalOf(target, "function_slow", now, detail, [seen]));
    }
    return signals;
  });
}

/**
 * Whether a function that is called seldom fails too often: the lower end of the share that failed (Wilson 1927) is over what
 * may fail. A page that is scraped has many requests a minute; a function may have five calls in five.
 */
export function failsTooOften(observations: readonly Observation[], max: number): boolean {
  return factsOf(observations, "calls").some(
    ({ fact: { calls, errors } }) =>
      errors >= MIN_ERRORS && wilsonLowerBound(errors, Math.max(0, calls - errors), SURE_Z) >= max,
  );
}

/** Alarms of somebody else's that fire now. They were damped where they were made, so they are certain. */
export const alarmSignals = (target: Target, observations: readonly Observation[], now: number): Signal[] =>
  factsOf(observations, "alarm")
    .filter(({ fact }) => fact.state === "alarm")
    .map((seen) =>
      signalOf(target, "alarm_firing", now, seen.text, [seen], { key: seen.fact.name, certain: true }),
    );
