import type { BaselineHead, Compared } from "../baseline/compared.ts";

/** What a check of a target's entry came to at the last look; `ok` is absent where it could not be made. */
export interface Checked {
  ok?: boolean;
  latencyMs?: number;
  value?: number;
  words?: string;
}

/** What was seen of a target at the last look. */
export interface Seen {
  /** Epoch ms. */
  at: number;
  state: "healthy" | "failing" | "unknown";
  symptoms: Array<{ symptom: string; summary: string }>;
  /** What could not be seen: degraded, not failing. */
  degraded: string[];
  pid?: number;
  /** What each check of its entry came to, by the name that the API gives it. */
  checks?: Record<string, Checked>;
  baseline?: BaselineHead;
  /** What differed from the baseline when that was compared last. */
  drift?: Compared;
}
