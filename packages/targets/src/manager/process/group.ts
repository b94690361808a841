import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { machine } from "../../host/proc/machine.ts";
import { readEnvironment, readStat } from "../../host/proc/process.ts";
import { isAlive, type Stat } from "../../host/proc/stat.ts";
import { killGroup } from "../../host/signal.ts";
import type { Run } from "../state.ts";
import { RUN_VARIABLE } from "./environment.ts";

const POLL_MS = 20;
const KILL_WAIT_MS = 3_000;

/** Living processes, by their one line of /proc. */
function living(): Stat[] {
  return readdirSync("/proc").flatMap((name) => {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    return isAlive(stat) ? [stat] : [];
  });
}

/**
 * Living members of a run's process group. A group's number is given to no new process while the group has members; that
 * it is still the same group is known by the leader's start time, or by the token in the members' environment.
 */
function membersOf(run: Run): Stat[] {
  if (run.pid === undefined || run.bootId !== machine().bootId) return [];
  const members = living().filter((stat) => stat.group === run.pid);
  if (members.some((stat) => stat.pid === run.pid && stat.startTicks === run.startTicks)) return members;
  return members.filter((stat) => stat.pid !== run.pid && carries(stat.pid, run.token));
}

/** The leader of a run whose pid was never written down. */
export const findByToken = (token: string): Stat | undefined =>
  living().find((stat) => stat.group === stat.pid && carries(stat.pid, token));

const carries = (pid: number, token: string): boolean => readEnvironment(pid)?.[RUN_VARIABLE] === token;

/**
 * Ends a run's whole process group: SIGTERM, then SIGKILL after `timeoutMs`. A stopped process is continued first,
 * since it would not see SIGTERM. Returns "killed" if it had to be, "stuck" if something outlives even SIGKILL.
 */
export async function endGroup(run: Run, timeoutMs: number): Promise<"ended" | "killed" | "stuck"> {
  const group = run.pid;
  let members = membersOf(run);
  if (group === undefined || members.length === 0) return "ended";
  if (members.some((stat) => stat.state === "T" || stat.state === "t")) killGroup(group, "SIGCONT");
  killGroup(group, "SIGTERM");
  const gone = async (forMs: number): Promise<boolean> => {
    const until = performance.now() + forMs;
    while ((members = members.some(isStillThere) ? members : membersOf(run)).length > 0) {
      if (performance.now() >= until) return false;
      await sleep(POLL_MS);
    }
    return true;
  };
  if (await gone(timeoutMs)) return "ended";
  killGroup(group, "SIGKILL");
  return (await gone(KILL_WAIT_MS)) ? "killed" : "stuck";
}

function isStillThere(stat: Stat): boolean {
  const now = readStat(stat.pid);
  return isAlive(now) && now.startTicks === stat.startTicks;
}
