import { type Host, NO_HOST, type TargetRegistry } from "@gradus/core";
import { createNoHost, createUnreachableHost } from "@gradus/targets";
import type { Root } from "./root.ts";

export function createHosts(_root: Root, _targets: TargetRegistry): (id: string) => Host {
  const none = createNoHost();
  return (id) => (id === NO_HOST ? none : createUnreachableHost(id, "x"));
}
