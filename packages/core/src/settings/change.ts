import type { Settings } from "./schema.ts";

export interface Pause {
  by: string;
  /** Epoch ms. */
  at: number;
  reason: string;
}

/*
 * Each of these gives back the very same object where there is nothing to change, so that what is delivered twice is written
 * once. The first pause is kept; a resume that is older than the pause it meets is late, and is ignored. The version is left
 * for the store.
 */

/** Stops all action, everywhere. */
export const pauseAll = (settings: Settings, pause: Pause): Settings =>
  settings.paused ? settings : { ...settings, paused: pause };

/** Ends a global pause; pauses of single targets stay. `at` is when it was asked for. */
export function resumeAll(settings: Settings, at: number): Settings {
  if (!settings.paused || settings.paused.at > at) return settings;
  const { paused: _ended, ...rest } = settings;
  return rest;
}

/** Stops action on one target. */
export const pauseTarget = (settings: Settings, target: string, pause: Pause): Settings =>
  Object.hasOwn(settings.pausedTargets, target)
    ? settings
    : { ...settings, pausedTargets: { ...settings.pausedTargets, [target]: pause } };

/** Ends the pause of one target; a global pause stays. */
export function resumeTarget(settings: Settings, target: string, at: number): Settings {
  const pause = Object.hasOwn(settings.pausedTargets, target) ? settings.pausedTargets[target] : undefined;
  if (!pause || pause.at > at) return settings;
  const { [target]: _ended, ...pausedTargets } = settings.pausedTargets;
  return { ...settings, pausedTargets };
}

/** The pause that stops action on a target now, the global one first. */
export const pauseOf = (settings: Settings, target: string): Pause | undefined =>
  settings.paused ??
  (Object.hasOwn(settings.pausedTargets, target) ? settings.pausedTargets[target] : undefined);
