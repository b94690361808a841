import {
  createEventBus,
  createRegistry,
  createWorkflows,
  eventsClient,
  requestMail,
  workflowsClient,
} from "@gradus/aws";
import type { Context, TargetRegistry } from "@gradus/core";
import { createPanel, createResearcher, proposeKnown } from "@gradus/experts";
import { nodeCrypto } from "@gradus/store";
import { setTimeout as sleep } from "node:timers/promises";
import type { Observed } from "./observe.ts";
import type { Root } from "./root.ts";

/** Eyes and hands: what a function has of them is decided by who composes it. */
export type Senses = Pick<Context, "watcher" | "diagnostics" | "baseliner" | "hands">;

export const newId = (): string => nodeCrypto.randomId();

/** The targets as they are now: those of the deployed file, and those that were found by their tag. */
export const targetsOfNow = async (root: Root): Promise<TargetRegistry> =>
  createRegistry(root.configured, (await root.discovered()).targets);

/** The adapters of AWS behind the ports of core, for one invocation. What a function may not do, its role forbids. */
export function contextOf(
  { settings, clock, store }: Root,
  { log }: Pick<Observed, "log">,
  targets: TargetRegistry,
  senses: Senses,
): Context {
  const events = createEventBus(eventsClient(), settings.bus);
  return {
    clock,
    crypto: nodeCrypto,
    store,
    targets,
    ...senses,
    proposeKnown,
    researcher: createResearcher(),
    panel: createPanel(),
    workflows: createWorkflows({ client: workflowsClient(), machine: settings.machine }),
    notify: requestMail(events, { now: () => clock.now(), randomId: newId }),
    events,
    limits: settings.limits,
    observeOnly: settings.observeOnly,
    pause: (ms) => sleep(ms),
    log,
  };
}
