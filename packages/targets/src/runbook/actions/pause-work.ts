import * as z from "zod";
import { pauseWork as card } from "../cards/isolate.ts";
import { inverse, runbook } from "../support/define.ts";
import { cannotUse, offers, use } from "../support/tell.ts";

const PAUSED = { paused: true };

export const pauseWork = runbook({
  card,
  candidates: (target) => (offers(target, "pause") && offers(target, "resume") ? [{}] : []),
  // Without a way back it would not be reversible.
  ready: async (scene) => (await cannotUse(scene, "pause")) ?? cannotUse(scene, "resume"),
  async apply(scene, _params, run) {
    run.undo = PAUSED;
    await use(scene, run, "pause");
  },
  undo: inverse(z.object({ paused: z.literal(true) }), (scene, _saved, run) => use(scene, run, "resume")),
  undoneFrom: PAUSED,
});
