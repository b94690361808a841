import type { FactOf, ProcessInfo, ServiceStatus, Target } from "@gradus/core";
import { hasMachine, isOnPlatform } from "../manager/kinds.ts";
import type { DiagnosticsOptions, Finding } from "./context.ts";

/** Whether the target's process runs, in what state, what it uses, and how the last one ended. */
export async function diagnoseProcess(options: DiagnosticsOptions, target: Target): Promise<Finding[]> {
  if (!hasMachine(target) && !isOnPlatform(target)) return [];
  const status = await options.manager(target).status(target);
  const info = status.pid === undefined ? undefined : await options.host(target.host).process(status.pid);
  const startedAt = info?.startedAt ?? status.startedAt;
  const exit = status.lastExit;
  const fact: FactOf<"process"> = {
    kind: "process",
    running: status.running,
    recentStarts: status.recentStarts,
    ...(status.askedAt === undefined ? {} : { askedAt: status.askedAt }),
    ...(status.pid === undefined ? {} : { pid: status.pid }),
    ...(info ? { state: info.state } : {}),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(exit ? { exitCode: exit.code, exitSignal: exit.signal, exitedAt: exit.at } : {}),
    ...(status.stoppedOnPurpose ? { stoppedOnPurpose: true } : {}),
    ...(status.unknown === undefined ? {} : { unknown: status.unknown }),
  };
  const how = howItIs(target, status, info);
  const ended = exit ? `, the last one ended ${exit.signal ?? `with code ${exit.code ?? "?"}`}` : "";
  const findings: Finding[] = [{ text: `${how}${ended}, ${status.recentStarts} starts in 10 minutes`, fact }];
  if (info) {
    findings.push({
      text: `process ${info.pid} has ${Math.round(info.rssBytes / 1e6)} MB and ${info.fds ?? "?"} open files`,
      fact: {
        kind: "usage",
        pid: info.pid,
        rssBytes: info.rssBytes,
        ...(info.fds === undefined ? {} : { fds: info.fds }),
        ...(info.fdLimit === undefined ? {} : { fdLimit: info.fdLimit }),
      },
    });
  }
  return findings;
}

function howItIs(target: Target, status: ServiceStatus, info: ProcessInfo | undefined): string {
  if (isOnPlatform(target) && status.unknown !== undefined)
    return `it is not known whether it runs: ${status.unknown}`;
  if (!status.running) return "does not run";
  // A platform tells of no process.
  return isOnPlatform(target) ? "runs" : `runs as ${status.pid ?? "?"}, state ${info?.state ?? "?"}`;
}
