import type { Source, Target } from "@gradus/core";
import { leadSource } from "@gradus/aws/lead-source";
import { createAddressGuard } from "@gradus/detectors";
import { deployable, formatProblem, loadTargets } from "@gradus/targets";
import { dirname, resolve } from "node:path";
import { DISCOVERED } from "./discovered.ts";

/** What is deployed of targets.yaml. */
export interface DeployedTargets {
  targets: Target[];
  /** Into how many shards each source's targets are split; a source without targets has none. */
  shards: Partial<Record<Source, number>>;
  /** What to tell whoever deploys: what was left out, and settings that are hardly meant. */
  notes: string[];
}

/** The schedules' own interval. A target that names a shorter one is looked at several times within the minute, and paid for. */
const ONE_MINUTE_MS = 60_000;

/** Reads targets.yaml for a deployment. Throws an Error with every problem: nothing is deployed half-configured. */
export function loadDeployedTargets(
  file: string,
  options: { shardSize: number; discovery: boolean; network: { allow: readonly string[] } },
): DeployedTargets {
  const loaded = loadTargets({
    file,
    variables: { data: "/var/lib/gradus", node: "/usr/bin/node", here: dirname(resolve(file)) },
    env: {},
    intervalMs: ONE_MINUTE_MS,
  });
  if (!loaded.ok)
    throw new Error(
      `${file} cannot be used:\n${loaded.problems.map((p) => `  ${formatProblem(p)}`).join("\n")}`,
    );
  const { targets, problems, left } = deployable(loaded.targets, {
    // Where the networks of the function's own machine are allowed (an emulator), a target may be there.
    loopback: createAddressGuard(options.network)("127.0.0.1") === undefined,
  });
  if (problems.length > 0)
    throw new Error(`${file} cannot be deployed to AWS:\n${problems.map((p) => `  ${p}`).join("\n")}`);
  const counts: Partial<Record<Source, number>> = {};
  for (const target of targets) {
    const source = leadSource(target);
    counts[source] = (counts[source] ?? 0) + 1;
  }
  if (options.discovery) for (const source of Object.keys(DISCOVERED) as Source[]) counts[source] ??= 0;
  const shards = Object.fromEntries(
    Object.entries(counts).map(([source, n]) => [source, Math.max(1, Math.ceil(n / options.shardSize))]),
  );
  return {
    targets,
    shards,
    notes: [
      ...(left.length > 0 ? [`left out, because it lives on one machine only: ${left.join(", ")}`] : []),
      ...loaded.warnings.map(formatProblem),
    ],
  };
}
