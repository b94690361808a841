import type { Sample } from "./parse.ts";
import { isMeant } from "./parse.ts";

/** Cumulative errors and requests at each look, oldest first. */
export type ErrorPoints = Array<[at: number, errors: number, requests: number]>;

export const MIN_REQUESTS = 20;
const WINDOW_MS = 60_000;
const MAX_POINTS = 70;

/** Adds this look's counters; an errors counter that is not there yet counts zero. Undefined: no requests counter. */
export function addPoint(
  points: ErrorPoints,
  samples: readonly Sample[],
  names: { errors: string; requests: string },
  now: number,
): ErrorPoints | undefined {
  const requests = samples.filter((s) => isMeant(names.requests, s));
  if (requests.length === 0) return undefined;
  const sum = (all: readonly Sample[]): number => all.reduce((total, s) => total + s.value, 0);
  const errors = sum(samples.filter((s) => isMeant(names.errors, s)));
  const total = sum(requests);
  const last = points.at(-1);
  const reset = last !== undefined && (errors < last[1] || total < last[2]);
  const kept = reset ? [] : points.filter(([at]) => at > now - 2 * WINDOW_MS);
  return [...kept, [now, errors, total] as [number, number, number]].slice(-MAX_POINTS);
}

/** Share of failed requests over the shortest recent time with enough of them, at most a minute. */
export function errorRate(points: ErrorPoints): { rate: number; requests: number } | undefined {
  const last = points.at(-1);
  if (!last) return undefined;
  let found: { rate: number; requests: number } | undefined;
  for (const [at, errors, requests] of points.slice(0, -1).reverse()) {
    if (found && last[0] - at > WINDOW_MS) break;
    const made = last[2] - requests;
    if (made <= 0) continue;
    found = { rate: Math.min(1, (last[1] - errors) / made), requests: made };
    if (made >= MIN_REQUESTS) break;
  }
  return found;
}
