import type { Check, Target } from "@gradus/core";
import { isThisMachine } from "./kinds.ts";

/** The port of a check on this machine. Who answers there need not be the target: a proxy may stand before it. */
export function localPort(check: Check): number[] {
  switch (check.kind) {
    case "tcp":
      return isThisMachine(check.host) ? [check.port] : [];
    case "http":
      return portOf(check.url);
    case "command":
      return [];
    default:
      return check satisfies never;
  }
}

/** All ports of this machine that a target declares or is asked on. */
export const portsAskedOf = ({ ports, health, metrics }: Target): number[] => [
  ...new Set([...ports, ...health.flatMap(localPort), ...(metrics ? portOf(metrics.url) : [])]),
];

function portOf(url: string): number[] {
  const { hostname, port, protocol } = new URL(url);
  if (!isThisMachine(hostname)) return [];
  return [Number(port) || (protocol === "https:" ? 443 : 80)];
}
