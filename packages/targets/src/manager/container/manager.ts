import { constants } from "node:os";
import { GradusError, messageOf, type ServiceManager, type ServiceStatus, type Target } from "@gradus/core";
import { entryOf, type ManagerContext } from "../context.ts";
import { createSerial } from "../serial.ts";
import { createStates, noteAskedStart, noteSeenStart, recentStarts } from "../state.ts";
import { createEngine, type Engine, type Inspection } from "./engine.ts";

/** Containers through the Docker Engine API. */
export function createContainerManager(context: ManagerContext): ServiceManager {
  const { clock } = context;
  const states = createStates(context);
  const serial = createSerial();
  const remember = (target: Target, change: { stopped: boolean; started: boolean }): void => {
    const file = states(target.id);
    file.state.stoppedOnPurpose = change.stopped;
    if (change.started) {
      noteAskedStart(file.state, clock.now());
      delete file.state.seenStart;
    }
    file.save();
  };

  return {
    status: async (target) => {
      const file = states(target.id);
      let inspection: Inspection | undefined;
      let unknown: string | undefined;
      try {
        inspection = await engineOf(target).inspect(nameOf(target));
      } catch (error) {
        unknown = messageOf(error);
      }
      const startedAt = epoch(inspection?.State.StartedAt);
      if (inspection?.State.Running && startedAt !== undefined) noteSeenStart(file, startedAt);
      return {
        running: false,
        ...(inspection ? describe(target, inspection) : {}),
        ...(startedAt === undefined ? {} : { startedAt }),
        recentStarts: recentStarts(file.state, clock),
        ...(file.state.askedAt === undefined ? {} : { askedAt: file.state.askedAt }),
        ...(file.state.stoppedOnPurpose ? { stoppedOnPurpose: true } : {}),
        ...(unknown === undefined ? {} : { unknown }),
      };
    },
    start: (target) =>
      serial(target.id, async () => {
        const { State } = await found(target);
        if (State.Paused) await engineOf(target).unpause(nameOf(target));
        else await engineOf(target).start(nameOf(target));
        remember(target, { stopped: false, started: !State.Running });
      }),
    stop: (target, { toRestart = false } = {}) =>
      serial(target.id, async () => {
        await found(target);
        await engineOf(target).stop(nameOf(target), entryOf(target, "container").stopTimeoutMs);
        if (!toRestart) remember(target, { stopped: true, started: false });
      }),
    restart: (target) =>
      serial(target.id, async () => {
        await found(target);
        await engineOf(target).restart(nameOf(target), entryOf(target, "container").stopTimeoutMs);
        remember(target, { stopped: false, started: true });
      }),
  };
}

const engineOf = (target: Target): Engine => createEngine(entryOf(target, "container").engine);
const nameOf = (target: Target): string => entryOf(target, "container").container;

async function found(target: Target): Promise<Inspection> {
  const inspection = await engineOf(target).inspect(nameOf(target));
  if (!inspection) throw new GradusError("not_found", `there is no container "${nameOf(target)}"`);
  return inspection;
}

function describe(
  target: Target,
  { State }: Inspection,
): Pick<ServiceStatus, "running" | "pid" | "lastExit"> {
  const at = epoch(State.FinishedAt);
  // The pid is one of this machine only if the engine surely is: what answers on a local port may be a tunnel.
  const here = /^(unix:\/\/|\/)/.test(entryOf(target, "container").engine);
  return {
    running: State.Running,
    ...(State.Running && State.Pid > 0 && here ? { pid: State.Pid } : {}),
    ...(at === undefined ? {} : { lastExit: { at, code: State.ExitCode, signal: signalOf(State.ExitCode) } }),
  };
}

/** Engines write year 1 for "never". */
function epoch(time: string | undefined): number | undefined {
  const at = Date.parse(time ?? "");
  return Number.isFinite(at) && at > 0 ? at : undefined;
}

/** 128 + n is how an end by signal n is told. */
const signalOf = (code: number): string | null =>
  Object.entries(constants.signals).find(([, n]) => n === code - 128)?.[0] ?? null;
