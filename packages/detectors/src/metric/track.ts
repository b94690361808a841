import type { FactOf, Target } from "@gradus/core";
import { short } from "../shared/numbers.ts";
import type { ErrorPoints } from "./error-rate.ts";
import type { MetricKind, Sample } from "./parse.ts";
import { isMeant } from "./parse.ts";
import type { SeriesState } from "./series.ts";
import { initialSeries, judge } from "./series.ts";

export interface MetricState {
  series: Record<string, SeriesState>;
  errors?: ErrorPoints;
  /** process_start_time_seconds and pid: another process's series begin anew. */
  started?: number;
  pid?: number;
}

export const initialMetrics = (): MetricState => ({ series: {} });

/** The name under which the memory of the process is tracked. */
export const RSS_SERIES = "process_rss_bytes";

const MAX_SERIES = 200;
const MAX_SHOWN = 40;
const SHOW_SCORE = 3;
const STALE_MS = 3_600_000;

interface Reading {
  series: string;
  kind: MetricKind;
  value: number;
  limit?: number | undefined;
  /** Named by the target: always shown. */
  named: boolean;
}

/** The newest value of a metric that a platform keeps: a level, never a count since some start. */
export interface Kept {
  series: string;
  value: number;
}

/** Judges every reading, and keeps facts of those that are named, unusual or heading for a limit. */
export function track(
  state: MetricState,
  samples: readonly Sample[],
  rss: { pid: number; bytes: number } | undefined,
  target: Target,
  now: number,
  kept: readonly Kept[] = [],
): { state: MetricState; facts: Array<FactOf<"metric">> } {
  const started = samples.find((s) => s.name === "process_start_time_seconds")?.value ?? state.started;
  const pid = rss?.pid ?? state.pid;
  const other =
    (state.started !== undefined && started !== undefined && Math.abs(started - state.started) > 2) ||
    (state.pid !== undefined && pid !== state.pid);
  const series: Record<string, SeriesState> = {};
  for (const [name, one] of Object.entries(state.series)) {
    const last = one.points.at(-1)?.[0] ?? one.raw?.[0] ?? now;
    if (now - last < STALE_MS) series[name] = other ? renewed(one) : one;
  }
  const found = readingsOf(samples, kept, target);
  if (rss)
    found.push({
      series: RSS_SERIES,
      kind: "gauge",
      value: rss.bytes,
      limit: target.limits.memoryBytes,
      named: false,
    });
  const shown: Array<{ named: boolean; fact: FactOf<"metric"> }> = [];
  for (const reading of found) {
    const judged = judge(series[reading.series] ?? initialSeries(), reading, now, target.intervalMs);
    series[reading.series] = judged.state;
    const { value, score, usual, forecast } = judged;
    if (value === undefined) continue;
    if (!reading.named && reading.limit === undefined && Math.abs(score ?? 0) < SHOW_SCORE) continue;
    const fact: FactOf<"metric"> = {
      kind: "metric",
      series: reading.series,
      value: short(value),
      ...(score === undefined ? {} : { score }),
      ...(usual === undefined ? {} : { usual: short(usual) }),
      ...(reading.limit === undefined ? {} : { limit: reading.limit }),
      ...(forecast
        ? {
            exhaustsInMs: Math.round(forecast.exhaustsInMs),
            slopePerMinute: short(forecast.slope * 60_000),
          }
        : {}),
    };
    shown.push({ named: reading.named, fact });
  }
  const strange = ({ fact }: { fact: FactOf<"metric"> }): number => Math.abs(fact.score ?? 0);
  shown.sort((a, b) => Number(b.named) - Number(a.named) || strange(b) - strange(a));
  return {
    state: {
      series,
      ...(started === undefined ? {} : { started }),
      ...(pid === undefined ? {} : { pid }),
    },
    facts: shown.slice(0, MAX_SHOWN).map(({ fact }) => fact),
  };
}

/** A new process starts at another level: only what is usual at this hour of day still holds. */
const renewed = (one: SeriesState): SeriesState => ({ ...initialSeries(), seasons: one.seasons });

function readingsOf(samples: readonly Sample[], kept: readonly Kept[], target: Target): Reading[] {
  const wanted = target.metrics?.series ?? [];
  const limits = Object.entries(target.metrics?.limits ?? {});
  const readings = samples.flatMap((sample): Reading[] => {
    const named = wanted.some((name) => isMeant(name, sample));
    const limit = limits.find(([name]) => isMeant(name, sample))?.[1];
    if (!named && limit === undefined && wanted.length > 0) return [];
    const { series, kind, value } = sample;
    return [{ series, kind, value, limit, named: named || limit !== undefined }];
  });
  const levels = levelsOf(kept, target);
  const names = new Set(levels.map(({ series }) => series));
  const others = readings
    .filter(({ series }) => !names.has(series))
    .sort((a, b) => Number(b.named) - Number(a.named));
  return [...levels, ...others].slice(0, MAX_SERIES);
}

/** A platform is asked only for what the target names, so all of it is meant. */
const levelsOf = (kept: readonly Kept[], target: Target): Reading[] =>
  kept
    .filter(({ value }) => Number.isFinite(value))
    .map(({ series, value }) => {
      const limit = target.cloudwatch?.metrics.find((m) => m.series === series)?.limit;
      return { series, kind: "gauge", value, limit, named: true };
    });
