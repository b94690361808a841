import { clearCache as card } from "../cards/soften.ts";
import { runbook } from "../support/define.ts";
import { cannotUse, offers, use } from "../support/tell.ts";

export const clearCache = runbook({
  card,
  candidates: (target) => (offers(target, "clearCache") ? [{}] : []),
  ready: (scene) => cannotUse(scene, "clearCache"),
  apply: (scene, _params, run) => use(scene, run, "clearCache"),
});
