import type { Fact, Look, Signal, Source, Target } from "@gradus/core";
import { describe, expect, it } from "vitest";
import { createBoard, isSame } from "../../src/board/board.ts";
import { signalOf } from "../../src/shared/signal.ts";
import { seen, targetOf } from "../support/build.ts";

const look = (facts: ReadonlyArray<[Source, Fact]>, signals: Signal[] = []): Look => ({
  at: 7,
  healthy: signals.length === 0,
  observations: facts.map(([source, fact]) => seen(source, fact)),
  signals,
});
const checksOf = (target: Target, at: Look) => {
  const board = createBoard();
  board.record(target, at);
  return board.of(target.id)?.checks;
};
const url = "http://127.0.0.1:7101/health";

describe("what the board says of a check", () => {
  it("is what came of it at the last look, with how long it took", () => {
    const target = targetOf({
      health: [
        { kind: "http", url },
        { kind: "http", url },
      ],
    });
    const of = look([
      ["http", { kind: "check", check: "0", type: "http", outcome: "ok", status: 200, latencyMs: 12.4 }],
      [
        "http",
        {
          kind: "check",
          check: "1",
          type: "http",
          outcome: "slow",
          status: 200,
          latencyMs: 2_400,
          detail: "over 2 s",
        },
      ],
    ]);
    expect(checksOf(target, of)).toEqual({
      "health/0": { ok: true, latencyMs: 12, words: "status 200" },
      "health/1": { ok: false, latencyMs: 2_400, words: "slow, status 200, over 2 s" },
    });
  });

  it("is neither good nor bad where it could not be made", () => {
    const target = targetOf({ health: [{ kind: "http", url }], logs: [{ path: "/log" }] });
    const of = look([
      ["http", { kind: "note", topic: "check_unknown:0" }],
      ["log", { kind: "log_state", path: "/log", problem: "unreadable", detail: "permission denied" }],
    ]);
    expect(checksOf(target, of)).toEqual({
      "health/0": { words: "note" },
      "log//log": { words: "unreadable: permission denied" },
    });
  });

  it("is nothing where nothing was seen", () => {
    expect(checksOf(targetOf({ health: [{ kind: "http", url }] }), look([]))).toEqual({});
  });

  it("is the last value of what is used, against its limit", () => {
    const target = targetOf({
      manager: { kind: "script", status: ["s"], start: ["s"], stop: ["s"] },
      limits: { memoryBytes: 100 * 1_048_576, cpuPercent: 80 },
    } as never);
    const of = look([
      ["service", { kind: "process", running: true, pid: 9, recentStarts: 0 }],
      [
        "resource",
        { kind: "usage", pid: 9, rssBytes: 120 * 1_048_576, cpuPercent: 12.34, fds: 50, fdLimit: 1_000 },
      ],
      ["resource", { kind: "disk", path: "/", usedPercent: 95, inodesPercent: 1, maxPercent: 90 }],
      ["resource", { kind: "certificate", path: "/c", daysLeft: 20, minDays: 14 }],
    ]);
    expect(checksOf(target, of)).toEqual({
      manager: { ok: true, words: "process" },
      memory: { ok: false, value: 125_829_120, words: "120 MiB" },
      cpu: { ok: true, value: 12.3, words: "12.3 %" },
      fds: { ok: true, value: 5, words: "5 %" },
      "disk//": { ok: false, value: 95, words: "95 % used" },
      "certificate//c": { ok: true, value: 20, words: "20 days left" },
    });
  });

  it("is bad where a detector says so, and only of what it says so", () => {
    const target = targetOf({
      logs: [{ path: "/a" }, { path: "/b" }],
      metrics: { url: "http://shop/metrics", series: ["queue", "users"] },
    });
    const line = {
      kind: "log",
      path: "/a",
      templateId: "t",
      template: "no",
      level: "error",
      count: 1,
      rate: 1,
      usualRate: 0,
      isNew: true,
      sample: "no",
    } as const;
    const metric = (series: string): Fact => ({ kind: "metric", series, value: 3 });
    const signals = [
      signalOf(target, "log_new_error", 7, "new errors", [seen("log", line)]),
      signalOf(target, "metric_anomaly", 7, "queue is odd", [seen("metric", metric("queue"))], {
        key: "queue",
      }),
    ];
    const of = look(
      [
        ["metric", metric("queue")],
        ["metric", metric("users")],
        ["metric", metric("other")],
      ],
      signals,
    );
    expect(checksOf(target, of)).toMatchObject({
      "log//a": { ok: false },
      "log//b": { ok: true },
      "series/queue": { ok: false, value: 3 },
      "series/users": { ok: true, value: 3 },
    });
    expect(checksOf(target, of)).not.toHaveProperty("series/other");
  });
});

it("how long an answer took is no news; that a check fails, or that something drifts, is", () => {
  const target = targetOf({ health: [{ kind: "http", url }] });
  const at = (
    outcome: "ok" | "status",
    latencyMs: number,
    drift?: { at: number; total: number; found: [] },
  ) => {
    const board = createBoard();
    const of = look([["http", { kind: "check", check: "0", type: "http", outcome, latencyMs }]]);
    board.record(target, of, drift ? { drift } : {});
    return board.of(target.id);
  };
  expect(isSame(at("ok", 1), at("ok", 900))).toBe(true);
  expect(isSame(at("ok", 1), at("status", 1))).toBe(false);
  expect(isSame(at("ok", 1), at("ok", 1, { at: 1, total: 0, found: [] }))).toBe(false);
  const compared = (when: number) => at("ok", 1, { at: when, total: 0, found: [] });
  expect(isSame(compared(1), compared(60_001))).toBe(true);
  expect(isSame(undefined, at("ok", 1))).toBe(false);
});
