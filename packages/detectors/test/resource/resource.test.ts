import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fact, Host, ProcessInfo } from "@gradus/core";
import { createLocalHost } from "@gradus/targets";
import { afterAll, describe, expect, it } from "vitest";
import { certificateDaysLeft } from "../../src/resource/certificate.ts";
import { resourceDetector } from "../../src/resource/detect.ts";
import { families } from "../../src/resource/family.ts";
import { gatherResources } from "../../src/resource/gather.ts";
import { createSampler } from "../../src/resource/sample.ts";
import { ids, seen, targetOf } from "../support/build.ts";

const DAY = 86_400_000;
const dir = mkdtempSync(join(tmpdir(), "gradus-resource-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const process_ = (
  pid: number,
  ppid: number,
  command: string,
  more: Partial<ProcessInfo> = {},
): ProcessInfo => ({
  pid,
  ppid,
  command,
  argv: [command],
  state: "R",
  cpuMs: 0,
  rssBytes: 1_000,
  startedAt: 1,
  nice: 0,
  threads: 1,
  ...more,
});

function looks(target: ReturnType<typeof targetOf>, passes: ReadonlyArray<readonly Fact[]>): string[] {
  let state = resourceDetector.initial();
  return passes.map((facts, now) => {
    const observations = facts.map((fact) => seen(fact.kind === "check" ? "http" : "resource", fact));
    const result = resourceDetector.detect({ target, observations, state, now });
    state = result.state;
    return result.signals.map((s) => s.symptom).join();
  });
}
const usage = (more: object): Fact => ({ kind: "usage", pid: 1, rssBytes: 100, ...more });
const hostWith = (cpuPercent: number, who: object = {}, more: object = {}): Fact => ({
  kind: "host",
  memoryPercent: 10,
  cores: 2,
  top: [{ pid: 9, startedAt: 1, command: "batch", cpuPercent, rssBytes: 1, nice: 0, ...who }],
  ...more,
});

describe("the resource detector", () => {
  it("says memory, descriptors, disk, inodes and certificates at their limits and not before", () => {
    const target = targetOf({ limits: { memoryBytes: 1_000, fdPercent: 90 } });
    const disk = (usedPercent: number, inodesPercent: number): Fact => ({
      kind: "disk",
      path: "/d",
      usedPercent,
      inodesPercent,
      maxPercent: 90,
    });
    expect(
      looks(target, [
        [
          usage({ rssBytes: 999, fds: 89, fdLimit: 100 }),
          disk(89, 89),
          { kind: "certificate", path: "/c", daysLeft: 14, minDays: 14 },
        ],
      ]),
    ).toEqual([""]);
    expect(
      looks(target, [
        [
          usage({ rssBytes: 1_000, fds: 90, fdLimit: 100 }),
          disk(90, 90),
          { kind: "certificate", path: "/c", daysLeft: 13, minDays: 14 },
        ],
      ]),
    ).toEqual(["memory_high,fds_exhausted,disk_full,inodes_exhausted,certificate_expiring"]);
  });

  it("says CPU only for the target's own use", () => {
    const target = targetOf({ limits: { cpuPercent: 80 } });
    const busy = [usage({ cpuPercent: 85 })];
    expect(looks(target, [busy, busy, [usage({ cpuPercent: 20 })], busy])).toEqual([
      "cpu_high",
      "cpu_high",
      "",
      "cpu_high",
    ]);
    expect(
      looks(target, [
        [usage({ cpuPercent: 10 }), hostWith(200)],
        [usage({ cpuPercent: 10 }), hostWith(200)],
      ]),
    ).toEqual(["", ""]);
  });

  it("counts what a runaway wants, on a machine where it has to share, and not what an idle one waits for", () => {
    const target = targetOf({ limits: { cpuPercent: 80 } });
    const sharing = [usage({ cpuPercent: 50, waitPercent: 40 })];
    const waiting = [usage({ cpuPercent: 5, waitPercent: 90 })];
    expect(looks(target, [sharing, waiting])).toEqual(["cpu_high", ""]);
  });

  it("says starved when it waits for the CPU and somebody foreign takes it", () => {
    const seen = (...facts: Fact[]): string | undefined => looks(targetOf(), [facts])[0];
    const slow: Fact = { kind: "check", check: "0", type: "http", outcome: "slow" };
    expect(seen(usage({ waitPercent: 25, cpuPercent: 10 }), hostWith(95))).toBe("cpu_starved");
    expect(seen(usage({ waitPercent: 25, cpuPercent: 10 }), hostWith(70))).toBe("");
    expect(seen(usage({ waitPercent: 25, cpuPercent: 10 }), hostWith(95, { target: "other" }))).toBe("");
    expect(seen(usage({ waitPercent: 25, cpuPercent: 10 }), hostWith(95, { own: true }))).toBe("");
    expect(seen(usage({ waitPercent: 8, cpuPercent: 1 }), hostWith(95))).toBe("");
    expect(seen(usage({ waitPercent: 8, cpuPercent: 1 }), hostWith(95), slow)).toBe("cpu_starved");
    expect(seen(usage({ waitPercent: 1, cpuPercent: 90 }), hostWith(95, {}, { cpuPressure: 60 }), slow)).toBe(
      "cpu_starved",
    );
  });

  it("says a certificate that a health check was shown is about to end", () => {
    const target = targetOf({
      health: [{ kind: "http", url: "https://shop.example:8443/", certificateDays: 10 }],
    });
    const check = (certificateDaysLeft: number): Fact => ({
      kind: "check",
      check: "0",
      type: "http",
      outcome: "ok",
      certificateDaysLeft,
    });
    expect(looks(target, [[check(10)], [check(9)]])).toEqual(["", "certificate_expiring"]);
  });
});

describe("families of processes", () => {
  it("adds many small workers up under the program that started them", () => {
    const workers = Array.from({ length: 72 }, (_, i) => process_(100 + i, 50, "sh"));
    const found = families(
      [process_(1, 0, "init"), process_(20, 1, "bash"), process_(50, 20, "node"), ...workers],
      (p) => (p.pid >= 100 ? 2.7 : 0),
    );
    const hog = found.find((f) => f.head.pid === 50);
    expect(hog?.cpuPercent).toBeCloseTo(194.4);
    expect(hog?.members).toBe(73);
  });

  it("blames no shell, no init and no parent for what one busy child does", () => {
    const many = [2, 3, 4].map((n) => process_(n, 1, "job"));
    const shell = [12, 13, 14].map((n) => process_(n, 11, "job"));
    const busy = [22, 23, 24].map((n) => process_(n, 21, "job"));
    const found = families(
      [
        process_(1, 0, "init"),
        ...many,
        process_(11, 1, "bash"),
        ...shell,
        process_(21, 1, "runner"),
        ...busy,
      ],
      (p) => (p.pid > 20 ? 90 : 30),
    );
    expect(found.every((f) => f.members === 1)).toBe(true);
  });
});

describe("sampling a host", () => {
  it("serves all targets of the host from one sample within a second, and tags children like their parents", async () => {
    let taken = 0;
    const host = {
      id: "h",
      load: async () => ({
        cores: 2,
        cpuBusyMs: taken * 500,
        cpuTotalMs: taken * 2_000,
        memoryUsedPercent: 40,
        memoryTotalBytes: 1,
      }),
      processes: async () => {
        taken += 1;
        return [
          process_(2, 1, "shop"),
          process_(3, 2, "worker", { cpuMs: taken * 900 }),
          process_(4, 1, "hog", { cpuMs: taken * 1_000 }),
        ];
      },
    } as unknown as Host;
    const sample = createSampler((pid) => (pid === 2 ? { target: "shop" } : {}));
    await sample(host, 0);
    const [a, b] = await Promise.all([sample(host, 1_000), sample(host, 1_500)]);
    expect(taken).toBe(2);
    expect(a).toBe(b);
    expect(a.fact).toMatchObject({ cpuPercent: 25, cores: 2 });
    expect(a.fact.top.slice(0, 2)).toMatchObject([
      { pid: 4, cpuPercent: 100 },
      { pid: 3, cpuPercent: 90, target: "shop" },
    ]);
    expect(a.fact.top[0]).not.toHaveProperty("target");
    expect(a.treeOf(2).map((p) => p.pid)).toEqual([2, 3]);
  });

  it("measures a real process that is busy", async () => {
    const child = spawn(process.execPath, ["-e", "for (;;);"]);
    try {
      const host = createLocalHost({ snapshotMs: 0 });
      const sampler = createSampler(() => undefined);
      const target = targetOf({ disks: [{ path: tmpdir(), maxPercent: 100 }, { path: "/no/such/dir" }] });
      const look = async (state: object, at: number) => {
        const sample = sampler(host, at);
        return await gatherResources({ host, pid: child.pid, sample }, target, state, {
          target: "shop",
          source: "resource",
          at,
          ids,
        });
      };
      const began = Date.now();
      const first = await look({}, began);
      await new Promise((resolve) => setTimeout(resolve, 600));
      const at = Date.now();
      const { observations, state } = await look(first.state, at);
      const facts = observations.map((o) => o.fact);
      const used = facts.find((f) => f.kind === "usage");
      // On a crowded machine it gets less than a core, and waits for the rest.
      expect((used?.cpuPercent ?? 0) + (used?.waitPercent ?? 0)).toBeGreaterThan(50);
      expect(used?.rssBytes).toBeGreaterThan(1e6);
      // A look right after says the same, not nothing: nothing would be taken for a symptom that is gone.
      const again = (await look(state, at + 100)).observations
        .map((o) => o.fact)
        .find((f) => f.kind === "usage");
      expect(again).toMatchObject({ cpuPercent: used?.cpuPercent, waitPercent: used?.waitPercent });
      expect(facts.find((f) => f.kind === "host")?.top.length).toBeGreaterThan(0);
      expect(facts.find((f) => f.kind === "disk")?.usedPercent).toBeGreaterThan(0);
      expect(facts.find((f) => f.kind === "note")).toMatchObject({ topic: "disk_unknown:/no/such/dir" });
    } finally {
      child.kill("SIGKILL");
    }
  });
});

describe("a certificate", () => {
  it("has its days left read without openssl; a bundle has those of the first to end", () => {
    const make = (days: number): string => {
      const file = join(dir, `c${days}`);
      execFileSync(
        "openssl",
        [
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-keyout",
          `${file}.key`,
          "-out",
          file,
          "-days",
          String(days),
          "-subj",
          "/CN=x",
        ],
        { stdio: "ignore" },
      );
      return readFileSync(file, "utf8");
    };
    const [long, soon] = [make(90), make(5)];
    expect(certificateDaysLeft(long, Date.now())).toBe(89);
    expect(certificateDaysLeft(`${long}${soon}`, Date.now())).toBe(4);
    expect(certificateDaysLeft(soon, Date.now() + 10 * DAY)).toBeLessThan(0);
    expect(certificateDaysLeft("no certificate", 0)).toBeUndefined();
    expect(() =>
      certificateDaysLeft("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", 0),
    ).toThrow();
  });
});
