import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact, Observation } from "../../src/observation/index.ts";
import { features } from "../../src/pattern/index.ts";

const NOW = Date.UTC(2026, 0, 5, 12);
const see = (fact: Fact, at = NOW): Observation => ({
  id: "o1",
  source: "diagnostic",
  target: "shop",
  at,
  text: "",
  fact,
});
const of = (...facts: Fact[]) => features(facts.map((fact) => see(fact)));
const log = (more: Partial<Extract<Fact, { kind: "log" }>>): Fact => ({
  kind: "log",
  path: "/var/log/shop.log",
  templateId: "t1",
  template: "something",
  level: "error",
  count: 1,
  rate: 1,
  usualRate: 0,
  isNew: true,
  sample: "something",
  ...more,
});

describe("features", () => {
  it("name how a process ended", () => {
    const down = { kind: "process", running: false, recentStarts: 1 } as const;
    expect(of({ ...down, exitSignal: "SIGKILL", exitCode: null })).toEqual([
      "exit:signal-SIGKILL",
      "process:down",
    ]);
    expect(of({ ...down, exitCode: 134, recentStarts: 4 })).toEqual([
      "exit:code-134",
      "process:crash-loop",
      "process:down",
    ]);
  });

  it("never take an unknown status for a process that is down", () => {
    expect(of({ kind: "process", running: false, recentStarts: 0, unknown: "no permission" })).toEqual([
      "process:unknown",
    ]);
  });

  it("tell a suspended process by its state", () => {
    expect(of({ kind: "process", running: true, state: "T", recentStarts: 1 })).toEqual(["state:T"]);
  });

  it("call only a stranger's load contention", () => {
    const busy = { pid: 7, startedAt: 1, command: "x", cpuPercent: 97, rssBytes: 1, nice: 0 };
    const host = (more: object): Fact => ({
      kind: "host",
      memoryPercent: 10,
      cores: 2,
      top: [{ ...busy, ...more }],
    });
    expect(of(host({}))).toEqual(["host:contention"]);
    expect(of(host({ target: "shop" }))).toEqual([]);
    expect(of(host({ own: true }))).toEqual([]);
  });

  it("name a fault by its code or its known message, and not by its path or numbers", () => {
    expect(of(log({ code: "EADDRINUSE", template: "listen EADDRINUSE :::<*>" }))).toEqual(["log:EADDRINUSE"]);
    expect(of(log({ template: "FATAL ERROR: JavaScript heap out of memory" }))).toEqual([
      "log:heap-out-of-memory",
    ]);
    expect(of(log({ template: "TypeError [ERR_INVALID_URL]: Invalid URL" }))).toEqual([
      "log:ERR_INVALID_URL",
    ]);
    expect(of(log({ template: "ERROR while serving <*>" }))).toEqual([]);
  });

  it("leave out log lines that are harmless or long past, but not a flood of them", () => {
    expect(of(log({ level: "info", code: "ECONNREFUSED" }), log({ count: 0, code: "ENOSPC" }))).toEqual([]);
    expect(of(log({ level: "debug", count: 900, rate: 900, usualRate: 3 }))).toEqual(["log:flood"]);
  });

  it("see a changed release by version, by drift, or by when it changed", () => {
    const release = { kind: "release", version: "2" } as const;
    expect(of({ ...release, baselineVersion: "1" })).toEqual(["release:changed"]);
    expect(of({ ...release, baselineVersion: "2" })).toEqual([]);
    const changed = see({ ...release, changedAt: NOW - 60_000 });
    expect(features([changed], { openedAt: NOW })).toEqual(["release:changed"]);
    expect(features([changed], { openedAt: NOW + 3_600_000 })).toEqual([]);
    expect(features([changed], { openedAt: NOW - 120_000 })).toEqual([]);
  });

  it("are empty for a healthy target", () => {
    expect(
      of(
        { kind: "check", check: "0", type: "http", outcome: "ok", status: 200, certificateDaysLeft: 80 },
        { kind: "process", running: true, state: "S", recentStarts: 1, exitCode: 1 },
        { kind: "port", port: 80, listening: true, owner: "self" },
        { kind: "error_rate", rate: 0.01, max: 0.1, requests: 100 },
        { kind: "dependency", target: "db", healthy: true, direction: "upstream" },
      ),
    ).toEqual([]);
  });

  it("do not depend on order or repetition, and only grow with more evidence", () => {
    const facts: Fact[] = [
      { kind: "check", check: "0", type: "http", outcome: "status", status: 502 },
      { kind: "check", check: "1", type: "tcp", outcome: "refused" },
      { kind: "process", running: false, recentStarts: 5, exitCode: 1 },
      { kind: "port", port: 80, listening: true, owner: "foreign", pid: 9 },
      { kind: "drift", aspect: "environment", key: "URL", expected: "a", actual: null },
      { kind: "dependency", target: "db", healthy: false, direction: "upstream" },
      log({ code: "ENOSPC" }),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...facts)), fc.array(fc.constantFrom(...facts)), (a, b) => {
        const both = of(...a, ...b);
        expect(of(...b, ...a, ...a)).toEqual(both);
        expect(both).toEqual([...new Set(both)].sort());
        for (const token of of(...a)) expect(both).toContain(token);
      }),
    );
  });
});
