import { type Context, messageOf, type Target } from "@gradus/core";
import { installDemo } from "@gradus/demo";
import type { Board, RunningWatcher } from "@gradus/detectors";
import type { Managers } from "@gradus/targets";
import type { Loop } from "../detection/loop.ts";
import type { Options } from "../options.ts";
import { bringUp } from "./bring-up.ts";
import type { Identity } from "./identity.ts";
import type { Passes } from "./passes.ts";
import type { Problems } from "./problems.ts";
import type { Registry } from "./registry.ts";
import { type FollowedTargets, followTargets, type TargetsFollower } from "./targets.ts";

interface ReloadOptions {
  options: Options;
  env: Readonly<Record<string, string | undefined>>;
  context: Context;
  problems: Problems;
  registry: Registry;
  loop: Loop;
  passes: Passes;
  board: Board;
  identity: Identity;
  watcher: RunningWatcher;
  managers: Managers;
}

/**
 * Follows targets.yaml. One with a mistake changes nothing and is shown as a problem until it is mended. An added target is
 * watched, and started if Gradus supervises it. A removed one is no longer watched and its process goes on running: a line
 * that an editor lost must not stop a service. A changed one is looked at with its new entry at once; a new command or
 * environment counts from its next start.
 */
export function startReloading(parts: ReloadOptions): TargetsFollower {
  const { options, problems, registry, loop, context } = parts;

  function take({ targets, warnings, broken }: FollowedTargets): void {
    showWarnings(problems, warnings);
    if (broken.length > 0) {
      problems.set(
        "targets",
        `${options.targetsFile} is not in use as it is now, the targets from before stay: ${broken.join("; ")}`,
      );
      return;
    }
    problems.clear("targets");
    const change = registry.replace(targets);
    if (Object.values(change).every((ids) => ids.length === 0)) return;
    for (const id of change.removed) forget(parts, id);
    context.log("info", "the targets were read again", change);
    void context.events.publish({
      type: "targets.changed",
      at: context.clock.now(),
      actor: "gradus",
      data: change,
    });
    void welcome(
      parts,
      change.added.flatMap((id) => registry.get(id) ?? []),
    );
    loop.reconcile();
    for (const id of change.changed) loop.hurry(id);
  }

  const watch = followTargets(options, parts.env, take);
  // What changed between the first reading and now.
  take(watch.current());
  return watch;
}

async function welcome(
  { options, context, managers }: ReloadOptions,
  added: readonly Target[],
): Promise<void> {
  try {
    if (added.some((t) => t.demo)) await installDemo({ dataDir: options.dataDir });
    await bringUp(context, added, managers);
  } catch (error) {
    context.log("error", "new targets could not be prepared; their detectors take it from here", {
      targets: added.map((t) => t.id),
      error: messageOf(error),
    });
  }
}

/** What stays known of it: its tasks, its baselines, and to the manager that it started the process. */
function forget({ passes, board, identity, watcher, context }: ReloadOptions, id: string): void {
  passes.forget(id);
  board.forget(id);
  identity.claim(id, undefined);
  watcher.forget(id).catch((error: unknown) =>
    context.log("warn", "what was remembered of a target could not be dropped", {
      target: id,
      error: messageOf(error),
    }),
  );
}

/** Settings that are allowed, but hardly meant: in the same place as what is wrong. */
export function showWarnings(problems: Problems, warnings: readonly string[]): void {
  if (warnings.length === 0) problems.clear("warnings");
  else problems.set("warnings", warnings.join("; "));
}
