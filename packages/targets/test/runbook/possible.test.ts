import { type Fact, type Observation, parseTarget, type Target } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { createHands, createNoHost, possibleRunbooks, runbookCards } from "../../src/index.ts";

type Input = Omit<Parameters<typeof parseTarget>[0], "id">;
const of = (input: Input): Target => parseTarget({ id: "a", ...input });
const ecs = { kind: "ecs" as const, cluster: "c", service: "s" };
const release = { kind: "platform" as const };

describe("what an entry makes possible", () => {
  test("on AWS is what its platform can do, as far as the entry allows", () => {
    expect(possibleRunbooks(of({ host: "none", manager: ecs, release }))).toEqual([
      "restart-service",
      "roll-back-release",
    ]);
    expect(possibleRunbooks(of({ host: "none", manager: { ...ecs, maxTasks: 4 } }))).toEqual([
      "restart-service",
      "scale-out",
    ]);
    const lambda = { kind: "lambda" as const, function: "f", alias: "live", maxConcurrency: 9 };
    expect(possibleRunbooks(of({ host: "none", manager: lambda }))).toEqual(["raise-concurrency"]);
    const rds = { kind: "rds" as const, instance: "i", maxStorageGiB: 100 };
    expect(possibleRunbooks(of({ host: "none", manager: rds }))).toEqual(["restart-service", "grow-storage"]);
  });

  test("without a machine is only what is called from outside", () => {
    const url = "https://a.example/pause";
    const controls = {
      pause: { kind: "http" as const, url },
      reload: { kind: "signal" as const, signal: "SIGHUP" as const },
    };
    const input = { host: "none", controls, files: [{ path: "/a" }], logs: [{ path: "/b" }], ports: [1] };
    expect(possibleRunbooks(of(input))).toEqual(["pause-work"]);
  });

  test("is never less than what the hands then offer", () => {
    const command = { kind: "command" as const, command: ["x"] };
    const inputs: Input[] = ["local", "none", "ssm:i-0123456789abcdef0"].flatMap((host) =>
      [
        undefined,
        { ...ecs, maxTasks: 9 },
        { kind: "lambda" as const, function: "f", alias: "live", maxConcurrency: 9 },
        { kind: "rds" as const, instance: "i", maxStorageGiB: 99 },
        { kind: "script" as const, start: ["a"], stop: ["b"], status: ["c"] },
      ].map((manager) => ({
        host,
        ...(manager ? { manager } : {}),
        release:
          manager?.kind === "script"
            ? { kind: "command", current: ["a"], list: ["b"], rollBack: ["c"] }
            : release,
        files: [{ path: "/etc/a" }],
        logs: [{ path: "/var/log/a" }],
        ports: [80],
        regenerable: ["/tmp/a"],
        disks: [{ path: "/" }],
        controls: { clearCache: command, pause: command, resume: command, reload: command },
      })),
    );
    let offers = 0;
    for (const input of inputs) {
      const target = of(input);
      const offered = handsFor(target).applicable(target, evidence);
      offers += offered.length;
      const possible = possibleRunbooks(target);
      for (const { runbook } of offered)
        expect([target.host, target.manager?.kind, possible]).toContainEqual(
          expect.arrayContaining([runbook]),
        );
      for (const id of possible) expect(runbookCards.map((c) => c.id)).toContain(id);
    }
    expect(offers).toBeGreaterThan(40);
  });
});

const pid = 4_000;
const capacity = (unit: "tasks" | "concurrency" | "storage_gib"): Fact => ({
  kind: "capacity",
  unit,
  value: 4,
  most: 90,
});
const evidence: Observation[] = (
  [
    { kind: "process", running: true, pid, state: "T", recentStarts: 0 },
    { kind: "port", port: 80, listening: true, pid, startedAt: 1, owner: "foreign" },
    { kind: "disk", path: "/", usedPercent: 99, inodesPercent: 1, maxPercent: 90 },
    { kind: "drift", aspect: "file", key: "/etc/a", expected: "a", actual: "b" },
    { kind: "drift", aspect: "mode", key: "/etc/a", expected: "a", actual: "b" },
    { kind: "drift", aspect: "version", key: "version", expected: "1", actual: "2" },
    { kind: "note", topic: "paused", value: true },
    capacity("tasks"),
    capacity("concurrency"),
    capacity("storage_gib"),
  ] satisfies Fact[]
).map((fact, index) => ({
  id: `o${index}`,
  source: "diagnostic",
  target: "a",
  at: 1,
  text: fact.kind,
  fact,
}));

/** Only what they offer is asked for; nothing is looked at. */
function handsFor(target: Target) {
  const refuse = (): never => {
    throw new Error("nobody should have looked");
  };
  return createHands({
    host: () => createNoHost(),
    manager: refuse,
    baselines: { latest: refuse, save: refuse, list: refuse },
    fetch: refuse,
    clock: { now: () => 1 },
    protect: { isOwn: () => false, targetOf: () => undefined, targets: () => [target] },
    log: () => undefined,
  });
}
