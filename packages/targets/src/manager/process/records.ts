import type { ChildProcess } from "node:child_process";
import type { Target } from "@gradus/core";
import { isSameProcess, processIdentity } from "../../host/signal.ts";
import { createStates, type ManagerState, type Run, type StateFile } from "../state.ts";
import type { ManagerContext } from "../context.ts";
import { findByToken } from "./group.ts";

/** One target's process as this Gradus knows it. */
export interface Record {
  file: StateFile;
  target: Target;
  /** Set while the process is our own child: then its exit is told to us. */
  child?: ChildProcess;
}

/** The run that lives now, if any. */
export function livingRun(record: Record): (Run & { pid: number; startedAt: number }) | undefined {
  const run = record.file.state.run;
  if (!run || run.ended || run.pid === undefined || run.startTicks === undefined) return undefined;
  const { pid, startTicks, bootId = "", startedAt = 0 } = run;
  return isSameProcess({ pid, startTicks, bootId }) ? { ...run, pid, startedAt } : undefined;
}

/** Notes how a run ended, once; the end of an earlier run than the present one is no news. */
export function noteExit(record: Record, run: Run, exit: NonNullable<ManagerState["lastExit"]>): void {
  const { state } = record.file;
  if (state.run !== run || run.ended) return;
  run.ended = true;
  state.lastExit = exit;
  record.file.save();
}

/** Writes down which process a run is. */
export function noteProcess(record: Record, run: Run, pid: number): boolean {
  const identity = processIdentity(pid);
  if (identity) Object.assign(run, identity);
  else Object.assign(run, { pid });
  record.file.state.run = run;
  record.file.save();
  return identity !== undefined;
}

/** Opens each target's record once; what lives from an earlier Gradus is adopted there and then. */
export function createRecords(context: ManagerContext): { of(target: Target): Record; all(): Record[] } {
  const { clock, log } = context;
  const states = createStates(context);
  const records = new Map<string, Record>();

  const adopt = (record: Record): void => {
    const run = record.file.state.run;
    if (!run || run.ended) return;
    if (run.pid === undefined) {
      const found = findByToken(run.token);
      if (found) noteProcess(record, run, found.pid);
    }
    const living = livingRun(record);
    if (living) log("info", "adopted a running process", { target: record.target.id, pid: living.pid });
    else noteExit(record, run, { at: clock.now(), code: null, signal: null });
  };

  return {
    of: (target) => {
      const known = records.get(target.id);
      if (known) {
        known.target = target;
        return known;
      }
      const record: Record = { file: states(target.id), target };
      records.set(target.id, record);
      adopt(record);
      return record;
    },
    all: () => [...records.values()],
  };
}
