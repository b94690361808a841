import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createLocalHost } from "@gradus/targets";
import { describe, expect, test } from "vitest";
import { areSessionsWeighed, startNode } from "../../../packages/targets/test/support/processes.ts";
import { eventually, tempDir } from "../../../packages/targets/test/support/temp.ts";
import { overHosts } from "./adapters.ts";

const IDLE = "console.log(1); setInterval(() => {}, 1000)";
const fresh = { maxAgeMs: 0 };
const local = createLocalHost();

overHosts(({ host, startTolerance }) => {
  test("a process is described with all that detectors ask for, alone and in the list", async () => {
    const child = await startNode(IDLE, { env: { MARK: "x=y", LINES: "a\nb\n", EMPTY: "" } });
    const info = await host.process(child.pid);
    const same = await local.process(child.pid);
    expect(info).toMatchObject({
      pid: child.pid,
      ppid: process.pid,
      command: same?.command,
      nice: same?.nice,
      state: expect.stringMatching(/^[SR]$/),
      argv: [process.execPath, "-e", IDLE],
      fdLimit: same?.fdLimit,
    });
    expect(info?.fds).toBe(same?.fds);
    expect(info?.threads).toBeGreaterThan(1);
    expect(info?.waitMs).toBeGreaterThanOrEqual(0);
    expect(info?.rssBytes).toBeGreaterThan(10_000_000);
    expect(info?.cpuMs).toBeGreaterThan(0);
    expect(info?.cpuMs).toBeLessThanOrEqual((await local.process(child.pid))?.cpuMs ?? 0);
    expect(Math.abs((info?.startedAt ?? 0) - (same?.startedAt ?? 0))).toBeLessThanOrEqual(startTolerance);
    expect(await host.environment(child.pid)).toEqual({ MARK: "x=y", LINES: "a\nb\n", EMPTY: "" });
    const listed = (await host.processes(fresh)).find((p) => p.pid === child.pid);
    expect(listed).toMatchObject({
      pid: child.pid,
      ppid: process.pid,
      command: info?.command,
      argv: info?.argv,
      startedAt: info?.startedAt,
      nice: same?.nice,
    });
  });

  test("the list has every process that stays, each once, with its start time to the millisecond the same", async () => {
    const children = await Promise.all([startNode(IDLE), startNode(IDLE), startNode(IDLE)]);
    const first = await host.processes(fresh);
    const again = await host.processes(fresh);
    for (const { pid } of [...children, process]) {
      const found = first.filter((p) => p.pid === pid);
      expect(found).toHaveLength(1);
      expect(again.find((p) => p.pid === pid)?.startedAt).toBe(found[0]?.startedAt);
    }
    const known = new Set(first.map((p) => p.pid));
    const before = (await local.processes(fresh)).filter((p) => p.startedAt < Date.now() - 20_000);
    expect(before.filter((p) => !known.has(p.pid))).toEqual([]);
  });

  test("a pid that is not there is undefined everywhere", async () => {
    for (const pid of [0, -1, 1.5, 2 ** 30]) {
      expect(await host.process(pid)).toBeUndefined();
      expect(await host.environment(pid)).toBeUndefined();
    }
    expect(await host.signal(2 ** 22, "SIGTERM")).toBe(false);
    await expect(host.renice(2 ** 22, 5)).rejects.toMatchObject({ code: "not_found" });
  });

  test("what a program calls itself makes it no other process, nor two", async () => {
    const folder = tempDir("names");
    const name = "\n1 (init) S 0 9";
    const script = join(folder, "script");
    writeFileSync(script, `require("fs").writeFileSync("/proc/self/comm", ${JSON.stringify(name)}); ${IDLE}`);
    const words = [
      script,
      "\nA 1 forged\nP 1 0 R 1 1 1 1 1 x\nR\nS 1 1\n/proc/1/cmdline:forged",
      "",
      "a  b",
      "",
    ];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "ignore"] });
    try {
      await once(child.stdout, "data");
      const all = await host.processes(fresh);
      const mine = all.filter((p) => p.pid === child.pid);
      expect(mine).toHaveLength(1);
      expect(mine[0]?.argv.slice(0, 5)).toEqual([process.execPath, ...words.slice(0, 4)]);
      expect(mine[0]?.ppid).toBe(process.pid);
      expect(await host.process(child.pid!)).toMatchObject({ ppid: process.pid, argv: mine[0]?.argv });
      const init = all.filter((p) => p.pid === 1);
      expect(init).toHaveLength(1);
      expect(init[0]?.argv).toEqual((await local.process(1))?.argv);
      expect(init[0]?.command).toBe((await local.process(1))?.command);
    } finally {
      child.kill("SIGKILL");
    }
  });

  describe("signals", () => {
    test("reach the process that is meant, and not another one with its pid", async () => {
      const child = await startNode(IDLE);
      const started = (await host.process(child.pid))?.startedAt ?? 0;
      expect(await host.signal(child.pid, "SIGKILL", started - 5_000)).toBe(false);
      expect(await host.signal(child.pid, "SIGKILL", started + 5_000)).toBe(false);
      expect((await local.process(child.pid))?.state).toMatch(/^[SR]$/);
      expect(await host.signal(child.pid, "SIGSTOP", started)).toBe(true);
      await eventually(async () => (await host.process(child.pid))?.state === "T");
      expect(await host.signal(child.pid, "SIGCONT")).toBe(true);
      const gone = once(child, "exit");
      expect(await host.signal(child.pid, "SIGKILL")).toBe(true);
      await gone;
      expect(await host.signal(child.pid, "SIGTERM")).toBe(false);
    });

    test("never reach process 1 or a group", async () => {
      for (const pid of [1, 0, -5]) {
        await expect(host.signal(pid, "SIGTERM")).rejects.toMatchObject({ code: "invalid_input" });
      }
    });
  });

  test("renice reaches every thread, of the process that is meant", async () => {
    const child = await startNode(IDLE);
    const started = (await host.process(child.pid))?.startedAt ?? 0;
    await host.renice(child.pid, 7, started);
    expect((await host.process(child.pid))?.nice).toBe(7);
    for (const thread of await local.list(`/proc/${child.pid}/task`)) {
      const stat = await local.readFile(`/proc/${child.pid}/task/${thread}/stat`);
      expect(stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[16]).toBe("7");
    }
    await host.renice(child.pid, -3);
    expect((await host.process(child.pid))?.nice).toBe(-3);
    await expect(host.renice(child.pid, 11, started - 60_000)).rejects.toMatchObject({ code: "not_found" });
  });

  test.skipIf(!areSessionsWeighed)(
    "a session that is weighed as one is reniced as one, and only by the process that leads it",
    async () => {
      const leader = await startNode(IDLE);
      const started = (await host.process(leader.pid))?.startedAt ?? 0;
      expect((await host.process(leader.pid))?.sessionNice).toBe(0);
      await host.reniceSession(leader.pid, 19, started);
      expect((await host.process(leader.pid))?.sessionNice).toBe(19);
      expect(await local.readFile(`/proc/${leader.pid}/autogroup`)).toMatch(/ nice 19\n$/);
      await host.reniceSession(leader.pid, -3);
      expect((await host.process(leader.pid))?.sessionNice).toBe(-3);
      expect((await host.process(leader.pid))?.nice).toBe(0);
      await expect(host.reniceSession(leader.pid, 5, started - 60_000)).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(host.reniceSession(2 ** 22, 5)).rejects.toMatchObject({ code: "not_found" });
      const member = spawn(process.execPath, ["-e", IDLE], { stdio: ["ignore", "pipe", "ignore"] });
      try {
        await once(member.stdout, "data");
        expect((await host.process(member.pid!))?.sessionNice).toBeUndefined();
        await expect(host.reniceSession(member.pid!, 5)).rejects.toMatchObject({ code: "invalid_input" });
      } finally {
        member.kill("SIGKILL");
      }
    },
  );

  test("listeners have address, port and owner, of IPv4 and IPv6, ours and a child's", async () => {
    const four = createServer().listen(0, "127.0.0.1");
    const six = createServer().listen(0, "::1");
    await Promise.all([once(four, "listening"), once(six, "listening")]);
    const portOf = (server: typeof four): number => (server.address() as { port: number }).port;
    const child = await startNode(
      "const s = require('net').createServer().listen(0, () => console.log(s.address().port)); setInterval(() => {}, 1000)",
    );
    const owned = await eventually(async () => {
      await host.processes(fresh);
      return (await host.listeners()).find((l) => l.pid === child.pid);
    });
    expect(owned.address).toMatch(/^(::|0\.0\.0\.0)$/);
    const listeners = await host.listeners();
    expect(listeners).toContainEqual({ address: "127.0.0.1", port: portOf(four), pid: process.pid });
    expect(listeners).toContainEqual({ address: "::1", port: portOf(six), pid: process.pid });
    four.close();
    six.close();
  });

  test("load is the machine's", async () => {
    const load = await host.load();
    const same = await local.load();
    expect(load.cores).toBe(same.cores);
    expect(load.memoryTotalBytes).toBe(same.memoryTotalBytes);
    expect(Math.abs(load.memoryUsedPercent - same.memoryUsedPercent)).toBeLessThan(15);
    expect(load.cpuBusyMs).toBeGreaterThan(0);
    expect(load.cpuBusyMs).toBeLessThan(load.cpuTotalMs);
    expect(Math.abs(load.cpuTotalMs - same.cpuTotalMs)).toBeLessThan(20_000);
    expect("cpuPressure" in load).toBe("cpuPressure" in same);
  });
});
