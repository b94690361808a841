import { factsOf } from "@gradus/core";
import { restoreFile as card } from "../cards/restore.ts";
import { baselineFile, equalsBaseline, sha256, type BaselineFile } from "../support/baseline.ts";
import { copyOf, copySchema, putBack } from "../support/copy.ts";
import { inverse, runbook } from "../support/define.ts";
import { startIfDown, takeEffect } from "../support/service.ts";
import type { Scene } from "../support/scene.ts";

export const restoreFile = runbook({
  card,
  needs: "machine",
  candidates: (target, observations) => {
    const drifted = factsOf(observations, "drift").filter(
      (o) => o.fact.aspect === "file" || o.fact.aspect === "missing",
    );
    const own = target.files.filter((f) => !f.secret && drifted.some((o) => o.fact.key === f.path));
    return own.map(({ path }) => ({ path }));
  },
  async ready(scene, { path }) {
    const file = await restorable(scene, path);
    return typeof file === "string" ? file : undefined;
  },
  async apply(scene, { path }, run) {
    const file = await restorable(scene, path);
    if (typeof file === "string") throw new Error(file);
    if (await equalsBaseline(scene.host, file)) {
      run.note(`${path} is as it was in the baseline`);
      return startIfDown(scene, run);
    }
    run.undo = await copyOf(scene.host, path, file.content);
    await run.step(`put ${path} back`, async () => {
      const { content, mode, uid, gid } = file;
      await scene.host.writeFile(path, content, { mode, uid, gid });
      if (!(await equalsBaseline(scene.host, file))) throw new Error("it is not what was written");
      return "content, mode and owner are those of the baseline";
    });
    await takeEffect(scene, run);
  },
  undo: inverse(copySchema, async (scene, copy, run) => {
    await run.step(`put the former ${copy.path} back`, async () => {
      await putBack(scene.host, copy);
      return "";
    });
    await takeEffect(scene, run);
  }),
  async causeGone(scene, { path }) {
    const file = await baselineFile(scene, path);
    return typeof file === "string" ? undefined : equalsBaseline(scene.host, file);
  },
});

/** The baseline's entry with its content, or why there is nothing to restore from or onto. */
async function restorable(
  scene: Scene,
  path: string,
): Promise<(BaselineFile & { content: string }) | string> {
  const file = await baselineFile(scene, path);
  if (typeof file === "string") return file;
  const secret = scene.target.files.some((f) => f.path === path && f.secret);
  if (secret || file.content === undefined)
    return `the content of ${path} is not kept, so it cannot be restored`;
  if (sha256(file.content) !== file.sha256) return `the baseline's copy of ${path} is damaged`;
  const stat = await scene.host.stat(path);
  if (stat && stat.kind !== "file") return `${path} is not a regular file`;
  return { ...file, content: file.content };
}
