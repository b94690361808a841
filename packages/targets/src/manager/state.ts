import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, type Clock } from "@gradus/core";
import * as z from "zod";
import type { ManagerContext } from "./context.ts";

const RECENT_MS = 10 * 60_000;
/** Start times read from clock ticks or from another clock differ by less than this for the same start. */
const SAME_START_MS = 1_500;

const exitSchema = z.object({ at: z.number(), code: z.number().nullable(), signal: z.string().nullable() });

/** One start of a process. Without `pid` it was about to be started when Gradus died: `token` finds it again. */
const runSchema = z.object({
  /** In the environment of the process and its children, as GRADUS_RUN. */
  token: z.string(),
  pid: z.number().int().positive().optional(),
  startTicks: z.number().optional(),
  bootId: z.string().optional(),
  startedAt: z.number().optional(),
  ended: z.boolean().default(false),
});
export type Run = z.infer<typeof runSchema>;

const managerStateSchema = z.object({
  version: z.literal(1),
  run: runSchema.optional(),
  /** Epoch milliseconds, oldest first. */
  starts: z.array(z.number()).default([]),
  /** Last start that was asked for through the manager. */
  askedAt: z.number().optional(),
  /** Last start that was seen from outside (script, container). */
  seenStart: z.number().optional(),
  lastExit: exitSchema.optional(),
  stoppedOnPurpose: z.boolean().default(false),
});
export type ManagerState = z.infer<typeof managerStateSchema>;

type StateContext = Pick<ManagerContext, "runDir" | "log">;

/** What is remembered of a target between runs of Gradus, in `<runDir>/<target>.json`. */
export interface StateFile {
  state: ManagerState;
  /** Never throws: a full disk must not keep Gradus from restarting a service. */
  save(): void;
}

/** Loads it; what cannot be read counts as nothing known, because a damaged file must not keep a service down. */
function openState({ runDir, log }: StateContext, target: string): StateFile {
  const path = join(runDir, `${target}.json`);
  const file: StateFile = {
    state: load(path),
    // Synchronous: it must be on disk before the next thing happens, and it is a few hundred bytes.
    save: () => {
      try {
        mkdirSync(runDir, { recursive: true });
        writeFileSync(`${path}.new`, `${JSON.stringify(file.state)}\n`, { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch (error) {
        log("error", "cannot keep what is known of a process", { target, path, reason: messageOf(error) });
      }
    },
  };
  return file;
}

function load(path: string): ManagerState {
  try {
    return managerStateSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return { version: 1, starts: [], stoppedOnPurpose: false };
  }
}

/** Opens each target's file once. */
export function createStates(context: StateContext): (target: string) => StateFile {
  const files = new Map<string, StateFile>();
  return (target) => {
    const file = files.get(target) ?? openState(context, target);
    files.set(target, file);
    return file;
  };
}

/** Starts within ten minutes that nobody asked for. */
export const recentStarts = (state: ManagerState, clock: Clock): number =>
  state.starts.filter((at) => at > clock.now() - RECENT_MS).length;

/** A start that was asked for: a new beginning, so those that nobody asked for before it count no more. */
export function noteAskedStart(state: ManagerState, at: number): void {
  state.askedAt = at;
  state.starts = [];
}

function noteStart(state: ManagerState, at: number): void {
  state.starts = [...state.starts.filter((start) => start > at - RECENT_MS), at].slice(-200);
}

/** Notes a start that somebody else made. True if it was news. */
export function noteSeenStart(file: StateFile, startedAt: number): boolean {
  const { state } = file;
  const last = state.seenStart;
  if (last !== undefined && Math.abs(last - startedAt) <= SAME_START_MS) return false;
  if (last !== undefined) noteStart(state, startedAt);
  state.seenStart = startedAt;
  state.stoppedOnPurpose = false;
  file.save();
  return true;
}
