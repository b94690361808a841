import type { FactOf, Host, Observation, ServiceManager, ServiceStatus, Target } from "@gradus/core";
import { messageOf, redact } from "@gradus/core";
import type { Scene } from "../shared/observe.ts";
import { observe } from "../shared/observe.ts";

/** What the service manager and the kernel (where there is a machine) say of the target's process. A manager that fails gives an unknown status. */
export async function gatherService(
  manager: ServiceManager,
  host: Host | undefined,
  target: Target,
  scene: Scene,
): Promise<{ observations: Observation[]; pid?: number }> {
  if (!target.manager) return { observations: [] };
  let status: ServiceStatus;
  try {
    status = await manager.status(target);
  } catch (error) {
    status = { running: false, recentStarts: 0, unknown: messageOf(error) || "the service manager failed" };
  }
  // A container's pid is of its engine's machine, which need not be this one.
  const known = status.unknown === undefined && status.running && target.manager.kind !== "container";
  const process =
    host && known && status.pid !== undefined
      ? await host.process(status.pid).catch(() => undefined)
      : undefined;
  const state = process?.state;
  const fact: FactOf<"process"> = {
    kind: "process",
    running: status.running && state !== "Z",
    recentStarts: status.recentStarts,
    ...(status.askedAt === undefined ? {} : { askedAt: status.askedAt }),
    ...(status.pid === undefined ? {} : { pid: status.pid }),
    ...(state === undefined ? {} : { state }),
    ...(status.startedAt === undefined ? {} : { startedAt: status.startedAt }),
    ...(status.lastExit
      ? {
          exitCode: status.lastExit.code,
          exitSignal: status.lastExit.signal,
          exitedAt: status.lastExit.at,
        }
      : {}),
    ...(status.stoppedOnPurpose === undefined ? {} : { stoppedOnPurpose: status.stoppedOnPurpose }),
    ...(status.unknown === undefined ? {} : { unknown: redact(status.unknown, 300) }),
  };
  return {
    observations: [observe(scene, fact, describe(fact))],
    ...(fact.running && status.pid !== undefined && status.unknown === undefined ? { pid: status.pid } : {}),
  };
}

function describe(fact: FactOf<"process">): string {
  if (fact.unknown !== undefined) return `status unknown: ${fact.unknown}`;
  if (fact.running) {
    return `running${fact.pid === undefined ? "" : `, pid ${fact.pid}`}${fact.state ? `, state ${fact.state}` : ""}`;
  }
  const purpose = fact.stoppedOnPurpose === true ? "stopped on purpose" : "not running";
  return `${purpose}${exitText(fact)}`;
}

/** ", exit 1" or ", ended by SIGKILL", where it is known. */
export function exitText(fact: FactOf<"process">): string {
  if (fact.exitSignal) return `, ended by ${fact.exitSignal}`;
  return typeof fact.exitCode === "number" ? `, exit ${fact.exitCode}` : "";
}
