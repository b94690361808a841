import { factsOf } from "@gradus/core";
import * as z from "zod";
import { resumeWork as card } from "../cards/soften.ts";
import { inverse, runbook } from "../support/define.ts";
import { cannotUse, offers, use } from "../support/tell.ts";

export const resumeWork = runbook({
  card,
  candidates: (target, observations) => {
    const paused =
      factsOf(observations, "note").some((o) => o.fact.topic === "paused" && o.fact.value !== false) ||
      factsOf(observations, "metric").some(
        (o) => /(^|_)paused($|\{)/.test(o.fact.series) && o.fact.value > 0,
      );
    return offers(target, "resume") && offers(target, "pause") && paused ? [{}] : [];
  },
  ready: async (scene) => (await cannotUse(scene, "resume")) ?? cannotUse(scene, "pause"),
  async apply(scene, _params, run) {
    run.undo = { resumed: true };
    await use(scene, run, "resume");
  },
  undo: inverse(z.object({ resumed: z.literal(true) }), (scene, _saved, run) => use(scene, run, "pause")),
});
