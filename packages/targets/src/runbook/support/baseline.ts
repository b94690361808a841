import { createHash } from "node:crypto";
import type { Baseline, Host } from "@gradus/core";
import { readFileState } from "../../baseline/file.ts";
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

type Rights = Pick<BaselineFile, "mode" | "uid" | "gid">;

export const sameMode = (stat: Rights, file: Rights): boolean =>
  stat.mode === file.mode && stat.uid === file.uid && stat.gid === file.gid;

/** Whether content, mode and owner are the baseline's. Undefined where the file cannot be read. */
export async function equalsBaseline(host: Host, file: BaselineFile): Promise<boolean | undefined> {
  if (!(await host.stat(file.path))) return false;
  const now = await readFileState(host, file.path, true);
  return now && now.sha256 === file.sha256 && sameMode(now, file);
}

/** Whether the content is another than the baseline's; false where that cannot be seen. */
export async function contentDiffers(host: Host, file: BaselineFile): Promise<boolean> {
  const now = await readFileState(host, file.path, true);
  return now !== undefined && now.sha256 !== file.sha256;
}
