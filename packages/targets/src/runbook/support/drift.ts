import type { Baseline, ServiceStatus } from "@gradus/core";
import { contentDiffers, equalsBaseline, latest, sha256 } from "./baseline.ts";
import { isBroken, namesOf, valueIn } from "./env-file.ts";
import { currentVersion } from "./release.ts";
import type { Scene } from "./scene.ts";

/** The environment file of a target, where it has one. */
export function environmentFile(scene: Scene): string | undefined {
  const { manager } = scene.target;
  return manager?.kind === "process" ? manager.environmentFile : undefined;
}

/** Names of the variables that differ from the baseline: another value, missing, or not there before. */
export function driftedVariables(text: string, baseline: Baseline): string[] {
  const known = new Map(baseline.environment.map((v) => [v.name, v]));
  const differ = baseline.environment.filter((variable) => {
    const now = valueIn(text, variable.name);
    return now === undefined || sha256(now) !== variable.sha256;
  });
  return [...differ.map((v) => v.name), ...namesOf(text).filter((name) => !known.has(name))];
}

/** What differs from the baseline now, as paths, variables and "version". Undefined: there is no baseline. */
export async function driftNow(scene: Scene): Promise<string[] | undefined> {
  const baseline = await latest(scene);
  if (!baseline) return undefined;
  const found: string[] = [];
  for (const file of baseline.files) {
    if ((await equalsBaseline(scene.host, file)) !== true) found.push(file.path);
  }
  const path = environmentFile(scene);
  if (path !== undefined) found.push(...driftedVariables((await scene.host.readFile(path)) ?? "", baseline));
  if (baseline.version !== undefined && (await currentVersion(scene)) !== baseline.version)
    found.push("version");
  return found;
}

/**
 * The file that a restart would make the running process read for the first time: changed after it started, and not what
 * the baseline has. It works with the older content, so a restart may be what breaks it.
 */
export async function untestedFile(scene: Scene, status: ServiceStatus): Promise<string | undefined> {
  if (!status.running || status.startedAt === undefined) return undefined;
  const baseline = await latest(scene);
  if (!baseline) return undefined;
  const isNewer = async (path: string): Promise<boolean> =>
    ((await scene.host.stat(path))?.mtimeMs ?? 0) > (status.startedAt ?? 0);
  for (const file of baseline.files) {
    if (!scene.target.files.some((f) => f.path === file.path) || !(await isNewer(file.path))) continue;
    if (await contentDiffers(scene.host, file)) return file.path;
  }
  const path = environmentFile(scene);
  if (path === undefined || !(await isNewer(path))) return undefined;
  const text = await scene.host.readFile(path).catch(() => undefined);
  if (text === undefined) return undefined;
  return isBroken(text) || driftedVariables(text, baseline).length > 0 ? path : undefined;
}
