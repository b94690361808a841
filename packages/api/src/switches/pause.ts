import {
  type Context,
  GradusError,
  pauseAll,
  pauseTarget,
  resumeAll,
  resumeTarget,
  type Settings,
} from "@gradus/core";
import { askedAt } from "./asked-at.ts";
import { change } from "./change.ts";

type Ctx = Pick<Context, "store" | "clock" | "events" | "log" | "targets">;

/** Stops all action, or action on one target, until resumed. A pause that is there already stays as it is. */
export async function pause(
  ctx: Ctx,
  input: { by: string; reason: string; target?: string | undefined },
): Promise<Settings> {
  const { target, by, reason } = input;
  if (target !== undefined && !ctx.targets.get(target))
    throw new GradusError("not_found", `There is no target "${target}".`);
  const at = ctx.clock.now();
  return change(
    ctx,
    (settings) =>
      target === undefined
        ? pauseAll(settings, { by, at, reason })
        : pauseTarget(settings, target, { by, at, reason }),
    () => ({
      at,
      actor: by,
      type: target === undefined ? "gradus.paused" : "target.paused",
      data: { reason, ...(target === undefined ? {} : { target }) },
    }),
  );
}

/** Ends a pause. A target that is no longer configured can still be freed. */
export async function resume(
  ctx: Ctx,
  input: { by: string; target?: string | undefined },
): Promise<Settings> {
  const { target, by } = input;
  const at = ctx.clock.now();
  const asked = askedAt(at);
  return change(
    ctx,
    (settings) => {
      if (target === undefined) return resumeAll(settings, asked(settings.paused?.at));
      const isPaused = Object.hasOwn(settings.pausedTargets, target);
      if (!ctx.targets.get(target) && !isPaused)
        throw new GradusError("not_found", `There is no target "${target}".`);
      return resumeTarget(settings, target, asked(isPaused ? settings.pausedTargets[target]?.at : undefined));
    },
    () => ({
      at,
      actor: by,
      type: target === undefined ? "gradus.resumed" : "target.resumed",
      data: target === undefined ? {} : { target },
    }),
  );
}
