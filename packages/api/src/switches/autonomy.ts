import {
  autonomySetFor,
  type AutonomyLevel,
  clearAutonomy,
  type Context,
  GradusError,
  type Risk,
  setAutonomy,
  type Settings,
} from "@gradus/core";
import { askedAt } from "./asked-at.ts";
import { change } from "./change.ts";

type Ctx = Pick<Context, "store" | "clock" | "events" | "log" | "targets">;

/**
 * Puts a level in the place of what a target's entry allows, or goes back to the entry (`level` null). Outcomes count afresh
 * from here on. What was set for a target that is no longer configured can still be taken back.
 */
export async function allow(
  ctx: Ctx,
  input: { target: string; risk: Risk; level: AutonomyLevel | null; reason: string; by: string },
): Promise<Settings> {
  const { target, risk, level, reason, by } = input;
  const at = ctx.clock.now();
  const asked = askedAt(at);
  const entry = ctx.targets.get(target);
  const levelIn = (settings: Settings): AutonomyLevel | null =>
    autonomySetFor(settings, target)[risk]?.level ?? entry?.autonomy[risk] ?? null;
  return change(
    ctx,
    (settings) => {
      if (!entry && (level !== null || !autonomySetFor(settings, target)[risk]))
        throw new GradusError("not_found", `There is no target "${target}".`);
      const since = asked(autonomySetFor(settings, target)[risk]?.at);
      return level === null
        ? clearAutonomy(settings, target, risk, since)
        : setAutonomy(settings, target, risk, { level, by, at: since, reason });
    },
    (before) => ({
      at,
      actor: by,
      type: level === null ? "target.autonomy-cleared" : "target.autonomy-set",
      data: {
        target,
        risk,
        before: levelIn(before),
        after: level ?? entry?.autonomy[risk] ?? null,
        reason,
      },
    }),
  );
}
