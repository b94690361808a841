import type { Detector, FactOf, Signal } from "@gradus/core";
import { factsOf } from "@gradus/core";
import { signalOf } from "../shared/signal.ts";
import type { ServiceState } from "./exits.ts";
import { record } from "./exits.ts";
import { exitText } from "./gather.ts";

/** Ends within ten minutes that make a crash loop, and up/down changes that make flapping. */
const LOOP_EXITS = 3;
const FLAP_CHANGES = 6;
/** "Just restarted": it is too early to say that this start has held. */
const JUST_MS = 60_000;

/** Down, suspended, crash loop, flapping. An unknown status is none of them. */
export const serviceDetector: Detector<ServiceState> = {
  source: "service",
  initial: () => ({ exits: [], changes: [] }),
  detect: ({ target, observations, state, now }) => {
    const seen = factsOf(observations, "process").find((o) => o.source === "service");
    if (!seen || seen.fact.unknown !== undefined) return { state, signals: [] };
    const { fact } = seen;
    const next = record(state, fact, now);
    // Of what a platform rolls out the container source says all this, and better.
    if (factsOf(observations, "deployment").length > 0) return { state: next, signals: [] };
    const signals: Signal[] = [];
    const down = !fact.running && fact.stoppedOnPurpose !== true;
    // The container source names what happened to a container better.
    const contained = factsOf(observations, "container").length > 0;
    if (isLooping(next, fact, now)) {
      const detail = `${Math.max(next.exits.length, LOOP_EXITS)} unexpected ends within ten minutes${exitText(fact)}`;
      signals.push(signalOf(target, "service_crash_loop", now, detail, [seen], { certain: true }));
    } else if (next.changes.length >= FLAP_CHANGES) {
      const detail = `${next.changes.length} changes within ten minutes`;
      signals.push(signalOf(target, "service_flapping", now, detail, [seen], { certain: true }));
    }
    if (down && !contained) signals.push(signalOf(target, "service_down", now, seen.text, [seen]));
    if (fact.running && fact.state === "T") {
      signals.push(signalOf(target, "service_suspended", now, seen.text, [seen]));
    }
    return { state: next, signals };
  },
};

function isLooping(state: ServiceState, fact: FactOf<"process">, now: number): boolean {
  if (fact.stoppedOnPurpose === true) return false;
  const fresh = fact.startedAt !== undefined && now - fact.startedAt < JUST_MS;
  if (fact.running && !fresh) return false;
  if (state.exits.length >= LOOP_EXITS) return true;
  // A manager that restarts faster than we look, and does not say how it ended.
  return fact.exitedAt === undefined && fact.recentStarts > LOOP_EXITS;
}
