import { badConfig, brokenConfig } from "./bad-config.ts";
import { badEnvironment, missingEnvironment } from "./bad-environment.ts";
import { badRelease, crashRelease } from "./bad-release.ts";
import { blip } from "./blip.ts";
import { cpuHog } from "./cpu-hog.ts";
import { crash } from "./crash.ts";
import { fileMode } from "./file-mode.ts";
import { freeze } from "./freeze.ts";
import { heapFlag } from "./heap-flag.ts";
import { heapLeak } from "./heap-leak.ts";
import { highCpu } from "./high-cpu.ts";
import { highError } from "./high-error.ts";
import { highMemory } from "./high-memory.ts";
import { kill } from "./kill.ts";
import { logFlood } from "./log-flood.ts";
import { poisonedCache } from "./poisoned-cache.ts";
import { portSquatter } from "./port-squatter.ts";
import { sharedCause } from "./shared-cause.ts";

/** Every way to break the demo fleet, in the order of FAULTS.md. */
export const faults = [
  crash,
  crashRelease,
  kill,
  freeze,
  heapLeak,
  heapFlag,
  cpuHog,
  portSquatter,
  badEnvironment,
  missingEnvironment,
  badConfig,
  brokenConfig,
  badRelease,
  poisonedCache,
  highMemory,
  highCpu,
  highError,
  logFlood,
  fileMode,
  blip,
  sharedCause,
] as const;

export type FaultId = (typeof faults)[number]["id"];

/** The fault with this public name, or undefined. */
export function findFault(id: string): (typeof faults)[number] | undefined {
  return faults.find((fault) => fault.id === id);
}
