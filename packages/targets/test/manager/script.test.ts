import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseTarget, type Target } from "@gradus/core";
import { afterAll, expect, test } from "vitest";
import { createLocalHost } from "../../src/host/index.ts";
import { createManagers } from "../../src/manager/index.ts";
import { systemClock, tempDir } from "../support/temp.ts";

const dir = tempDir("script");
const script = join(dir, "ctl.sh");
writeFileSync(
  script,
  `#!/bin/sh
pidfile="$PWD/$2.pid"
case "$1" in
  start) sleep 300 >/dev/null 2>&1 & echo $! > "$pidfile" ;;
  stop) kill "$(cat "$pidfile")" && rm "$pidfile" ;;
  status) [ -f "$pidfile" ] && echo "running, pid $(cat "$pidfile")" && exit 0; exit 3 ;;
  hang) sleep 300 ;;
  fail) echo "token=abcdef is no good" >&2; exit 1 ;;
esac
`,
);
chmodSync(script, 0o755);
const host = createLocalHost();
const managers = createManagers({ host: () => host, runDir: join(dir, "run"), clock: systemClock });

function target(id: string, verbs: Partial<Record<"start" | "stop" | "status", string>> = {}): Target {
  const argv = (verb: "start" | "stop" | "status"): string[] => [script, verbs[verb] ?? verb, id];
  return parseTarget({
    id,
    manager: {
      kind: "script",
      start: argv("start"),
      stop: argv("stop"),
      status: argv("status"),
      cwd: dir,
      timeoutMs: 500,
    },
  });
}

const service = target("service");
afterAll(() =>
  managers
    .for(service)
    .stop(service)
    .catch(() => undefined),
);

test("a script manager starts, finds by pid, restarts and stops", async () => {
  const manager = managers.for(service);
  expect(await manager.status(service)).toEqual({ running: false, recentStarts: 0 });
  await manager.start(service);
  const up = await manager.status(service);
  expect(up).toMatchObject({ running: true, recentStarts: 0, pid: expect.any(Number) });
  expect(Math.abs((up.startedAt ?? 0) - Date.now())).toBeLessThan(5_000);
  await manager.restart(service);
  const again = await manager.status(service);
  expect(again.pid).not.toBe(up.pid);
  expect(again.recentStarts).toBe(0);
  expect(again.askedAt).toBeGreaterThanOrEqual(up.askedAt ?? Infinity);
  await manager.stop(service);
  expect(await manager.status(service)).toMatchObject({ running: false, stoppedOnPurpose: true });
});

test("the process is the main one that systemctl status names; one that has ended is none", async () => {
  const pidOf = async (says: string): Promise<number | undefined> => {
    const manager = {
      kind: "script" as const,
      start: ["true"],
      stop: ["true"],
      status: ["printf", "%s", says],
    };
    const unit = parseTarget({ id: "unit", manager });
    const status = await managers.for(unit).status(unit);
    expect(status.running).toBe(true);
    return status.pid;
  };
  const { pid, ppid } = process;
  const status = (main: string): string => `● nginx.service - A high performance web server
     Loaded: loaded (/lib/systemd/system/nginx.service; enabled; preset: enabled)
     Active: active (running) since Tue 2026-01-06 09:12:44 UTC; 2h ago
    Process: ${ppid} ExecStartPre=/usr/sbin/nginx -t -g pid ${ppid} (code=exited, status=0/SUCCESS)
   Main PID: ${main}
      Tasks: 3 (limit: 2275)`;
  expect(await pidOf(status(`${pid} (nginx)`))).toBe(pid);
  expect(await pidOf(status(`${pid} (code=exited, status=0/SUCCESS)`))).toBeUndefined();
  expect(await pidOf(`MainPID=${pid}\nActiveState=active`)).toBe(pid);
  expect(await pidOf("active")).toBeUndefined();
});

test("a status command that fails or hangs is an unknown status, never a service that is down", async () => {
  const failing = target("failing", { status: "fail" });
  expect(await managers.for(failing).status(failing)).toMatchObject({
    unknown: "the status command: exit code 1, token=[redacted] is no good",
  });
  const hanging = target("hanging", { status: "hang" });
  expect((await managers.for(hanging).status(hanging)).unknown).toMatch(/too long/);
});

test("a start command that fails says why, and is no start", async () => {
  const failing = target("no-start", { start: "fail" });
  await expect(managers.for(failing).start(failing)).rejects.toMatchObject({ code: "unavailable" });
  expect((await managers.for(failing).status(failing)).recentStarts).toBe(0);
});

test("a stop command that fails does not count as stopped on purpose", async () => {
  const failing = target("no-stop", { stop: "fail" });
  await expect(managers.for(failing).stop(failing)).rejects.toThrow(/exit code 1/);
  expect(await managers.for(failing).status(failing)).not.toHaveProperty("stoppedOnPurpose");
});

test("what is stopped only to be started again is down, and not on purpose", async () => {
  const between = target("between");
  const manager = managers.for(between);
  await manager.start(between);
  await manager.stop(between, { toRestart: true });
  const status = await manager.status(between);
  expect([status.running, status.stoppedOnPurpose]).toEqual([false, undefined]);
});
