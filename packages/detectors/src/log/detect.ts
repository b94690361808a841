import type { Detector, Signal, Target } from "@gradus/core";
import { factsOf } from "@gradus/core";
import { brief } from "../shared/numbers.ts";
import { isStoppedOnPurpose, signalOf } from "../shared/signal.ts";
import { floodsIn } from "./flood.ts";
import { isError } from "./level.ts";
import { LEARN_MS } from "./tally.ts";
import type { Seen, Windows } from "./window.ts";
import { advance, isGoingOn, linesIn } from "./window.ts";

export interface LogDetectorState {
  since?: number;
  /** Counted as far as it matters. */
  looks?: number;
  errors: Windows;
}

/** A new error that comes once is evidence; that often within a minute it is a symptom. */
const NEW_LINES = 3;
const MANY_LINES = 20;
const MANY_FACTOR = 10;
/** A flood is so far above anything that one rate to compare with is enough: the first look has none, the second gives it. */
const FLOOD_LOOKS = 3;

/** New errors that repeat, errors far above usual, floods. */
export const logDetector: Detector<LogDetectorState> = {
  source: "log",
  initial: () => ({ errors: {} }),
  detect: ({ target, observations, state, now }) => {
    const seen = factsOf(observations, "log").filter((o) => o.source === "log");
    const errors = advance(state.errors, seen, now);
    const since = state.since ?? now;
    const looks = (state.looks ?? 0) + 1;
    const next = { since, looks: Math.min(looks, FLOOD_LOOKS), errors };
    if (isStoppedOnPurpose(observations)) return { state: next, signals: [] };
    const signals = newErrors(target, errors, now);
    if (now - since >= LEARN_MS) signals.push(...manyErrors(target, errors, seen, now));
    if (looks >= FLOOD_LOOKS) {
      for (const flood of floodsIn(seen)) {
        const { rate, usualRate, path, template } = flood.fact;
        const detail = `${brief(rate / 60)} lines a second, usually ${brief(usualRate / 60)}: ${template}`;
        signals.push(signalOf(target, "log_flood", now, detail, [flood], { key: path }));
      }
    }
    return { state: next, signals };
  },
};

function newErrors(target: Target, errors: Windows, now: number): Signal[] {
  return Object.entries(errors).flatMap(([key, window]) => {
    const lines = linesIn(window);
    if (!window.news || lines < NEW_LINES || !isGoingOn([window], now)) return [];
    const { sample, template } = window.news.fact;
    const detail = `${sample || template} (${lines} lines within a minute)`;
    return [signalOf(target, "log_new_error", now, detail, [window.news], { key })];
  });
}

function manyErrors(target: Target, errors: Windows, seen: readonly Seen[], now: number): Signal[] {
  const windows = Object.values(errors);
  const lines = windows.reduce((sum, window) => sum + linesIn(window), 0);
  const usual = windows.reduce((sum, window) => sum + window.usual, 0);
  if (lines < MANY_LINES || lines < MANY_FACTOR * Math.max(1, usual) || !isGoingOn(windows, now)) return [];
  const detail = `${lines} error lines within a minute, usually ${brief(usual)}`;
  const evidence = seen.filter(({ fact }) => isError(fact.level)).slice(0, 5);
  return [signalOf(target, "log_error_rate", now, detail, evidence)];
}
