import type { ApiContext, Status } from "@gradus/api";
import type { Context } from "@gradus/core";
import { rememberedSeries } from "@gradus/detectors";
import { possibleRunbooks } from "@gradus/targets";
import type { Demo } from "../demo/demo.ts";
import type { Bus } from "../events/bus.ts";
import type { Outbox } from "../mail/outbox.ts";
import type { Options } from "../options.ts";
import type { Runner } from "../runner/index.ts";
import type { Site } from "../site/open.ts";
import { answeredHosts } from "./address.ts";
import { createRate } from "./rate.ts";
import { latestExecution } from "./redrive.ts";

interface Needs {
  options: Options;
  context: Context;
  runner: Runner;
  status: Status;
  outbox: Outbox;
  demo: Demo | undefined;
  bus: Bus;
  links: ApiContext["links"];
  site: Site | undefined;
  version: string;
}

const HISTORY_EVENTS = 500;

/** What the API gets of the local runtime, once it is known where it listens. */
export function apiContext(needs: Needs, address: { url: string; port: number }): ApiContext {
  const { options, runner, demo, bus, site } = needs;
  return {
    core: needs.context,
    version: needs.version,
    ...needs.status,
    series: (target) => rememberedSeries(needs.context.store.state, target, needs.context.log),
    possible: possibleRunbooks,
    compare: (target, baseline) => needs.context.baseliner.drift(target, baseline),
    async execution(task) {
      const found = await latestExecution(runner, task);
      if (!found) return undefined;
      const history = await runner.getExecutionHistory(found.id, { limit: HISTORY_EVENTS });
      return {
        name: found.name,
        status: found.status,
        states: found.standing.map((s) => s.state),
        history: history.events,
      };
    },
    outbox: needs.outbox,
    ...(demo ? { demo } : {}),
    ...(site ? { files: (name) => site.files(name) } : {}),
    subscribe: (listener) => bus.subscribe(listener),
    links: needs.links,
    baseUrl: options.publicUrl ?? address.url,
    mail: {
      via: options.smtpUrl === undefined ? "outbox" : "smtp",
      from: options.mailFrom,
      to: options.mailTo,
    },
    access: {
      hosts: answeredHosts(options, address.port),
      wait: createRate(),
      ...(options.publicUrl === undefined ? {} : { origin: options.publicUrl }),
      ...(options.token === undefined ? {} : { token: options.token }),
    },
  };
}
