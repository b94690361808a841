import type { Look, Target } from "@gradus/core";
import { factsOf } from "@gradus/core";

interface Seen {
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
        degraded: look.observations.flatMap((o) =>
          o.fact.kind === "log_state" ||
          o.fact.kind === "metric_state" ||
          (o.fact.kind === "process" && o.fact.unknown)
            ? [o.text]
            : [],
        ),
        ...(process?.pid === undefined ? {} : { pid: process.pid }),
      });
    },
    of: (target) => seen.get(target),
    forget: (target) => void seen.delete(target),
  };
}
