import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { GradusError, type Clock, type ServiceManager, type ServiceStatus, type Target } from "@gradus/core";
import { entryOf, type ManagerContext } from "../context.ts";
import { createSerial } from "../serial.ts";
import { noteAskedStart, type Run } from "../state.ts";
import { serviceEnvironment } from "./environment.ts";
import { endGroup } from "./group.ts";
import { createRecords, livingRun, noteExit, noteProcess, type Record } from "./records.ts";
import { spawnDetached, type Spawned } from "./spawn.ts";

const EXIT_EVENT_MS = 500;

export interface ProcessManager extends ServiceManager {
  /** Stops what this Gradus has started or adopted; returns the ids of the targets. */
  stopAll(): Promise<string[]>;
}

/** Supervises commands on this machine. Each runs in its own session and outlives Gradus. */
export function createProcessManager(context: ManagerContext): ProcessManager {
  const { clock, log } = context;
  const records = createRecords(context);
  const serial = createSerial();

  const status = async (target: Target): Promise<ServiceStatus> => {
    const record = records.of(target);
    const living = livingRun(record);
    if (!living) await settleExit(record, clock);
    const { state } = record.file;
    const startedAt = living?.startedAt ?? state.run?.startedAt;
    return {
      running: living !== undefined,
      ...(living ? { pid: living.pid } : {}),
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(state.lastExit ? { lastExit: { ...state.lastExit } } : {}),
      // It starts nothing by itself: every start was asked for.
      recentStarts: 0,
      ...(state.askedAt === undefined ? {} : { askedAt: state.askedAt }),
      ...(state.stoppedOnPurpose ? { stoppedOnPurpose: true } : {}),
      ...(state.run ? { mark: state.run.token } : {}),
    };
  };

  const start = async (record: Record): Promise<void> => {
    if (livingRun(record)) return;
    const { file, target } = record;
    // Workers that outlived their leader would hold its port.
    if (file.state.run) await endGroup(file.state.run, entryOf(target, "process").stopTimeoutMs);
    const run: Run = { token: randomBytes(12).toString("hex"), ended: false };
    const env = await serviceEnvironment(context, target, run.token);
    file.state.run = run;
    file.state.stoppedOnPurpose = false;
    noteAskedStart(file.state, clock.now());
    file.save();
    let spawned: Spawned;
    try {
      spawned = await spawnDetached(target, env);
    } catch (error) {
      noteExit(record, run, { at: clock.now(), code: null, signal: null });
      throw error;
    }
    const { child, pid } = spawned;
    record.child = child;
    child.once("exit", (code, signal) => {
      noteExit(record, run, { at: clock.now(), code, signal });
      if (record.child === child) delete record.child;
    });
    noteProcess(record, run, pid);
    log("info", "started", { target: target.id, pid });
    await survive(spawned, target, context.graceMs);
  };

  const stop = async (record: Record): Promise<void> => {
    const { run } = record.file.state;
    if (!run) return;
    const result = await endGroup(run, entryOf(record.target, "process").stopTimeoutMs);
    if (result === "stuck") {
      throw new GradusError("timeout", `process ${run.pid} does not end, not even by SIGKILL`);
    }
    await settleExit(record, clock);
    log("info", result === "killed" ? "killed, because it did not stop" : "stopped", {
      target: record.target.id,
      pid: run.pid,
    });
  };

  return {
    status,
    start: (target) => serial(target.id, () => start(records.of(target))),
    stop: (target, { toRestart = false } = {}) =>
      serial(target.id, async () => {
        const record = records.of(target);
        if (!toRestart) {
          record.file.state.stoppedOnPurpose = true;
          record.file.save();
        }
        await stop(record);
      }),
    restart: (target) =>
      serial(target.id, async () => {
        const record = records.of(target);
        // What cannot be started again is not stopped: half a service is better than none.
        if (livingRun(record)) await serviceEnvironment(context, target, "");
        await stop(record);
        await start(record);
      }),
    stopAll: async () => {
      const ours = records.all().filter((record) => livingRun(record));
      await Promise.all(ours.map((record) => serial(record.target.id, () => stop(record))));
      return ours.map((record) => record.target.id);
    },
  };
}

/** Waits for the news of our child's end; of a process that was adopted, only that it is gone can be known. */
async function settleExit(record: Record, clock: Clock): Promise<void> {
  const { run } = record.file.state;
  const { child } = record;
  // Without a pid it is being started at this moment.
  if (!run || run.ended || run.pid === undefined) return;
  if (child && child.exitCode === null && child.signalCode === null) {
    const waiting = new AbortController();
    await Promise.race([
      once(child, "exit", { signal: waiting.signal }).catch(() => undefined),
      sleep(EXIT_EVENT_MS, undefined, { signal: waiting.signal }).catch(() => undefined),
    ]);
    waiting.abort();
  }
  const exit = { code: child?.exitCode ?? null, signal: child?.signalCode ?? null };
  noteExit(record, run, { at: clock.now(), ...exit });
}

/** A start has not worked if the process ends at once: throws with how it ended and its last words. */
async function survive({ child, lastOutput }: Spawned, target: Target, graceMs: number): Promise<void> {
  const until = performance.now() + graceMs;
  while (performance.now() < until && child.exitCode === null && child.signalCode === null) await sleep(20);
  if (child.exitCode === null && child.signalCode === null) return;
  const how = child.signalCode === null ? `with exit code ${child.exitCode}` : `by ${child.signalCode}`;
  const output = await lastOutput();
  throw new GradusError(
    "unavailable",
    `${target.id} ended ${how} right after its start${output.length > 0 ? `: ${output.join(" | ")}` : ""}`,
    { exitCode: child.exitCode, signal: child.signalCode, output },
  );
}
