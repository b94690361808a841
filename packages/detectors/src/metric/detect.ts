import type { Detector, Signal } from "@gradus/core";
import { factsOf } from "@gradus/core";
import { brief } from "../shared/numbers.ts";
import { isStoppedOnPurpose, signalOf } from "../shared/signal.ts";
import { alarmSignals, callSignals, failsTooOften } from "./calls.ts";
import { MIN_REQUESTS } from "./error-rate.ts";
import { HIGH_SCORE } from "./series.ts";

export interface MetricDetectorState {
  /** Looks in a row with a high score, by series. */
  high: Record<string, number>;
}

/** Looks in a row with a high score before it is a signal. */
const SUSTAINED_LOOKS = 3;
const HORIZON_MS = 15 * 60_000;

/** Error rate, calls of functions, alarms, forecasts and anomalies. An anomaly alone says little: it is evidence for what else is found. */
export const createMetricDetector = (horizonMs = HORIZON_MS): Detector<MetricDetectorState> => ({
  source: "metric",
  initial: () => ({ high: {} }),
  detect: ({ target, observations, state, now }) => {
    const high: Record<string, number> = {};
    const signals: Signal[] = [];
    for (const seen of factsOf(observations, "metric")) {
      const { series, score, exhaustsInMs, limit } = seen.fact;
      if (Math.abs(score ?? 0) >= HIGH_SCORE) high[series] = (state.high[series] ?? 0) + 1;
      if (exhaustsInMs !== undefined && exhaustsInMs <= horizonMs) {
        const when = exhaustsInMs === 0 ? "has reached" : `in about ${brief(exhaustsInMs / 60_000)} min`;
        const detail = `${series}, limit ${limit ?? "unknown"}, ${when}`;
        signals.push(
          signalOf(target, "exhaustion_forecast", now, detail, [seen], { key: series, certain: true }),
        );
      }
      if ((high[series] ?? 0) >= SUSTAINED_LOOKS) {
        signals.push(signalOf(target, "metric_anomaly", now, seen.text, [seen], { key: series }));
      }
    }
    for (const seen of factsOf(observations, "error_rate")) {
      const { rate, max, requests } = seen.fact;
      const enough = requests >= MIN_REQUESTS || failsTooOften(observations, max);
      if (enough && rate >= max && rate > 0) {
        signals.push(signalOf(target, "error_rate_high", now, seen.text, [seen]));
      }
    }
    signals.push(...callSignals(target, observations, now), ...alarmSignals(target, observations, now));
    return { state: { high }, signals: isStoppedOnPurpose(observations) ? [] : signals };
  },
});

export const metricDetector = createMetricDetector();
