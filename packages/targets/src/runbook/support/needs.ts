import type { Target } from "@gradus/core";
import { hasMachine, isOnPlatform } from "../../manager/kinds.ts";

/**
 * What a runbook works on. machine: files and disks of the target's own; processes: those that Gradus can see and signal;
 * restart: something that can be started anew.
 */
export type Need = "machine" | "processes" | "restart";

/** Why a target has nothing of the kind; undefined if it has. By its entry alone: nothing is looked at. */
export function lacks(target: Target, need: Need): string | undefined {
  const { id, manager } = target;
  const noMachine = hasMachine(target) ? undefined : `${id} has no machine that Gradus could work on`;
  switch (need) {
    case "machine":
      return noMachine;
    case "processes":
      return isOnPlatform(target) ? `${id} lives on AWS, which shows no processes of it` : noMachine;
    case "restart":
      if (manager?.kind === "lambda") return `${id} is a function: there is nothing that could be restarted`;
      return isOnPlatform(target) ? undefined : noMachine;
    default:
      return never(need);
  }
}

function never(value: never): never {
  throw new RangeError(`unknown need ${String(value)}`);
}
