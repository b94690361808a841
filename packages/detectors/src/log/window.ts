import type { FactOf, Observation } from "@gradus/core";
import { isError } from "./level.ts";

export type Seen = Observation & { fact: FactOf<"log"> };

/** The error lines of one template within the last minute. */
export interface ErrorWindow {
  /** Times of looks and the lines they brought, oldest first. */
  counts: Array<[at: number, lines: number]>;
  /** Lines a minute that are usual. */
  usual: number;
  /** The newest observation, where the template is new. */
  news?: Seen;
}

export type Windows = Record<string, ErrorWindow>;

const WINDOW_MS = 60_000;
const MAX_POINTS = 70;
const MIN_LINGER_MS = 3_000;
const MAX_LINGER_MS = 20_000;

/** Adds what this look saw and drops what is older than a minute. */
export function advance(windows: Windows, seen: readonly Seen[], now: number): Windows {
  const next: Windows = {};
  for (const [id, window] of Object.entries(windows)) {
    const counts = window.counts.filter(([at]) => at > now - WINDOW_MS);
    if (counts.length > 0) next[id] = { ...window, counts };
  }
  for (const one of seen) {
    const { fact } = one;
    if (!isError(fact.level) || fact.count === 0) continue;
    const counts = [...(next[fact.templateId]?.counts ?? []), [now, fact.count] as [number, number]];
    next[fact.templateId] = {
      counts: counts.slice(-MAX_POINTS),
      usual: fact.usualRate,
      ...(fact.isNew ? { news: one } : {}),
    };
  }
  return next;
}

export const linesIn = ({ counts }: ErrorWindow): number => counts.reduce((sum, [, lines]) => sum + lines, 0);

/**
 * Whether lines still come: the last ones are not older than three times the usual gap between them. So the symptom
 * ends soon after the fault, and does not blink while lines come slowly.
 */
export function isGoingOn(windows: readonly ErrorWindow[], now: number): boolean {
  const times = windows.flatMap(({ counts }) => counts.map(([at]) => at)).sort((a, b) => a - b);
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return false;
  const gap = times.length > 1 ? (last - first) / (times.length - 1) : 0;
  return now - last <= Math.min(MAX_LINGER_MS, Math.max(MIN_LINGER_MS, 3 * gap));
}
