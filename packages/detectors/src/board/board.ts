import type { Look, Observation, Target } from "@gradus/core";
import { factsOf } from "@gradus/core";

export interface Seen {
  at: number;
  state: "healthy" | "failing" | "unknown";
  symptoms: Array<{ symptom: string; summary: string }>;
  degraded: string[];
  pid?: number;
}

/** What was last seen of each target, for terminal, page and API. Nothing here decides anything. */
export interface Board {
  record(target: Target, look: Look): void;
  of(target: string): Seen | undefined;
  forget(target: string): void;
}

export function createBoard(): Board {
  const seen = new Map<string, Seen>();
  return {
    record(target, look) {
      const process = factsOf(look.observations, "process").at(-1)?.fact;
      seen.set(target.id, {
        at: look.at,
        state: look.healthy ? "healthy" : look.signals.length > 0 ? "failing" : "unknown",
        symptoms: look.signals.map((s) => ({ symptom: s.symptom, summary: s.summary })),
        degraded: look.observations.filter(isBlindSpot).map((o) => o.text),
        ...(process?.pid === undefined ? {} : { pid: process.pid }),
      });
    },
    of: (target) => seen.get(target),
    forget: (target) => void seen.delete(target),
  };
}

/** What should be seen of the target, and is not: shown, and never taken for a fault of it. */
export function isBlindSpot({ fact }: Observation): boolean {
  switch (fact.kind) {
    case "log_state":
    case "metric_state":
      return true;
    case "process":
      return fact.unknown !== undefined;
    case "note":
      return /^\w+_(failed|unknown)\b/.test(fact.topic);
    default:
      return false;
  }
}
