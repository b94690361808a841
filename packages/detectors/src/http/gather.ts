import type { Check, FactOf, Host, Observation, Target } from "@gradus/core";
import { messageOf } from "@gradus/core";
import type { Scene } from "../shared/observe.ts";
import { note, observe } from "../shared/observe.ts";
import { brief } from "../shared/numbers.ts";
import type { Probe } from "./probe.ts";

/**
 * One observation for each health check of the target, run side by side. A command that cannot run is a failed check; of a
 * request that Gradus could not make it is noted that nothing is known, so that it never passes for a fault of the target.
 */
export async function gatherChecks(
  probe: Probe,
  host: Host | undefined,
  target: Target,
  scene: Scene,
): Promise<Observation[]> {
  const one = async (check: Check, index: number): Promise<Observation> => {
    const id = String(index);
    try {
      const fact = await probe.check(check, id, host, scene.at);
      return observe(scene, fact, describe(check, fact));
    } catch (error) {
      const detail = messageOf(error);
      if (check.kind !== "command") return note(scene, `check_unknown:${id}`, `${nameOf(check)}: ${detail}`);
      const fact = { kind: "check", check: id, type: check.kind, outcome: "error", detail } as const;
      return observe(scene, fact, describe(check, fact));
    }
  };
  return await Promise.all(target.health.map(one));
}

const nameOf = (check: Check): string => {
  switch (check.kind) {
    case "http":
      return `${check.method} ${check.url}`;
    case "tcp":
      return `connect ${check.host}:${check.port}`;
    case "command":
      return check.command.join(" ");
    default:
      return check satisfies never;
  }
};

function describe(check: Check, fact: FactOf<"check">): string {
  const parts = [`${nameOf(check)} → ${fact.outcome}`];
  if (fact.status !== undefined && check.kind === "http") parts.push(`status ${fact.status}`);
  if (fact.latencyMs !== undefined) parts.push(`${brief(fact.latencyMs)} ms`);
  if (fact.certificateDaysLeft !== undefined) parts.push(`certificate ${fact.certificateDaysLeft} days`);
  if (fact.detail) parts.push(fact.detail);
  return parts.join(", ");
}
