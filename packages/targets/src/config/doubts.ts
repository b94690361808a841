import type { Target } from "@gradus/core";
import { isOnPlatform } from "../manager/kinds.ts";
import { machineNeeds } from "./machine.ts";
import type { Complaint } from "./placeholders.ts";

/** Allowed, but hardly meant. */
export function doubts(targets: readonly Target[]): Complaint[] {
  if (targets.length === 0)
    return [{ path: ["targets"], expected: "at least one target: nothing is watched" }];
  return targets.flatMap((target, index) => [
    ...unseen(target, index),
    ...nowhere(target, index),
    ...nameless(target, index),
  ]);
}

function unseen(target: Target, index: number): Complaint[] {
  const { cloudwatch } = target;
  const seen = [target.health, target.ports, target.logs, target.disks, target.certificates].flat().length;
  const told = cloudwatch ? [cloudwatch.alarms, cloudwatch.metrics, cloudwatch.logGroups].flat().length : 0;
  if (seen + told > 0 || target.manager || target.metrics) return [];
  const expected =
    "health, manager, ports, logs, metrics, cloudwatch, disks or certificates: nothing of it can be seen";
  return [{ path: ["targets", index], found: `target "${target.id}" with nothing to look at`, expected }];
}

/** Then processes, ports and load of this machine would be read as if they were the target's. */
function nowhere(target: Target, index: number): Complaint[] {
  if (!isOnPlatform(target) || target.host !== "local" || machineNeeds(target).length > 0) return [];
  const expected = "none, which it is if nothing is said: the target does not run on this machine";
  return [{ path: ["targets", index, "host"], found: '"local" for what AWS runs', expected }];
}

/** Nothing on its machine could be told from it then. */
function nameless({ manager }: Target, index: number): Complaint[] {
  if (manager?.kind !== "script" || !manager.status.includes("is-active")) return [];
  const expected =
    "a command that prints the pid, as systemctl status does: without it no intruder on its machine is touched";
  return [
    { path: ["targets", index, "manager", "status"], found: `"${manager.status.join(" ")}"`, expected },
  ];
}
