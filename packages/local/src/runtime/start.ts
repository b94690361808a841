import { type Context, type DomainEvent, messageOf } from "@gradus/core";
import { openDemo } from "../demo/demo.ts";
import type { Options } from "../options.ts";
import { refuseOpenDoor, urlOf } from "./address.ts";
import { apiContext } from "./api-context.ts";
import { bringUp } from "./bring-up.ts";
import { type Cleanup, createCleanup } from "./cleanup.ts";
import { layFoundation } from "./foundation.ts";
import { createIdentity } from "./identity.ts";
import { killAll } from "./kill.ts";
import { reachPeople } from "./people.ts";
import { raisePriority } from "./priority.ts";
import { createRegistry } from "./registry.ts";
import { serve } from "./serve.ts";
import type { Site } from "../site/open.ts";
import { createStatus, type Status } from "@gradus/api";
import { type ConfiguredTargets, readTargets } from "./targets.ts";
import { createSight, startWatching } from "./watching.ts";
import { prepareWork } from "./working.ts";

type Env = Readonly<Record<string, string | undefined>>;

const VERSION = "0.1.0";

export interface Gradus {
  context: Context;
  url: string;
  logFile: string;
  subscribe(listener: (event: DomainEvent) => void): () => void;
  status: Status;
  /** What is wrong with Gradus itself now. */
  problems(): string[];
  /** Stops everything it started, and nothing else. Executions stay as they are and go on at the next start. */
  stop(): Promise<void>;
  /** Ends what it started at once, without a chance to finish. */
  kill(): Promise<void>;
}

/**
 * Brings up Gradus on one machine. Throws GradusError: "invalid_input" (targets.yaml, no token), "conflict" (data directory
 * or port taken), "corrupt" (data directory unreadable), "unavailable" (disk, permissions). What was started until then is
 * stopped again. `openSite`: the dashboard; without one only the API is served.
 */
export async function startGradus(options: Options, env: Env, openSite?: () => Site): Promise<Gradus> {
  const startedAt = Date.now();
  refuseOpenDoor(options);
  const configured = readTargets(options, env);
  let log: Context["log"] = () => undefined;
  const cleanup = createCleanup((what, error) =>
    log("error", `${what} could not be ended in good order`, { error: messageOf(error) }),
  );
  const site = openSite?.();
  if (site) cleanup.add("the build of the dashboard", () => site.close());
  try {
    const gradus = await assemble({ options, env, site, configured, cleanup, startedAt });
    ({ log } = gradus.context);
    return gradus;
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

interface Start {
  options: Options;
  env: Env;
  site: Site | undefined;
  configured: ConfiguredTargets;
  cleanup: Cleanup;
  startedAt: number;
}

async function assemble({ options, env, site, configured, cleanup, startedAt }: Start): Promise<Gradus> {
  const foundation = await layFoundation(options, cleanup);
  const { log, problems, bus } = foundation;
  const address = { url: urlOf(options.host, options.port) };
  const people = reachPeople(options, foundation, () => options.publicUrl ?? address.url, cleanup);
  const registry = createRegistry(configured.targets);
  const identity = createIdentity(process.pid, [process.ppid]);
  const work = prepareWork({ options, env, foundation, people, registry, identity, cleanup });
  const { context, parts, runner } = work;
  const sight = createSight({ work, identity, cleanup });
  const status = createStatus({
    context: () => context,
    board: sight.board,
    version: VERSION,
    startedAt,
    problems: () => problems.all(),
  });
  const demo = configured.targets.some((t) => t.demo)
    ? await openDemo({ dataDir: options.dataDir, registry, manager: (t) => parts.managers.for(t) })
    : undefined;
  const served = await serve({
    host: options.host,
    port: options.port,
    api: ({ url, port }) => {
      address.url = url;
      const { outbox, links } = people;
      const needs = { options, context, runner, status, outbox, demo, bus, links, site, version: VERSION };
      return apiContext(needs, { url, port });
    },
  });
  cleanup.add("the page", () => served.close());
  cleanup.add("the priority", raisePriority(log));
  await bringUp(context, registry.all(), parts.managers);
  await startWatching({
    options,
    env,
    configured,
    foundation,
    people,
    registry,
    identity,
    work,
    sight,
    cleanup,
  });
  const noDashboard = await site?.problem();
  if (noDashboard !== undefined) problems.set("dashboard", noDashboard);
  log("info", "Gradus has started", {
    url: served.url,
    targets: registry.all().length,
    ms: Date.now() - startedAt,
  });
  return {
    context,
    url: served.url,
    logFile: foundation.logFile,
    subscribe: (listener) => bus.subscribe(listener),
    status,
    problems: () => problems.all(),
    stop: () => cleanup.run(),
    kill: () => killAll(registry.all(), parts.managers),
  };
}
