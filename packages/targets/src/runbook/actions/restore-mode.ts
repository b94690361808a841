import { factsOf } from "@gradus/core";
import * as z from "zod";
import { restoreMode as card } from "../cards/restore.ts";
import { baselineFile, sameMode } from "../support/baseline.ts";
import { inverse, runbook } from "../support/define.ts";
import { startIfDown } from "../support/service.ts";

const octal = (mode: number): string => mode.toString(8).padStart(4, "0");

const saved = z.object({ path: z.string(), mode: z.number(), uid: z.number(), gid: z.number() });

export const restoreMode = runbook({
  card,
  needs: "machine",
  candidates: (target, observations) => {
    const drifted = factsOf(observations, "drift").filter(
      (o) => o.fact.aspect === "mode" || o.fact.aspect === "owner",
    );
    const own = target.files.filter((f) => drifted.some((o) => o.fact.key === f.path));
    return own.map(({ path }) => ({ path }));
  },
  async ready(scene, { path }) {
    const file = await baselineFile(scene, path);
    if (typeof file === "string") return file;
    const stat = await scene.host.stat(path);
    if (!stat) return `${path} is missing`;
    return stat.kind === "file" ? undefined : `${path} is not a regular file`;
  },
  async apply(scene, { path }, run) {
    const file = await baselineFile(scene, path);
    const stat = await scene.host.stat(path);
    if (typeof file === "string" || !stat) throw new Error(`${path} is not there to be restored`);
    if (sameMode(stat, file)) run.note(`${path} has the mode and owner of the baseline`);
    else {
      run.undo = { path, mode: stat.mode, uid: stat.uid, gid: stat.gid };
      await run.step(`set mode and owner of ${path}`, async () => {
        const sameOwner = stat.uid === file.uid && stat.gid === file.gid;
        await scene.host.setMode(path, file.mode, sameOwner ? undefined : { uid: file.uid, gid: file.gid });
        const now = await scene.host.stat(path);
        if (!now || !sameMode(now, file)) throw new Error("they are not what was set");
        return `${octal(stat.mode)} ${stat.uid}:${stat.gid} → ${octal(file.mode)} ${file.uid}:${file.gid}`;
      });
    }
    await startIfDown(scene, run);
  },
  undo: inverse(saved, async (scene, { path, mode, uid, gid }, run) => {
    await run.step(`give ${path} its former mode and owner`, async () => {
      await scene.host.setMode(path, mode, { uid, gid });
      return octal(mode);
    });
  }),
  async causeGone(scene, { path }) {
    const file = await baselineFile(scene, path);
    if (typeof file === "string") return undefined;
    const stat = await scene.host.stat(path);
    return stat !== undefined && sameMode(stat, file);
  },
});
