import { redact, type Check, type FactOf, type ProcessInfo, type Target } from "@gradus/core";
import { hasMachine } from "../manager/kinds.ts";
import type { DiagnosticsOptions, Finding } from "./context.ts";

type Owner = FactOf<"port">["owner"];

/** Who owns each port that the target should listen on. Works while the target is down: that is when it matters. */
export async function diagnosePorts(options: DiagnosticsOptions, target: Target): Promise<Finding[]> {
  if (!hasMachine(target)) return [];
  const host = options.host(target.host);
  const ports = [...new Set([...target.ports, ...target.health.flatMap(localPort)])];
  if (ports.length === 0) return [];
  const [listeners, status] = await Promise.all([host.listeners(), options.manager(target).status(target)]);
  const findings: Finding[] = [];
  for (const port of ports) {
    const here = listeners.filter((l) => l.port === port);
    const pid = here.find((l) => l.pid !== undefined)?.pid;
    const process = pid === undefined ? undefined : await host.process(pid);
    const owner: Owner =
      here.length === 0 ? "none" : process ? await ownerOf(options, target, process, status.pid) : "unknown";
    const command = process && redact(process.argv.join(" ") || process.command, 200);
    const who = process ? `: process ${process.pid}, ${command}` : "";
    findings.push({
      text: owner === "none" ? `nobody listens on port ${port}` : `port ${port} is ${words[owner]}${who}`,
      fact: {
        kind: "port",
        port,
        listening: here.length > 0,
        owner,
        ...(process ? { pid: process.pid, startedAt: process.startedAt, command: command ?? "" } : {}),
      },
    });
  }
  return findings;
}

const words: Record<Owner, string> = {
  self: "the target's own",
  target: "another target's",
  gradus: "Gradus' own",
  foreign: "a foreign process's",
  unknown: "somebody's who cannot be seen",
  none: "free",
};

/** A worker belongs to the target that its forefather belongs to; what Gradus runs is known by its own pid only. */
async function ownerOf(
  options: DiagnosticsOptions,
  target: Target,
  process: ProcessInfo,
  own: number | undefined,
): Promise<Owner> {
  if (target.manager?.kind === "container" && process.command === "docker-proxy") return "self";
  const host = options.host(target.host);
  let at: ProcessInfo | undefined = process;
  for (let generation = 0; at && at.pid > 1 && generation < 10; generation += 1) {
    if (at.pid === own) return "self";
    const identity = await options.identify(at.pid);
    if (identity.target !== undefined) return identity.target === target.id ? "self" : "target";
    if (identity.own) return at === process ? "gradus" : "foreign";
    at = await host.process(at.ppid);
  }
  return "foreign";
}

/** The port of a check on this machine. */
function localPort(check: Check): number[] {
  switch (check.kind) {
    case "tcp":
      return isLocal(check.host) ? [check.port] : [];
    case "http": {
      const { hostname, port, protocol } = new URL(check.url);
      return isLocal(hostname) ? [Number(port) || (protocol === "https:" ? 443 : 80)] : [];
    }
    case "command":
      return [];
    default:
      return [];
  }
}

const isLocal = (name: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(name);
