import { NO_HOST, type Control, type Target } from "@gradus/core";
import { isOnPlatform } from "@gradus/targets";

/** Ids of the runbooks that an entry makes possible at all, before any evidence. */
export function possibleRunbooks(target: Target): string[] {
  const { manager, controls } = target;
  const onPlatform = isOnPlatform(target);
  const hasMachine = target.host !== NO_HOST;
  const hasProcesses = hasMachine && !onPlatform;
  const hasFileOfVariables = manager?.kind === "process" && manager.environmentFile !== undefined;
  const canUse = (control: Control | undefined): boolean =>
    control !== undefined &&
    (control.kind === "http" || (control.kind === "signal" ? hasProcesses : hasMachine));
  const canRestart = manager !== undefined && manager.kind !== "lambda" && (onPlatform || hasMachine);
  return [
    ...(canRestart ? ["restart-service"] : []),
    ...(manager && hasProcesses ? ["restart-clean", "continue-process"] : []),
    ...(canUse(controls.reload) ? ["reload-service"] : []),
    ...(canUse(controls.clearCache) ? ["clear-cache"] : []),
    ...(canUse(controls.pause) ? ["pause-work"] : []),
    ...(canUse(controls.resume) ? ["resume-work"] : []),
    ...(hasMachine && target.files.length > 0 ? ["restore-file", "restore-mode"] : []),
    ...(hasFileOfVariables ? ["restore-environment"] : []),
    ...(target.release && (hasMachine || target.release.kind === "platform") ? ["roll-back-release"] : []),
    ...(hasProcesses && (target.ports.length > 0 || manager) ? ["stop-intruder", "renice-process"] : []),
    ...(hasMachine && target.regenerable.length > 0 ? ["free-disk"] : []),
    ...(hasMachine && target.logs.length > 0 ? ["rotate-log"] : []),
    ...(manager?.kind === "ecs" && manager.maxTasks !== undefined ? ["scale-out"] : []),
    ...(manager?.kind === "lambda" && manager.maxConcurrency !== undefined ? ["raise-concurrency"] : []),
    ...(manager?.kind === "rds" && manager.maxStorageGiB !== undefined ? ["grow-storage"] : []),
  ];
}
