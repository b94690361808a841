import type { Host, Listener, ServiceManager, Target } from "@gradus/core";
import { hasMachine } from "../manager/kinds.ts";

/** Above this, ports are given out by the system and differ from start to start (ip_local_port_range). */
const FIRST_EPHEMERAL = 32_768;

/** The ports of the entry that are listened on; where it names none, those of its process. */
export async function readPorts(
  host: Host,
  manager: ServiceManager,
  target: Target,
): Promise<{ ports: number[]; listeners: Listener[] }> {
  if (!hasMachine(target) || (target.ports.length === 0 && !target.manager))
    return { ports: [], listeners: [] };
  const listeners = await host.listeners();
  if (target.ports.length > 0) {
    const open = new Set(listeners.map((l) => l.port));
    return { ports: target.ports.filter((port) => open.has(port)), listeners };
  }
  const { pid } = await manager.status(target);
  const own = listeners.filter((l) => pid !== undefined && l.pid === pid && l.port < FIRST_EPHEMERAL);
  return { ports: [...new Set(own.map((l) => l.port))].sort((a, b) => a - b), listeners };
}
