import { says } from "../evidence/logs.ts";
import type { Evidence } from "../evidence/read.ts";
import { areTasksExiting } from "../evidence/rollout.ts";

/** A process younger than this may still be starting. */
const BOOT_MS = 8_000;
/** A process that ended within this time never got to work. */
const AT_START_MS = 5_000;
const LOOPING_STARTS = 3;

type Finder = (evidence: Evidence) => string[] | undefined;

export const isDown = ({ process, container, deployment }: Evidence): boolean => {
  if (process?.fact.unknown !== undefined || process?.fact.stoppedOnPurpose) return false;
  if (process) return !process.fact.running;
  if (deployment) return deployment.fact.desired > 0 && deployment.fact.running === 0;
  return container !== undefined && /exited|dead|restarting/.test(container.fact.state);
};

const state = ({ process, container, deployment }: Evidence): string[] =>
  [process?.id, container?.id, deployment?.id].filter((id) => id !== undefined);

/** Facts about the last end of a process that is down or loops; an old exit of one that runs well says nothing. */
const ended = (evidence: Evidence, test: (code: number | null, signal: string | null) => boolean) => {
  const { process, container } = evidence;
  if (!isDown(evidence) && !isLooping(evidence)) return undefined;
  const code = process?.fact.exitCode ?? container?.fact.exitCode ?? null;
  return test(code, process?.fact.exitSignal ?? null) ? state(evidence) : undefined;
};

const isLooping = ({ file, process, container, stops }: Evidence): boolean =>
  file.symptom === "service_crash_loop" ||
  // A platform's scheduler starts tasks anew all the time, each for itself: no restart of the service was tried by that.
  (file.symptom === "container_restarting" && stops === undefined) ||
  (process !== undefined && !process.fact.running && process.fact.recentStarts >= LOOPING_STARTS) ||
  (container !== undefined &&
    container.fact.state !== "running" &&
    container.fact.restartCount >= LOOPING_STARTS);

export const processFindings = {
  down: (e) => (isDown(e) ? state(e) : undefined),
  running: (e) =>
    e.process?.fact.running && e.process.fact.state !== "T" && !areTasksExiting(e)
      ? [e.process.id]
      : undefined,
  status_unknown: ({ process }) => (process?.fact.unknown === undefined ? undefined : [process.id]),
  on_purpose: ({ process, deployment }) => {
    if (process?.fact.stoppedOnPurpose) return [process.id];
    return deployment?.fact.desired === 0 ? [deployment.id] : undefined;
  },
  booting: ({ file, process }) =>
    process?.fact.running && file.now - (process.fact.startedAt ?? 0) < BOOT_MS ? [process.id] : undefined,
  suspended: ({ process }) =>
    process?.fact.running && process.fact.state === "T" ? [process.id] : undefined,
  killed: (e) =>
    e.container?.fact.oomKilled
      ? undefined
      : ended(e, (code, signal) => signal === "SIGKILL" || code === 137),
  terminated: (e) => ended(e, (code, signal) => signal === "SIGTERM" || code === 143),
  aborted: (e) => ended(e, (code, signal) => signal === "SIGABRT" || code === 134),
  exited_error: (e) =>
    ended(
      e,
      (code, signal) =>
        (code !== null && code > 0 && ![134, 137, 143].includes(code)) ||
        ["SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP"].includes(signal ?? ""),
    ),
  exited_clean: (e) => ended(e, (code, signal) => code === 0 && signal === null),
  crash_loop: (e) => (isLooping(e) && state(e).length > 0 ? state(e) : undefined),
  died_at_start: (e) => {
    const { startedAt, exitedAt } = e.process?.fact ?? {};
    if (!isDown(e) || startedAt === undefined || exitedAt === undefined) return undefined;
    return exitedAt >= startedAt && exitedAt - startedAt < AT_START_MS ? state(e) : undefined;
  },
  oom_killed: (e) => {
    const kernel = says(e, "log_kernel_oom");
    const container = e.container?.fact.oomKilled ? [e.container.id] : [];
    const tasks = e.stops && e.stops.fact.outOfMemory > 0 ? [e.stops.id] : [];
    const all = [...container, ...tasks, ...kernel];
    return all.length > 0 ? all : undefined;
  },
} as const satisfies Record<string, Finder>;
