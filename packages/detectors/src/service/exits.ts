import type { FactOf } from "@gradus/core";

const WINDOW_MS = 600_000;
const ASKED_SIGNALS = new Set(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]);
/** Exit codes of a shell or a service that was asked to stop. */
const ASKED_CODES = new Set([0, 129, 130, 143]);

export interface ServiceState {
  /** Times of unexpected ends, oldest first, within the window. */
  exits: number[];
  /** Times at which it changed between running and not running, within the window. */
  changes: number[];
  last?: { running: boolean; pid?: number; exitedAt?: number };
}

/** Whether the process ended as one does that was asked to. Undefined: nobody saw how it ended. */
function wasAsked(fact: FactOf<"process">): boolean | undefined {
  if (fact.exitSignal) return ASKED_SIGNALS.has(fact.exitSignal);
  return typeof fact.exitCode === "number" ? ASKED_CODES.has(fact.exitCode) : undefined;
}

/**
 * Takes one status into the record. An end counts once: by its own time where the manager saw it, else by the change
 * of pid or to "not running".
 */
export function record(state: ServiceState, fact: FactOf<"process">, now: number): ServiceState {
  // A start that was asked for is a new beginning: a relapse after it is judged as one, not as a loop.
  const recent = (at: number): boolean => at > Math.max(now - WINDOW_MS, fact.askedAt ?? 0);
  const exits = state.exits.filter(recent);
  const changes = state.changes.filter(recent);
  const { last } = state;
  const onPurpose = fact.stoppedOnPurpose === true;
  if (fact.exitedAt !== undefined) {
    const isNew = fact.exitedAt !== last?.exitedAt && recent(fact.exitedAt);
    if (isNew && !onPurpose && wasAsked(fact) !== true) exits.push(fact.exitedAt);
  } else if (last?.running && !onPurpose) {
    const replaced =
      fact.running && last.pid !== undefined && fact.pid !== undefined && last.pid !== fact.pid;
    if (!fact.running || replaced) exits.push(now);
  }
  if (last && last.running !== fact.running && !onPurpose) changes.push(now);
  const exitedAt = fact.exitedAt ?? last?.exitedAt;
  return {
    exits: exits.slice(-20),
    changes: changes.slice(-20),
    last: {
      running: fact.running,
      ...(fact.pid === undefined ? {} : { pid: fact.pid }),
      ...(exitedAt === undefined ? {} : { exitedAt }),
    },
  };
}
