import { redact, type FactOf, type ProcessInfo, type ServiceStatus, type Target } from "@gradus/core";
import { hasMachine } from "../manager/kinds.ts";
import { localPort } from "../manager/ports.ts";
import type { DiagnosticsOptions, Finding } from "./context.ts";
import type { Whose } from "./whose.ts";

type Owner = FactOf<"port">["owner"];

/** Who owns each port that the target should listen on. Works while the target is down: that is when it matters. */
export async function diagnosePorts(
  options: Pick<DiagnosticsOptions, "host" | "manager">,
  target: Target,
  whose: () => Promise<Whose>,
): Promise<Finding[]> {
  if (!hasMachine(target)) return [];
  const host = options.host(target.host);
  const ports = [...new Set([...target.ports, ...target.health.flatMap(localPort)])];
  if (ports.length === 0) return [];
  const [listeners, known, status] = await Promise.all([
    host.listeners(),
    whose(),
    options.manager(target).status(target),
  ]);
  const findings: Finding[] = [];
  for (const port of ports) {
    const here = listeners.filter((l) => l.port === port);
    const pid = here.find((l) => l.pid !== undefined)?.pid;
    const process = pid === undefined ? undefined : await host.process(pid);
    const { owner, why = "" }: Answer =
      here.length === 0
        ? { owner: "none" }
        : process
          ? await ownerOf(known, target, status, process)
          : { owner: "unknown" };
    const command = process && redact(process.argv.join(" ") || process.command, 200);
    const who = process ? `: process ${process.pid}, ${command}` : "";
    findings.push({
      text:
        owner === "none" ? `nobody listens on port ${port}` : `port ${port} is ${words[owner]}${who}${why}`,
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
  unknown: "somebody's who is not known",
  none: "free",
};

interface Answer {
  owner: Owner;
  why?: string;
}

/** What listens on the machine for a container that has a network of its own. */
const FORWARDERS = /^(docker-proxy|rootlessport.*|slirp4netns|pasta.*|passt.*)$/;

/** Foreign is only what surely belongs to no target: neither to this one nor to one whose process cannot be named. */
async function ownerOf(
  known: Whose,
  target: Target,
  status: ServiceStatus,
  process: ProcessInfo,
): Promise<Answer> {
  if (target.manager?.kind === "container" && FORWARDERS.test(process.command)) return { owner: "self" };
  const { target: id, own } = await known.of(process);
  if (id !== undefined) return { owner: id === target.id ? "self" : "target" };
  if (own) return { owner: "gradus" };
  const unsure =
    known.hidden.length > 0
      ? known.hidden
      : status.unknown === undefined
        ? []
        : [`it is not known whether ${target.id} runs (${status.unknown})`];
  return unsure.length > 0 ? { owner: "unknown", why: `; ${unsure.join("; ")}` } : { owner: "foreign" };
}
