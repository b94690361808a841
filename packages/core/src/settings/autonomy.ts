import { GradusError } from "../error/error.ts";
import type { Risk } from "../policy/schema.ts";
import type { AutonomySet, Settings } from "./schema.ts";

/** What people set for one target, by risk class. */
export type AutonomySets = Partial<Record<Risk, AutonomySet>>;

/** Empty where nobody has set anything. */
export const autonomySetFor = ({ autonomy = {} }: Settings, target: string): AutonomySets =>
  (Object.hasOwn(autonomy, target) ? autonomy[target] : undefined) ?? {};

/*
 * As with the switches: the very same object where there is nothing to change, and what is older than what it meets is late.
 * The same level from the same person for the same reason is the same wish; for another reason it is a new one, and starts
 * afresh.
 */

/** Puts a level in the place of a target's entry. Throws "invalid_input" for automatic destructive actions. */
export function setAutonomy(settings: Settings, target: string, risk: Risk, set: AutonomySet): Settings {
  if (risk === "destructive" && set.level === "auto")
    throw new GradusError(
      "invalid_input",
      "level: destructive actions are never automatic; approve is the most that can be set",
    );
  const sets = autonomySetFor(settings, target);
  const before = sets[risk];
  const isSame = before?.level === set.level && before.by === set.by && before.reason === set.reason;
  if (isSame || (before && before.at > set.at)) return settings;
  return { ...settings, autonomy: { ...settings.autonomy, [target]: { ...sets, [risk]: set } } };
}

/** Goes back to what the entry says. `at` is when it was asked for. */
export function clearAutonomy(settings: Settings, target: string, risk: Risk, at: number): Settings {
  const { [risk]: before, ...others } = autonomySetFor(settings, target);
  if (!before || before.at > at) return settings;
  const { autonomy: { [target]: _cleared, ...targets } = {}, ...rest } = settings;
  const autonomy = Object.keys(others).length > 0 ? { ...targets, [target]: others } : targets;
  return Object.keys(autonomy).length > 0 ? { ...rest, autonomy } : rest;
}
