import type { FactOf, ServiceStatus } from "@gradus/core";
import { spawn } from "node:child_process";
import { createLocalHost } from "@gradus/targets";
import { describe, expect, it } from "vitest";
import { serviceDetector } from "../../src/service/detect.ts";
import { gatherService } from "../../src/service/gather.ts";
import { ids, seen, targetOf } from "../support/build.ts";

type ProcessFact = Omit<FactOf<"process">, "kind">;
const MIN = 60_000;

function looks(facts: ReadonlyArray<[at: number, fact: Partial<ProcessFact>]>): string[][] {
  let state = serviceDetector.initial();
  return facts.map(([now, fact]) => {
    const process = { kind: "process", running: true, recentStarts: 1, ...fact } as const;
    const result = serviceDetector.detect({
      target: targetOf(),
      observations: [seen("service", process)],
      state,
      now,
    });
    state = JSON.parse(JSON.stringify(result.state)) as typeof state;
    return result.signals.map((s) => `${s.symptom}${s.certain ? "!" : ""}`);
  });
}

describe("the service detector", () => {
  it("says down when it is down, not when it was stopped on purpose, and never when nobody knows", () => {
    expect(looks([[0, { running: false }]])).toEqual([["service_down"]]);
    expect(looks([[0, { running: false, stoppedOnPurpose: true }]])).toEqual([[]]);
    expect(looks([[0, { running: false, unknown: "no permission" }]])).toEqual([[]]);
  });

  it("says suspended for a process that is stopped by a signal", () => {
    expect(looks([[0, { pid: 5, state: "T" }]])).toEqual([["service_suspended"]]);
    expect(looks([[0, { pid: 5, state: "S" }]])).toEqual([[]]);
  });

  it("says crash loop, with certainty, at the third unexpected end within ten minutes", () => {
    const crash = (at: number): [number, Partial<ProcessFact>] => [
      at,
      { running: false, exitCode: 1, exitedAt: at },
    ];
    const found = looks([
      crash(MIN),
      crash(3 * MIN),
      crash(5 * MIN),
      [6 * MIN, { startedAt: 5.5 * MIN, exitedAt: 5 * MIN, exitCode: 1 }],
    ]);
    expect(found).toEqual([
      ["service_down"],
      ["service_down"],
      ["service_crash_loop!", "service_down"],
      ["service_crash_loop!"],
    ]);
  });

  it("does not count an end that was asked for, one that is long ago, or the same one twice", () => {
    expect(
      looks([1, 2, 3, 4].map((m) => [m * MIN, { running: false, exitCode: 143, exitedAt: m * MIN }])).flat(),
    ).not.toContain("service_crash_loop!");
    expect(
      looks([1, 12, 24].map((m) => [m * MIN, { running: false, exitCode: 1, exitedAt: m * MIN }])).flat(),
    ).not.toContain("service_crash_loop!");
    expect(
      looks([1, 2, 3].map((m) => [m * MIN, { running: false, exitCode: 1, exitedAt: MIN }])).flat(),
    ).not.toContain("service_crash_loop!");
  });

  it("ends a crash loop when a start has held for a minute", () => {
    const crash = (at: number): [number, Partial<ProcessFact>] => [
      at,
      { running: false, exitSignal: "SIGSEGV", exitedAt: at },
    ];
    const up = { startedAt: 4 * MIN, exitSignal: "SIGSEGV", exitedAt: 3 * MIN };
    expect(
      looks([crash(MIN), crash(2 * MIN), crash(3 * MIN), [4.5 * MIN, up], [5.1 * MIN, up]]).slice(-2),
    ).toEqual([["service_crash_loop!"], []]);
  });

  it("sees a crash loop behind a supervisor that only changes pids", () => {
    const found = looks([1, 2, 3, 4].map((n) => [n * 10_000, { pid: n, startedAt: n * 10_000 - 2_000 }]));
    expect(found.map((s) => s.join())).toEqual(["", "", "", "service_crash_loop!"]);
  });

  it("says flapping when it goes up and down in an orderly way all the time", () => {
    const found = looks(
      [0, 1, 2, 3, 4, 5, 6].map((m) => [
        m * MIN,
        { running: m % 2 === 0, exitCode: 0, exitedAt: m * MIN - (m % 2 === 0 ? MIN : 0) },
      ]),
    );
    expect(found[6]).toEqual(["service_flapping!"]);
  });
});

describe("gathering the status", () => {
  const target = targetOf({ manager: { kind: "script", start: ["a"], stop: ["a"], status: ["a"] } });
  const scene = { target: "shop", source: "service" as const, at: 0, ids };
  const host = createLocalHost();
  const manager = (status: () => Promise<ServiceStatus>) => ({
    status,
    start: async () => {},
    stop: async () => {},
    restart: async () => {},
  });

  it("asks the kernel for the state of the process", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    try {
      child.kill("SIGSTOP");
      const status = async () => ({
        running: true,
        recentStarts: 1,
        ...(child.pid === undefined ? {} : { pid: child.pid }),
      });
      await expect
        .poll(async () => (await gatherService(manager(status), host, target, scene)).observations[0]?.fact)
        .toMatchObject({ kind: "process", running: true, state: "T", pid: child.pid });
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("takes a manager that fails for unknown", async () => {
    const failing = manager(async () => Promise.reject(new Error("script exploded")));
    const { observations, pid } = await gatherService(failing, host, target, scene);
    expect(observations[0]?.fact).toMatchObject({ running: false, unknown: "script exploded" });
    expect(pid).toBeUndefined();
  });
});
