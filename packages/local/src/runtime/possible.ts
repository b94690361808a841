import type { Target } from "@gradus/core";

/** Ids of the runbooks that an entry makes possible at all, before any evidence. */
export function possibleRunbooks(target: Target): string[] {
  const { manager, controls } = target;
  const hasFileOfVariables = manager?.kind === "process" && manager.environmentFile !== undefined;
  return [
    ...(manager ? ["restart-service", "restart-clean", "continue-process"] : []),
    ...(controls.reload ? ["reload-service"] : []),
    ...(controls.clearCache ? ["clear-cache"] : []),
    ...(controls.pause ? ["pause-work"] : []),
    ...(controls.resume ? ["resume-work"] : []),
    ...(target.files.length > 0 ? ["restore-file", "restore-mode"] : []),
    ...(hasFileOfVariables ? ["restore-environment"] : []),
    ...(target.release ? ["roll-back-release"] : []),
    ...(target.ports.length > 0 || manager ? ["stop-intruder", "renice-process"] : []),
    ...(target.regenerable.length > 0 ? ["free-disk"] : []),
    ...(target.logs.length > 0 ? ["rotate-log"] : []),
  ];
}
