export const HOUR_MS = 3_600_000;

/** How many actions an hour Gradus takes on its own; one more needs a person. */
export interface RateLimits {
  perTargetHour: number;
  perFleetHour: number;
}

export const DEFAULT_LIMITS: RateLimits = { perTargetHour: 10, perFleetHour: 60 };

/**
 * Why another action now would be too many, one reason for each limit that is reached. `recent` are the starts of actions
 * on the target (epoch ms; those in the future count too: a clock that was set back must not free the way), `fleetRecent`
 * is the number of actions on all targets within the last hour.
 */
export function limitsReached(of: {
  recent: readonly number[];
  fleetRecent: number;
  limits: RateLimits;
  now: number;
}): string[] {
  const onTarget = of.recent.filter((at) => at > of.now - HOUR_MS).length;
  const { perTargetHour, perFleetHour } = of.limits;
  const reasons: string[] = [];
  if (onTarget >= perTargetHour)
    reasons.push(`${onTarget} actions on this target within the last hour (limit ${perTargetHour})`);
  if (of.fleetRecent >= perFleetHour)
    reasons.push(`${of.fleetRecent} actions on the fleet within the last hour (limit ${perFleetHour})`);
  return reasons;
}
