import { commandsOf, createSsmClient, createSsmHost, createSsmTransport } from "@gradus/aws/ssm";
import { type Host, NO_HOST } from "@gradus/core";
import { createNoHost, createUnreachableHost } from "@gradus/targets";
import { setTimeout as sleep } from "node:timers/promises";
import type { Root } from "./root.ts";

const SSM = "ssm:";
const pause = (ms: number): Promise<void> => sleep(ms);
let client: ReturnType<typeof createSsmClient> | undefined;

/** The machines of targets, for one invocation: none, or behind Systems Manager with the documents that this function may use. */
export function createHosts({ settings, clock, configured }: Root): (id: string) => Host {
  const none = createNoHost();
  const hosts = new Map<string, Host>();
  const { observe, act } = settings.ssm;

  const behindSystemsManager = (id: string): Host => {
    if (observe === undefined) return createUnreachableHost(id, "this function may not look at machines");
    client ??= createSsmClient();
    return createSsmHost({
      id,
      instance: id.slice(SSM.length),
      transport: createSsmTransport(client, { pause, clock }),
      documents: { observe, act },
      commands: commandsOf(configured),
      clock,
      pause,
    });
  };

  return (id) => {
    if (id === NO_HOST) return none;
    if (!id.startsWith(SSM)) return createUnreachableHost(id, "there is no such machine on AWS");
    const known = hosts.get(id) ?? behindSystemsManager(id);
    hosts.set(id, known);
    return known;
  };
}
