import {
  GradusError,
  messageOf,
  redact,
  type RunResult,
  type ServiceManager,
  type ServiceStatus,
  type Target,
} from "@gradus/core";
import { entryOf, type ManagerContext } from "./context.ts";
import { createSerial } from "./serial.ts";
import { createStates, noteAskedStart, noteSeenStart, recentStarts, type StateFile } from "./state.ts";

const RUNNING = 0;
const STOPPED = 3;

/** Starts and stops with commands of the target's own: systemctl, supervisorctl, pg_ctl, … No shell is involved. */
export function createScriptManager(context: ManagerContext): ServiceManager {
  const { clock } = context;
  const states = createStates(context);
  const serial = createSerial();

  const run = (target: Target, argv: readonly string[]): Promise<RunResult> => {
    const entry = entryOf(target, "script");
    const where = entry.cwd === undefined ? {} : { cwd: entry.cwd };
    return context.host(target.host).run(argv, { timeoutMs: entry.timeoutMs, maxOutput: 16_384, ...where });
  };

  const must = async (target: Target, argv: readonly string[]): Promise<void> => {
    const result = await run(target, argv);
    if (result.timedOut) throw new GradusError("timeout", `${argv.join(" ")}: took too long`);
    if (result.code !== 0) throw new GradusError("unavailable", `${argv.join(" ")}: ${tell(result)}`);
  };

  const began = (file: StateFile): void => {
    noteAskedStart(file.state, clock.now());
    file.state.stoppedOnPurpose = false;
    // The new process's start time is not known yet: the next look must not count it a second time.
    delete file.state.seenStart;
    file.save();
  };

  return {
    status: async (target) => {
      const file = states(target.id);
      const known = (): Pick<ServiceStatus, "recentStarts" | "askedAt" | "stoppedOnPurpose"> => ({
        recentStarts: recentStarts(file.state, clock),
        ...(file.state.askedAt === undefined ? {} : { askedAt: file.state.askedAt }),
        ...(file.state.stoppedOnPurpose ? { stoppedOnPurpose: true } : {}),
      });
      let result: RunResult;
      try {
        result = await run(target, entryOf(target, "script").status);
      } catch (error) {
        return { running: false, unknown: messageOf(error), ...known() };
      }
      if (result.timedOut) return { running: false, unknown: "the status command took too long", ...known() };
      if (result.code === STOPPED) return { running: false, ...known() };
      if (result.code !== RUNNING) {
        return { running: false, unknown: `the status command: ${tell(result)}`, ...known() };
      }
      const pid = pidIn(result.stdout);
      const found = pid === undefined ? undefined : await context.host(target.host).process(pid);
      if (!found) return { running: true, ...known() };
      noteSeenStart(file, found.startedAt);
      return { running: true, pid: found.pid, startedAt: found.startedAt, ...known() };
    },
    start: (target) =>
      serial(target.id, async () => {
        await must(target, entryOf(target, "script").start);
        began(states(target.id));
      }),
    stop: (target, { toRestart = false } = {}) =>
      serial(target.id, async () => {
        const file = states(target.id);
        if (!toRestart) intend(file, true);
        try {
          await must(target, entryOf(target, "script").stop);
        } catch (error) {
          if (!toRestart) intend(file, false);
          throw error;
        }
      }),
    restart: (target) =>
      serial(target.id, async () => {
        const entry = entryOf(target, "script");
        if (entry.restart) await must(target, entry.restart);
        else {
          await must(target, entry.stop);
          await must(target, entry.start);
        }
        began(states(target.id));
      }),
  };
}

function intend(file: StateFile, stopped: boolean): void {
  file.state.stoppedOnPurpose = stopped;
  file.save();
}

/**
 * "1234" alone, "Main PID: 1234" of systemctl, or "pid 1234", "pid=1234", "PID: 1234" as most tools print it. One that ended
 * (systemctl goes on naming it: "1234 (code=exited, …)") is none: its number may be another's by now.
 */
function pidIn(stdout: string): number | undefined {
  const text = stdout.trim();
  const main = /\bMain ?PID\W{0,3}(\d+)(?! \(code=)\b/i;
  const any = /\bMain ?PID\b/i.test(text) ? main : /\bpid\W{0,3}(\d+)/i;
  const found = /^\d+$/.test(text) ? text : any.exec(text)?.[1];
  const pid = Number(found);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

function tell(result: RunResult): string {
  const how = result.code === null ? `ended by ${result.signal}` : `exit code ${result.code}`;
  const words = redact((result.stderr.trim() || result.stdout.trim()).slice(-500), 500);
  return words === "" ? how : `${how}, ${words}`;
}
