import { createServer } from "node:net";
import { once } from "node:events";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLocalHost, isSameProcess, processIdentity } from "../../src/host/index.ts";
import { parseStat } from "../../src/host/proc/stat.ts";
import { startNode } from "../support/processes.ts";
import { eventually } from "../support/temp.ts";

const host = createLocalHost();

describe("processes", () => {
  test("describes a process with all that detectors ask for", async () => {
    const child = await startNode("console.log(1); setInterval(() => {}, 1000)", { env: { MARK: "x=y" } });
    const info = await host.process(child.pid);
    expect(info).toMatchObject({
      pid: child.pid,
      ppid: process.pid,
      nice: 0,
      argv: [process.execPath, "-e", expect.any(String)],
    });
    expect(info?.rssBytes).toBeGreaterThan(10_000_000);
    expect(info?.cpuMs).toBeGreaterThan(0);
    expect(info?.fds).toBeGreaterThan(3);
    expect(info?.fdLimit).toBeGreaterThan(100);
    expect(info?.waitMs).toBeGreaterThanOrEqual(0);
    expect(info?.threads).toBeGreaterThan(1);
    expect(Math.abs((info?.startedAt ?? 0) - Date.now())).toBeLessThan(3_000);
    expect(await host.environment(child.pid)).toEqual({ MARK: "x=y" });
    const listed = (await host.processes()).find((p) => p.pid === child.pid);
    expect(listed?.startedAt).toBe(info?.startedAt);
  });

  test("a pid that is not there is undefined everywhere", async () => {
    for (const pid of [0, -1, 1.5, 2 ** 30]) {
      expect(await host.process(pid)).toBeUndefined();
      expect(await host.environment(pid)).toBeUndefined();
    }
    expect(await host.signal(2 ** 22, "SIGTERM")).toBe(false);
  });

  test("many who ask at the same time share one scan of /proc", async () => {
    const began = performance.now();
    await host.processes();
    const first = performance.now() - began;
    const again = performance.now();
    await Promise.all(Array.from({ length: 1_000 }, () => host.processes()));
    expect(performance.now() - again).toBeLessThan(Math.max(100, first * 20));
  });

  test("a name with spaces and parentheses does not shift the fields", () => {
    const stat = parseStat(
      `7 (a) b (c) T 1 7 7 0 -1 0 0 0 0 0 5 6 0 0 20 -3 9 0 777 0 42 ${"0 ".repeat(20)}`,
    );
    expect(stat).toMatchObject({
      pid: 7,
      command: "a) b (c",
      state: "T",
      cpuTicks: 11,
      nice: -3,
      threads: 9,
      startTicks: 777,
      rssPages: 42,
    });
    fc.assert(fc.property(fc.string(), (text) => void parseStat(text)));
  });
});

describe("signals", () => {
  test("reach the process that is meant, and not another one with its pid", async () => {
    const child = await startNode("console.log(1); setInterval(() => {}, 1000)");
    const identity = processIdentity(child.pid);
    if (!identity) throw new Error("no identity");
    expect(await host.signal(child.pid, "SIGKILL", identity.startedAt - 5_000)).toBe(false);
    expect(isSameProcess({ ...identity, startTicks: identity.startTicks + 1 })).toBe(false);
    expect(await host.signal(child.pid, "SIGSTOP", identity.startedAt)).toBe(true);
    await eventually(async () => (await host.process(child.pid))?.state === "T");
    await host.signal(child.pid, "SIGCONT");
    await host.signal(child.pid, "SIGKILL");
    await once(child, "exit");
    expect(isSameProcess(identity)).toBe(false);
    expect(await host.signal(child.pid, "SIGTERM")).toBe(false);
  });

  test("never reach Gradus itself, process 1 or a group", async () => {
    for (const pid of [process.pid, 1, 0, -5]) {
      await expect(host.signal(pid, "SIGTERM")).rejects.toMatchObject({ code: "invalid_input" });
    }
  });

  test("renice reaches every thread", async () => {
    const child = await startNode("console.log(1); setInterval(() => {}, 1000)");
    await host.renice(child.pid, 10);
    expect((await host.process(child.pid))?.nice).toBe(10);
    await expect(host.renice(child.pid, 11, Date.now() - 60_000)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("listeners", () => {
  test("name address, port and owner, of IPv4 and IPv6, ours and a child's", async () => {
    const four = createServer().listen(0, "127.0.0.1");
    const six = createServer().listen(0, "::1");
    await Promise.all([once(four, "listening"), once(six, "listening")]);
    const portOf = (server: typeof four): number => (server.address() as { port: number }).port;
    const child = await startNode(
      "const s = require('net').createServer().listen(0, () => console.log(s.address().port)); setInterval(() => {}, 1000)",
    );
    const owned = await eventually(async () => (await host.listeners()).find((l) => l.pid === child.pid));
    expect(owned.address).toMatch(/^(::|0\.0\.0\.0)$/);
    const listeners = await host.listeners();
    expect(listeners).toContainEqual({ address: "127.0.0.1", port: portOf(four), pid: process.pid });
    expect(listeners).toContainEqual({ address: "::1", port: portOf(six), pid: process.pid });
    const gone = portOf(four);
    four.close();
    six.close();
    await eventually(async () => !(await host.listeners()).some((l) => l.port === gone));
  });
});

test("load and disk are plausible", async () => {
  const load = await host.load();
  expect(load.cores).toBeGreaterThan(0);
  expect(load.cpuBusyMs).toBeLessThan(load.cpuTotalMs);
  expect(load.memoryUsedPercent).toBeGreaterThan(0);
  expect(load.memoryUsedPercent).toBeLessThan(100);
  const disk = await host.disk("/");
  expect(disk?.usedPercent).toBeGreaterThan(0);
  expect(disk?.usedPercent).toBeLessThanOrEqual(100);
  expect(await host.disk("/no/such/folder")).toBeUndefined();
});
