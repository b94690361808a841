import { factsOf } from "@gradus/core";
import { reloadService as card } from "../cards/soften.ts";
import { runbook } from "../support/define.ts";
import { driftNow } from "../support/drift.ts";
import { cannotUse, offers, use } from "../support/tell.ts";

export const reloadService = runbook({
  card,
  candidates: (target, observations) => {
    const drifted = factsOf(observations, "drift").some((o) =>
      target.files.some((f) => f.path === o.fact.key),
    );
    return offers(target, "reload") && !drifted ? [{}] : [];
  },
  async ready(scene) {
    const no = await cannotUse(scene, "reload");
    if (no !== undefined) return no;
    const drift = await driftNow(scene);
    const path = scene.target.files.find((f) => drift?.includes(f.path))?.path;
    return path && `${path} differs from the baseline: a reload would make that count. Restore it first`;
  },
  apply: (scene, _params, run) => use(scene, run, "reload"),
});
