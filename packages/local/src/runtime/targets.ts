import { dirname, resolve } from "node:path";
import { GradusError, isOverSsm, type Target } from "@gradus/core";
import { formatProblem, isOnPlatform, loadTargets, type TargetsChange, watchTargets } from "@gradus/targets";
import type { Options } from "../options.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface ConfiguredTargets {
  targets: Target[];
  /** Allowed, but hardly meant: one sentence each, with its place. */
  warnings: string[];
}

export interface FollowedTargets extends ConfiguredTargets {
  /** Why the file as it is now is not in use; empty if it is. */
  broken: string[];
}

export interface TargetsFollower {
  current(): FollowedTargets;
  close(): void;
}

const surroundings = (options: Options, env: Env) => ({
  variables: {
    data: resolve(options.dataDir),
    node: process.execPath,
    here: dirname(resolve(options.targetsFile)),
  },
  env,
});

/** Reads targets.yaml. Throws GradusError "invalid_input" with every problem, each with its place: nothing starts half-configured. */
export function readTargets(options: Options, env: Env): ConfiguredTargets {
  const loaded = loadTargets({ file: options.targetsFile, ...surroundings(options, env) });
  if (!loaded.ok) {
    const problems = loaded.problems.map(formatProblem);
    throw new GradusError(
      "invalid_input",
      `${options.targetsFile} cannot be used:\n${problems.map((p) => `  ${p}`).join("\n")}`,
      { problems },
    );
  }
  const targets = chosen(options, loaded.targets);
  return { targets, warnings: [...loaded.warnings.map(formatProblem), ...onAws(targets)] };
}

/** What this Gradus cannot see, because it runs on one machine: said, so that nobody takes silence for health. */
function onAws(targets: readonly Target[]): string[] {
  const there = targets.filter((t) => isOnPlatform(t) || t.cloudwatch !== undefined || isOverSsm(t));
  if (there.length === 0) return [];
  const names = there.map((t) => t.id).join(", ");
  return [
    `of ${names} only health checks and metrics pages are looked at: the rest is on AWS, and is seen by a Gradus that is deployed there`,
  ];
}

/** Follows the file while Gradus runs. */
export function followTargets(
  options: Options,
  env: Env,
  onChange: (followed: FollowedTargets) => void,
): TargetsFollower {
  const followed = (change: TargetsChange): FollowedTargets => ({
    targets: chosen(options, change.targets),
    warnings: [...change.warnings.map(formatProblem), ...onAws(change.targets)],
    broken: change.problems.map(formatProblem),
  });
  const watch = watchTargets(options.targetsFile, surroundings(options, env), (change) =>
    onChange(followed(change)),
  );
  return { current: () => followed(watch.current()), close: () => watch.close() };
}

/** What the flags leave: no demo fleet with --no-demo, and one interval for all with --interval. */
function chosen(options: Options, targets: readonly Target[]): Target[] {
  const kept = targets.filter((t) => options.demo || !t.demo);
  const ids = new Set(kept.map((t) => t.id));
  return kept.map((t) => ({
    ...t,
    dependsOn: t.dependsOn.filter((id) => ids.has(id)),
    intervalMs: options.intervalMs ?? t.intervalMs,
  }));
}
