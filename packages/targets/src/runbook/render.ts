import { basename } from "node:path";
import type { Action, RunbookCard } from "@gradus/core";

/**
 * One line for people, in the imperative: "Restart email-blast". Without a target's name it says "the service".
 * A runbook that is not known here is named by its card's title.
 */
export function describeAction(card: RunbookCard, action: Action, target?: string): string {
  const name = target ?? "the service";
  const text = (key: string): string => String(action.params[key] ?? "?");
  switch (card.id) {
    case "restart-service":
      return `Restart ${name}`;
    case "restart-clean":
      return `Stop ${name}, clear what an earlier run left behind, and start it`;
    case "continue-process":
      return `Let ${name} go on: it is suspended`;
    case "reload-service":
      return `Make ${name} read its configuration again`;
    case "clear-cache":
      return `Clear the cache of ${name}`;
    case "pause-work":
      return `Pause the background work of ${name}`;
    case "resume-work":
      return `Resume the background work of ${name}`;
    case "restore-file":
      return `Put ${basename(text("path"))} of ${name} back to its last known good content`;
    case "restore-mode":
      return `Give ${basename(text("path"))} of ${name} its last known good mode and owner`;
    case "restore-environment":
      return action.params["name"] === "*"
        ? `Put all variables of ${name} back to their last known good values and restart`
        : `Put ${text("name")} of ${name} back to its last known good value and restart`;
    case "roll-back-release":
      return `Roll ${name} back to release ${text("to")} and restart`;
    case "stop-intruder":
      return `Stop process ${text("pid")}, which is in the way of ${name}`;
    case "renice-process":
      return `Lower the priority of process ${text("pid")}, which takes the processor from ${name}`;
    case "free-disk":
      return `Free space on ${text("path")} by removing what ${name} can make again`;
    case "rotate-log":
      return `Keep a copy of ${basename(text("path"))} and empty it`;
    case "scale-out":
      return `Run ${text("to")} tasks of ${name}`;
    case "raise-concurrency":
      return `Let ${name} run ${text("to")} calls at once`;
    case "grow-storage":
      return `Grow the storage of ${name} to ${text("to")} GiB`;
    default:
      return target === undefined ? card.title : `${card.title}: ${target}`;
  }
}
