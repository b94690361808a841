import type { Context } from "@gradus/core";
import { storeJournal } from "../journal/index.ts";
import type { Runner } from "../runner/index.ts";
import { createParts, type Parts } from "./context.ts";
import type { Cleanup } from "./cleanup.ts";
import type { Foundation } from "./foundation.ts";
import type { Identity } from "./identity.ts";
import type { Options } from "../options.ts";
import type { People } from "./people.ts";
import type { Registry } from "./registry.ts";
import { createWorkflows } from "./workflows.ts";

/** What it takes to work on tasks: the ports of core, and the workflow engine. */
export interface Working {
  context: Context;
  parts: Parts;
  runner: Runner;
}

interface Needs {
  options: Options;
  env: Readonly<Record<string, string | undefined>>;
  foundation: Foundation;
  people: People;
  registry: Registry;
  identity: Identity;
  cleanup: Cleanup;
}

const DRAIN_MS = 5_000;

export function prepareWork(needs: Needs): Working {
  const { options, env, foundation, people, registry, identity, cleanup } = needs;
  const { store, bus, log, table } = foundation;
  const parts = createParts({
    options,
    env,
    store,
    registry,
    identity,
    events: bus,
    notify: people.notify,
    log,
  });
  cleanup.add("the watcher", () => parts.watcher.close());
  cleanup.add("the processes that Gradus started", () => parts.managers.stopAll());
  const { workflows, runner } = createWorkflows({
    journal: storeJournal(table),
    workers: options.workers,
    context: () => context,
    log,
  });
  cleanup.add("the workflows", () => runner.drain({ timeoutMs: DRAIN_MS }));
  const context: Context = { ...parts.context, workflows };
  return { context, parts, runner };
}
