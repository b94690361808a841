import type { Target } from "@gradus/core";
import { lacks } from "./support/needs.ts";
import { offers } from "./support/tell.ts";

/** Ids of the runbooks that an entry makes possible at all, before any evidence. */
export function possibleRunbooks(target: Target): string[] {
  const { manager, release } = target;
  const hasMachine = lacks(target, "machine") === undefined;
  const hasProcesses = lacks(target, "processes") === undefined;
  const canRestart = manager !== undefined && lacks(target, "restart") === undefined;
  const hasFileOfVariables = manager?.kind === "process" && manager.environmentFile !== undefined;
  return [
    ...(canRestart ? ["restart-service"] : []),
    ...(manager && hasProcesses ? ["restart-clean", "continue-process"] : []),
    ...(offers(target, "reload") ? ["reload-service"] : []),
    ...(offers(target, "clearCache") ? ["clear-cache"] : []),
    ...(offers(target, "pause") ? ["pause-work"] : []),
    ...(offers(target, "resume") ? ["resume-work"] : []),
    ...(hasMachine && target.files.length > 0 ? ["restore-file", "restore-mode"] : []),
    ...(hasFileOfVariables ? ["restore-environment"] : []),
    ...(release && (hasMachine || release.kind === "platform") ? ["roll-back-release"] : []),
    ...(hasProcesses && (target.ports.length > 0 || manager) ? ["stop-intruder", "renice-process"] : []),
    ...(hasMachine && target.regenerable.length > 0 ? ["free-disk"] : []),
    ...(hasMachine && target.logs.length > 0 ? ["rotate-log"] : []),
    ...(manager?.kind === "ecs" && manager.maxTasks !== undefined ? ["scale-out"] : []),
    ...(manager?.kind === "lambda" && manager.maxConcurrency !== undefined ? ["raise-concurrency"] : []),
    ...(manager?.kind === "rds" && manager.maxStorageGiB !== undefined ? ["grow-storage"] : []),
  ];
}
