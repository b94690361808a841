import type { BaselineHead, Compared, Sightings } from "@gradus/core";

/** What a check of the entry came to at the last look; `ok` is absent where it could not be made. */
export interface Checked {
  ok?: boolean;
  latencyMs?: number;
  value?: number;
  words?: string;
}

/** What was seen of a target at the last look. */
export interface Seen {
  at: number;
  state: "healthy" | "failing" | "unknown";
  symptoms: Array<{ symptom: string; summary: string }>;
  /** What could not be seen: degraded, not failing. */
  degraded: string[];
  pid?: number;
  /** By the names of checksOf. */
  checks?: Record<string, Checked>;
  baseline?: BaselineHead;
  /** What differed from the baseline when that was compared last. */
  drift?: Compared;
}

/** What detection has seen of targets. */
export interface Board extends Sightings {
  of(target: string): Seen | undefined;
}
