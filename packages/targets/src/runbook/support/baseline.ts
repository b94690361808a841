import { createHash } from "node:crypto";
import type { Baseline, FileStat, Host } from "@gradus/core";
import type { Scene } from "./scene.ts";

export type BaselineFile = Baseline["files"][number];

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export const latest = (scene: Scene): Promise<Baseline | undefined> =>
  scene.baselines.latest(scene.target.id);

/** The baseline's entry of a path that is one of the target's files. Text: why there is none to restore from. */
export async function baselineFile(scene: Scene, path: string): Promise<BaselineFile | string> {
  if (!scene.target.files.some((f) => f.path === path))
    return `${path} is none of ${scene.target.id}'s files`;
  const baseline = await latest(scene);
  if (!baseline) return `there is no baseline of ${scene.target.id}`;
  return baseline.files.find((f) => f.path === path) ?? `${path} is not in the baseline`;
}

export const sameMode = (stat: FileStat, file: BaselineFile): boolean =>
  stat.mode === file.mode && stat.uid === file.uid && stat.gid === file.gid;

/** Whether content, mode and owner are the baseline's. Undefined where the file cannot be read. */
export async function equalsBaseline(host: Host, file: BaselineFile): Promise<boolean | undefined> {
  const stat = await host.stat(file.path);
  if (stat?.kind !== "file") return false;
  if (!sameMode(stat, file)) return false;
  try {
    const content = await host.readFile(file.path);
    return content !== undefined && sha256(content) === file.sha256;
  } catch {
    return undefined;
  }
}
