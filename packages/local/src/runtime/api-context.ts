import type { ApiContext } from "@gradus/api";
import type { Context } from "@gradus/core";
import type { Demo } from "../demo/demo.ts";
import type { Bus } from "../events/bus.ts";
import type { Outbox } from "../mail/outbox.ts";
import type { Options } from "../options.ts";
import type { Runner } from "../runner/index.ts";
import type { createStatus } from "./status.ts";
import { REMEDIATION } from "./workflows.ts";

interface Needs {
  options: Options;
  context: Context;
  runner: Runner;
  status: ReturnType<typeof createStatus>;
  outbox: Outbox;
  demo: Demo | undefined;
  bus: Bus;
  links: ApiContext["links"];
  version: string;
}

/** What the API gets of the local runtime, once it is known where it listens. */
export const apiContext =
  (needs: Needs) =>
  (url: string, port: number): ApiContext => ({
    core: needs.context,
    version: needs.version,
    ...needs.status,
    async execution(task) {
      const description = await needs.runner.describeExecution(`${REMEDIATION}:${task}`).catch(() => undefined);
      if (!description) return undefined;
      const history = await needs.runner.getExecutionHistory(description.id, { limit: 500 });
      return { status: description.status, states: description.standing.map((s) => s.state), history: history.events };
    },
    outbox: needs.outbox,
    ...(needs.demo ? { demo: needs.demo } : {}),
    subscribe: (listener) => needs.bus.subscribe(listener),
    links: needs.links,
    baseUrl: url,
    access: {
      hosts: [...new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `${needs.options.host}:${port}`])],
      ...(needs.options.token === undefined ? {} : { token: needs.options.token }),
    },
  });
