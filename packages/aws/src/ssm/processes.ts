import type { Host, ProcessInfo } from "@gradus/core";
import { parseStat } from "@gradus/targets";
import { fieldsOf, type Machine, unpack } from "./answer.ts";
import type { Look } from "./looks.ts";

const NOWHERE: Machine = { bootedAt: 0, ticksPerSecond: 100, pageSize: 4_096 };

export const startOf = (ticks: number, { bootedAt, ticksPerSecond }: Machine): number =>
  Math.round(bootedAt + (ticks * 1_000) / ticksPerSecond);

/** Everything about one process, with what only its own files say. */
export const processOver =
  (look: Look): Host["process"] =>
  async (pid) => {
    if (!Number.isInteger(pid) || pid < 1) return undefined;
    const answer = await look(["process", pid]);
    const fields = fieldsOf(answer, `process ${pid}`);
    const stat = fields && parseStat(unpack(fields[0]).toString("utf8"));
    if (!stat) return undefined;
    const machine = answer.machine ?? NOWHERE;
    const words = unpack(fields[1]).toString("utf8").replace(/\0+$/, "");
    const info: ProcessInfo = {
      pid: stat.pid,
      ppid: stat.ppid,
      command: stat.command,
      argv: words === "" ? [] : words.split("\0"),
      state: stat.state,
      cpuMs: (stat.cpuTicks * 1_000) / machine.ticksPerSecond,
      rssBytes: stat.rssPages * machine.pageSize,
      startedAt: startOf(stat.startTicks, machine),
      nice: stat.nice,
      threads: stat.threads,
    };
    const [fds, limit, waited, sessionNice] = fields.slice(2).map(Number);
    if (isNumber(fds)) info.fds = fds;
    if (isNumber(limit)) info.fdLimit = limit;
    if (isNumber(waited)) info.waitMs = waited / 1e6;
    if (isNumber(sessionNice)) info.sessionNice = sessionNice;
    return info;
  };

const isNumber = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value);

export const environmentOver =
  (look: Look): Host["environment"] =>
  async (pid) => {
    if (!Number.isInteger(pid) || pid < 1) return undefined;
    const fields = fieldsOf(await look(["environment", pid]), `environment of ${pid}`);
    if (!fields) return undefined;
    const entries = unpack(fields[0]).toString("utf8").split("\0");
    return Object.fromEntries(
      entries.flatMap((entry): Array<[string, string]> => {
        const at = entry.indexOf("=");
        return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
      }),
    );
  };
