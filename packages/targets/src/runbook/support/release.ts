import { dirname, join, resolve } from "node:path";
import { listVersions, readVersion } from "../../baseline/version.ts";
import type { Scene } from "./scene.ts";

/** The version that is in place now; undefined where it cannot be told. */
export const currentVersion = async (scene: Scene): Promise<string | undefined> =>
  (await readVersion(scene.host, scene.target, scene.releases))?.version;

/** The versions that could be put in place. */
export const versions = (scene: Scene): Promise<string[]> =>
  listVersions(scene.host, scene.target, scene.releases);

/** The text of the link to a version, in the way (relative or absolute) the present one is written. */
export function linkText(link: string, releases: string, present: string | undefined, to: string): string {
  const folder = present === undefined ? undefined : dirname(present);
  const fits = folder !== undefined && resolve(dirname(link), folder) === resolve(releases);
  return fits ? join(folder, to) : join(releases, to);
}

/**
 * Whether the running process was started from what the link points at now: by its working directory where that is inside
 * the releases, else by whether it started after the link was set. Undefined where neither can be told.
 */
export async function isServed(scene: Scene, version: string): Promise<boolean | undefined> {
  const { release } = scene.target;
  // What a platform has in place it runs, or is about to.
  if (release?.kind === "platform") return undefined;
  const status = await scene.manager?.status(scene.target);
  if (!status?.running) return false;
  if (release?.kind !== "symlink") return undefined;
  const cwd =
    status.pid === undefined ? undefined : (await scene.host.stat(`/proc/${status.pid}/cwd`))?.linkTarget;
  const inside = `${resolve(release.releases)}/`;
  if (cwd?.startsWith(inside)) return cwd.slice(inside.length).split("/")[0] === version;
  const link = await scene.host.stat(release.link);
  if (!link || status.startedAt === undefined) return undefined;
  return status.startedAt >= link.mtimeMs;
}
