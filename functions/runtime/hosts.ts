import {
  commandsOf,
  createSsmClient,
  createSsmHost,
  createSsmTransport,
  type KnownCommands,
} from "@gradus/aws/ssm";
import { type Host, managedNode, NO_HOST } from "@gradus/core";
import { createNoHost, createUnreachableHost } from "@gradus/targets";
import { setTimeout as sleep } from "node:timers/promises";
import type { Root } from "./root.ts";

const pause = (ms: number): Promise<void> => sleep(ms);
let client: ReturnType<typeof createSsmClient> | undefined;
let commands: KnownCommands | undefined;

/** The machines of targets, for one invocation: none, or behind Systems Manager with the documents that this function may use. */
export function createHosts({ settings, clock, configured }: Root): (id: string) => Host {
  const none = createNoHost();
  const hosts = new Map<string, Host>();
  const { observe, act } = settings.ssm;

  const behindSystemsManager = (id: string, instance: string): Host => {
    if (observe === undefined) return createUnreachableHost(id, "this function may not look at machines");
    client ??= createSsmClient();
    commands ??= commandsOf(configured);
    return createSsmHost({
      id,
      instance,
      transport: createSsmTransport(client, { pause, clock }),
      documents: { observe, act },
      commands,
      clock,
      pause,
    });
  };

  return (id) => {
    if (id === NO_HOST) return none;
    const node = managedNode(id);
    if (node === undefined) return createUnreachableHost(id, "there is no such machine on AWS");
    const known = hosts.get(id) ?? behindSystemsManager(id, node);
    hosts.set(id, known);
    return known;
  };
}
