import type { FactOf, Sighting } from "@gradus/core";
import { sight } from "../platform/sight.ts";
import type { LambdaManager } from "./describe.ts";

/** The values of the last five minutes, by the minute. */
export interface CallValues {
  invocations: readonly number[];
  errors: readonly number[];
  throttles: readonly number[];
  /** Longest call of each minute, milliseconds. */
  longest: readonly number[];
}

/** How a function's calls went. `timeoutS`: how long one may take, seconds. */
export function readCalls(
  manager: LambdaManager,
  values: CallValues,
  now: { version?: string | undefined; timeoutS?: number | undefined },
): Sighting[] {
  const calls = sum(values.invocations);
  const errors = sum(values.errors);
  const fact: FactOf<"calls"> = {
    kind: "calls",
    calls,
    errors,
    throttles: sum(values.throttles),
    ...(values.longest.length === 0 ? {} : { maxMs: Math.max(...values.longest) }),
    ...(now.timeoutS === undefined ? {} : { limitMs: now.timeoutS * 1_000 }),
  };
  const longest = fact.maxMs === undefined ? "" : `, the longest took ${Math.round(fact.maxMs)} ms`;
  const version = now.version === undefined ? "" : `version ${now.version}: `;
  const text = `${version}${calls} calls in five minutes, ${errors} failed, ${fact.throttles} turned away${longest}`;
  const seen = [sight("metric", fact, text)];
  // Without calls there is no share of them that failed.
  if (calls === 0) return seen;
  const rate = Math.min(1, errors / calls);
  const share: FactOf<"error_rate"> = {
    kind: "error_rate",
    rate,
    max: manager.maxErrorRate,
    requests: calls,
  };
  return [...seen, sight("metric", share, `${Math.round(rate * 100)} % of ${calls} calls failed`)];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
