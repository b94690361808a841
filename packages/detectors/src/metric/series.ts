import { mad, median, short } from "../shared/numbers.ts";
import type { Forecast } from "./forecast.ts";
import { forecast } from "./forecast.ts";
import type { MetricKind } from "./parse.ts";
import type { Fall } from "./ramp.ts";
import { fallOf } from "./ramp.ts";
import type { Seasons } from "./season.ts";
import { learnSeason, seasonScore } from "./season.ts";
import type { Point } from "./trend.ts";

/** What is remembered of one series. Counters are kept as rates a second. */
export interface SeriesState {
  /** Last reading of a counter. */
  raw?: Point;
  /** At most MAX_POINTS, spaced by about the target's interval, oldest first. */
  points: Point[];
  looks: number;
  falls: Fall[];
  seasons: Seasons;
  /** Looks in a row with a limit ahead. */
  ahead: number;
}

/** What a series is judged as. */
export interface SeriesKind {
  kind: MetricKind;
  limit?: number | undefined;
}

export interface Judged {
  state: SeriesState;
  value?: number;
  score?: number;
  usual?: number;
  forecast?: Forecast;
}

/** What is remembered of a series, in words of its own. Times are epoch ms. */
export interface Recalled {
  usual?: number;
  /** When it was unusual. */
  unusual: number[];
  exhaustsAt?: number;
}

/** Robust deviations from usual that are high. */
export const HIGH_SCORE = 8;
/** Looks before anything is said about a series. */
const LEARN_LOOKS = 30;
/** Looks before a forecast: a saw-tooth must have had the time to fall once. */
const FORECAST_LOOKS = 36;
const MAX_POINTS = 60;
const MAX_FALLS = 24;
/** Looks in a row that must agree that a limit is ahead. */
const SUSTAINED = 4;
/** A series that hardly varies is not unusual for 5 % more, nor for a count or two. */
const FLOOR = 0.05;
const HOUR = 3_600_000;

export const initialSeries = (): SeriesState => ({ points: [], looks: 0, falls: [], seasons: {}, ahead: 0 });

/** Takes one reading of a series: its robust score, and when it will reach its limit if it has one. */
export function judge(
  state: SeriesState,
  reading: SeriesKind & { value: number },
  now: number,
  spacingMs: number,
): Judged {
  const { kind, limit } = reading;
  const raw: Point = [now, reading.value];
  const value = kind === "counter" ? rateOf(state.raw, raw) : reading.value;
  const next: SeriesState = { ...state, ...(kind === "counter" ? { raw } : {}) };
  if (value === undefined) return { state: next };
  const last = state.points.at(-1)?.[0];
  const spaced = last === undefined || now - last >= 0.8 * spacingMs;
  const result: Judged = { state: next, value };
  const usual = usualOf(state);
  if (usual !== undefined) {
    result.usual = usual;
    result.score = scoreOf(state, value, usual, now, kind);
  }
  if (!spaced) {
    if (limit !== undefined) withForecast(result, limit, false);
    return result;
  }
  const fall = limit === undefined ? undefined : fallOf(state.points, value, now, state.falls.at(-1)?.at);
  next.points = [...state.points, [now, short(value)] as Point].slice(-MAX_POINTS);
  next.looks = state.looks + 1;
  next.seasons = learnSeason(state.seasons, value, now);
  if (fall) next.falls = [...state.falls, fall].slice(-MAX_FALLS);
  if (limit !== undefined) withForecast(result, limit, true);
  return result;
}

/** What is said of a series as it is remembered, without another reading: the same that was said at its last one. */
export function recall(state: SeriesState, { kind, limit }: SeriesKind): Recalled {
  const usual = usualOf(state);
  const [lastAt = 0, value] = state.points.at(-1) ?? [];
  const last: Judged = { state, ...(value === undefined ? {} : { value }) };
  if (limit !== undefined) withForecast(last, limit, false);
  const isUnusual = ([at, seen]: Point, from: number): boolean =>
    Math.abs(scoreOf(state, seen, from, at, kind)) >= HIGH_SCORE;
  return {
    unusual: usual === undefined ? [] : state.points.filter((p) => isUnusual(p, usual)).map(([at]) => at),
    ...(usual === undefined ? {} : { usual }),
    ...(last.forecast ? { exhaustsAt: Math.round(lastAt + last.forecast.exhaustsInMs) } : {}),
  };
}

/** The median of what is remembered, as soon as that is enough to say anything. */
const usualOf = (state: SeriesState): number | undefined =>
  state.looks >= LEARN_LOOKS ? median(state.points.map(([, v]) => v)) : undefined;

function withForecast(result: Judged, limit: number, spaced: boolean): void {
  const { state, value } = result;
  const found = state.looks >= FORECAST_LOOKS ? forecast(state.points, state.falls, limit) : undefined;
  if (spaced) state.ahead = found ? state.ahead + 1 : 0;
  if (value !== undefined && value >= limit) result.forecast = { exhaustsInMs: 0, slope: found?.slope ?? 0 };
  else if (found && state.ahead >= SUSTAINED) result.forecast = found;
}

/** A counter that went down was reset: there is no rate until the next reading. */
function rateOf(before: Point | undefined, now: Point): number | undefined {
  if (!before || now[1] < before[1] || now[0] - before[0] < 400 || now[0] - before[0] > HOUR)
    return undefined;
  return (1_000 * (now[1] - before[1])) / (now[0] - before[0]);
}

/** Deviations from the median of the window; if the hour of day is known, the smaller of the two. */
function scoreOf(state: SeriesState, value: number, usual: number, now: number, kind: MetricKind): number {
  const values = state.points.map(([, v]) => v);
  const small = kind === "counter" ? 0.5 : values.every(Number.isInteger) ? 1 : 0;
  const floor = Math.max(FLOOR * Math.abs(usual), small, 1e-9);
  // A fraction that was always the same number has no scale to measure a change by.
  const spread = 1.4826 * mad(values, usual);
  if (spread === 0 && usual === 0 && small === 0) return 0;
  const recent = (value - usual) / Math.max(spread, floor);
  const seasonal = seasonScore(state.seasons, value, now, floor);
  const score = seasonal !== undefined && Math.abs(seasonal) < Math.abs(recent) ? seasonal : recent;
  return Math.round(score * 10) / 10;
}
