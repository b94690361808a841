import { dirname, resolve } from "node:path";
import { GradusError, type Target } from "@gradus/core";
import { formatProblem, loadTargets, watchTargets, type TargetsWatch } from "@gradus/targets";
import type { Options } from "../options.ts";

export interface ConfiguredTargets {
  targets: Target[];
  warnings: string[];
}

const surroundings = (options: Options, env: Readonly<Record<string, string | undefined>>) => ({
  variables: { data: resolve(options.dataDir), node: process.execPath, here: dirname(resolve(options.targetsFile)) },
  env,
});

/** Reads targets.yaml. Throws GradusError "invalid_input" with every problem, each with its place: nothing starts half-configured. */
export function readTargets(options: Options, env: Readonly<Record<string, string | undefined>>): ConfiguredTargets {
  const loaded = loadTargets({ file: options.targetsFile, ...surroundings(options, env) });
  if (!loaded.ok) {
    const problems = loaded.problems.map(formatProblem);
    throw new GradusError("invalid_input", `${options.targetsFile} cannot be used:\n${problems.map((p) => `  ${p}`).join("\n")}`, { problems });
  }
  return { targets: chosen(options, loaded.targets), warnings: loaded.warnings.map(formatProblem) };
}

/** Follows the file while Gradus runs; a broken file keeps the targets as they were. */
export function followTargets(options: Options, env: Readonly<Record<string, string | undefined>>, onChange: (targets: Target[], problems: string[]) => void): TargetsWatch {
  return watchTargets(options.targetsFile, surroundings(options, env), (change) => onChange(chosen(options, change.targets), change.problems.map(formatProblem)));
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
