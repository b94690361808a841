import type { Health, Look, Observation, Seen, Target } from "@gradus/core";
import { factsOf, redact } from "@gradus/core";
import { checkedOf } from "./checks.ts";

/** Looks that failed, on end: what was seen before them is old. */
export interface Missed {
  /** Of the first of them, epoch ms. */
  since: number;
  /** Of the last of them. */
  why: string;
}

/** What was last seen of each target, for terminal, page and API. Nothing here decides anything. */
export interface Board {
  record(target: Target, look: Look, health?: Health): void;
  /** A look failed as a whole: nothing was seen, not even that something is wrong. */
  miss(target: string, at: number, why: string): void;
  of(target: string): Seen | undefined;
  missed(target: string): Missed | undefined;
  forget(target: string): void;
}

export function createBoard(): Board {
  const seen = new Map<string, Seen>();
  const missed = new Map<string, Missed>();
  return {
    record(target, look, health = {}) {
      const process = factsOf(look.observations, "process").at(-1)?.fact;
      const { baseline, drift } = health;
      missed.delete(target.id);
      seen.set(target.id, {
        at: look.at,
        state: look.healthy ? "healthy" : look.signals.length > 0 ? "failing" : "unknown",
        symptoms: look.signals.map((s) => ({ symptom: s.symptom, summary: s.summary })),
        degraded: look.observations.filter(isBlindSpot).map((o) => o.text),
        ...(process?.pid === undefined ? {} : { pid: process.pid }),
        checks: checkedOf(target, look),
        ...(baseline ? { baseline } : {}),
        ...(drift ? { drift } : {}),
      });
    },
    miss(target, at, why) {
      missed.set(target, { since: missed.get(target)?.since ?? at, why: redact(why, 300) });
    },
    of: (target) => seen.get(target),
    missed: (target) => missed.get(target),
    forget(target) {
      seen.delete(target);
      missed.delete(target);
    },
  };
}

/** Whether two looks say the same to people: times, and how long an answer took, are no news. */
export const isSame = (a: Seen | undefined, b: Seen | undefined): boolean => gist(a) === gist(b);

const gist = (seen: Seen | undefined): string =>
  JSON.stringify(
    seen && {
      ...seen,
      at: 0,
      checks: Object.entries(seen.checks ?? {}).map(([name, { ok }]) => [name, ok]),
      drift: seen.drift?.found,
    },
  ) ?? "";

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
