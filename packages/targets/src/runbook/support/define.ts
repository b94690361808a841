import type { Observation, Params, RunbookCard, Target } from "@gradus/core";
import type * as z from "zod";
import type { Card } from "../cards/card.ts";
import { lacks, type Need } from "./needs.ts";
import type { Run } from "./run.ts";
import type { Scene } from "./scene.ts";

type Json = Record<string, unknown>;

/** One runbook as it is written: everything typed by its card's parameters. */
export interface Definition<P extends Params> {
  card: Card<P>;
  /** Without it a target has no candidates, and the runbook is refused. */
  needs?: Need;
  /** Parameters for which the evidence, or the target alone, gives a reason. */
  candidates(target: Target, observations: readonly Observation[]): P[];
  /** Why it may not go ahead now; undefined if it may. Changes nothing. */
  ready(scene: Scene, params: P): Promise<string | undefined>;
  apply(scene: Scene, params: P, run: Run): Promise<void>;
  undo?: (scene: Scene, saved: Json, run: Run) => Promise<void>;
  /** What undo is given where a crash hid what apply wrote down: only where it need not know what was there before. */
  undoneFrom?: Json;
  /** `before` is what apply wrote down, where it is known. */
  causeGone?: (scene: Scene, params: P, before: Json | undefined) => Promise<boolean | undefined>;
}

/** One runbook with its parameters checked and filled in. */
export interface Bound {
  ready(scene: Scene): Promise<string | undefined>;
  apply(scene: Scene, run: Run): Promise<void>;
  undo: ((scene: Scene, saved: Json, run: Run) => Promise<void>) | undefined;
  undoneFrom: Json | undefined;
  causeGone(scene: Scene, before: Json | undefined): Promise<boolean | undefined>;
}

export interface Runbook {
  card: RunbookCard;
  candidates(target: Target, observations: readonly Observation[]): Params[];
  /** Text: what is wrong with the parameters. */
  bind(params: unknown): Bound | string;
}

/** Closes a definition: from here on parameters pass its schema or go nowhere. */
export function runbook<P extends Params>(definition: Definition<P>): Runbook {
  const { card, undo, undoneFrom, needs } = definition;
  const missing = (target: Target): string | undefined => (needs ? lacks(target, needs) : undefined);
  return {
    card,
    candidates: (target, observations) =>
      missing(target) === undefined ? definition.candidates(target, observations) : [],
    bind(raw) {
      const parsed = card.params.safeParse(raw);
      if (!parsed.success) {
        const problems = parsed.error.issues.map((i) => `${i.path.join(".") || "parameters"}: ${i.message}`);
        return `${card.id} does not take these parameters (${problems.join("; ").slice(0, 300)})`;
      }
      const params = parsed.data;
      return {
        ready: async (scene) => missing(scene.target) ?? definition.ready(scene, params),
        apply: (scene, run) => definition.apply(scene, params, run),
        undo,
        undoneFrom,
        causeGone: async (scene, before) => definition.causeGone?.(scene, params, before),
      };
    },
  };
}

/** An undo whose saved data is checked: it comes back from the store. */
export function inverse<S>(
  schema: z.ZodType<S>,
  act: (scene: Scene, saved: S, run: Run) => Promise<void>,
): (scene: Scene, saved: Json, run: Run) => Promise<void> {
  return (scene, saved, run) => act(scene, schema.parse(saved), run);
}
