import { type Expert, fleetActions } from "@gradus/core";
import { Hono } from "hono";
import type { AppEnv } from "../http/env.ts";
import type { ApiContext } from "../ports.ts";
import { windowsOf } from "../targets/windows.ts";
import type { Configuration } from "../views/configuration.ts";

/** What this Gradus was started with, from what it really works with. */
async function configurationOf({ core: ctx, mail }: ApiContext): Promise<Configuration> {
  const now = ctx.clock.now();
  return {
    limits: { perTargetHour: ctx.limits.perTargetHour, perFleetHour: ctx.limits.perFleetHour },
    actionsThisHour: await fleetActions(ctx),
    observeOnly: ctx.observeOnly,
    models: modelsOf([ctx.researcher, ...ctx.panel]),
    mail: { via: mail.via, from: mail.from, to: mail.to.map(({ address }) => address) },
    windows: ctx.targets
      .all()
      .flatMap((target) => windowsOf(target, now).map((window) => ({ target: target.id, ...window }))),
  };
}

/** The models of all experts, each once. */
function modelsOf(experts: readonly Expert[]): Configuration["models"] {
  const models = experts.flatMap(({ model }) => (model ? [model] : []));
  return models.filter(
    ({ name, via }, index) => models.findIndex((m) => m.name === name && m.via === via) === index,
  );
}

export const configuration = (api: ApiContext) =>
  new Hono<AppEnv>().get("/", async (c) => c.json(await configurationOf(api)));
