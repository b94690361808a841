import { parseTarget, type Fact } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { createUnreachableHost } from "../../src/host/index.ts";
import { runbookCards } from "../../src/runbook/index.ts";
import { ecs, lambda, paperWorld, rds } from "./paper.ts";
import { observe } from "./world.ts";

const restart = { runbook: "restart-service", params: {} };
const rollBack = (to: string) => ({ runbook: "roll-back-release", params: { to } });
const release = { kind: "platform" as const };

describe("restarting what AWS runs", () => {
  test("asks the platform to, and looks every two seconds until it has taken it", async () => {
    const { hands, target, platform, state } = paperWorld({ manager: ecs });
    state.showsAfterMs = 7_000;
    const outcome = await hands.apply(target, restart);
    expect(outcome).toMatchObject({ result: "done", before: { running: true, startedAt: 500 } });
    expect(platform.orders).toEqual(["restart"]);
    expect(platform.waits).toEqual([2_000, 2_000, 2_000, 2_000]);
    expect(await hands.causeGone(target, restart, outcome)).toBe(true);
  });

  test("fails after a minute in which the platform shows nothing of it", async () => {
    const { hands, target, platform, state } = paperWorld({ manager: ecs });
    state.showsAfterMs = undefined;
    expect(await hands.apply(target, restart)).toMatchObject({
      result: "failed",
      reason: expect.stringContaining("60 s"),
    });
    expect(platform.waits.reduce((a, b) => a + b, 0)).toBe(60_000);
  });

  test("is taken when the database goes down for it, without waiting until it is back", async () => {
    const { hands, target, platform, state } = paperWorld({ manager: rds });
    state.shows = { running: false };
    expect(await hands.apply(target, restart)).toMatchObject({ result: "done" });
    expect(platform.waits).toEqual([]);
    expect(await hands.causeGone(target, restart)).toBe(false);
  });

  test("is taken when AWS says that it is at work on it: then nothing else is known of it", async () => {
    const { hands, target, platform, state } = paperWorld({ manager: rds });
    state.status = { running: true, recentStarts: 0 };
    state.shows = { running: false, unknown: "RDS is at work on it: rebooting" };
    const outcome = await hands.apply(target, restart);
    expect(outcome).toMatchObject({
      result: "done",
      steps: [{}, { output: "RDS is at work on it: rebooting" }],
    });
    expect(platform.waits).toEqual([]);
    expect(await hands.causeGone(target, restart, outcome)).toBeUndefined();
    state.shows = { running: true };
    delete state.status.unknown;
    expect(await hands.causeGone(target, restart, outcome)).toBe(true);
  });

  test("is asked for also where nothing runs any more: a platform knows no other way to start", async () => {
    const { hands, target, platform, state } = paperWorld({ manager: ecs });
    state.status = { running: false, startedAt: 500, recentStarts: 3 };
    expect(await hands.apply(target, restart)).toMatchObject({ result: "done" });
    expect(platform.orders).toEqual(["restart"]);
  });

  test("is refused while it is stopped on purpose, while its state is not known, and from elsewhere", async () => {
    const { hands, target, state, platform } = paperWorld({ manager: ecs });
    state.status = { running: false, recentStarts: 0, stoppedOnPurpose: true };
    expect(await hands.check(target, restart)).toContain("on purpose");
    state.status = { running: false, recentStarts: 0, unknown: "throttled" };
    expect(await hands.check(target, restart)).toContain("throttled");
    const far = paperWorld({ manager: ecs }, { reached: false });
    expect(await far.hands.check(far.target, restart)).toContain("does not run there");
    expect(platform.orders).toEqual([]);
  });

  test("a function has nothing to restart", async () => {
    const { hands, target, offered, platform } = paperWorld({ manager: lambda, release });
    expect(offered().map((a) => a.runbook)).toEqual([]);
    expect(await hands.apply(target, restart)).toMatchObject({
      result: "refused",
      reason: expect.stringContaining("function"),
    });
    expect(platform.orders).toEqual([]);
  });
});

describe("rolling back what AWS keeps the versions of", () => {
  const seen: Fact = { kind: "release", version: "2", baselineVersion: "1" };

  test.each([ecs, lambda])(
    "$kind: the last good version is placed, and nothing is restarted",
    async (manager) => {
      const { hands, target, platform, state, keepGood, offered } = paperWorld({ manager, release });
      await keepGood("1");
      expect(offered(seen)).toContainEqual(rollBack("1"));
      const outcome = await hands.apply(target, rollBack("1"));
      expect(outcome).toMatchObject({ result: "done", undo: { version: "2" } });
      expect(await hands.causeGone(target, rollBack("1"), outcome)).toBe(true);
      expect(await hands.apply(target, rollBack("1"))).toMatchObject({ result: "done" });
      expect(platform.orders).toEqual(["place 1"]);

      expect(await hands.undo(target, rollBack("1"), outcome)).toMatchObject({ result: "done" });
      expect([platform.orders, state.version]).toEqual([["place 1", "place 2"], "2"]);
      expect(await hands.causeGone(target, rollBack("1"), outcome)).toBe(false);
    },
  );

  test("only to a version that was good and is still there", async () => {
    const { hands, target, state, keepGood, platform } = paperWorld({ manager: ecs, release });
    expect(await hands.check(target, rollBack("1"))).toContain("not known to be good");
    await keepGood("1");
    state.versions = ["2"];
    expect(await hands.check(target, rollBack("1"))).toContain("not there");
    state.versions = ["2", "1"];
    state.status = { running: false, recentStarts: 0, stoppedOnPurpose: true };
    expect(await hands.check(target, rollBack("1"))).toContain("on purpose");
    expect(platform.orders).toEqual([]);
  });

  test("takes task definitions as AWS names them", async () => {
    const { hands, target, state, keepGood } = paperWorld({ manager: ecs, release });
    [state.version, state.versions] = ["orders:12", ["orders:12", "orders:11"]];
    await keepGood("orders:11");
    expect(await hands.apply(target, rollBack("orders:11"))).toMatchObject({ result: "done" });
    expect(state.version).toBe("orders:11");
  });

  test("is refused where the platform cannot be asked, and failed where it refuses the order", async () => {
    const far = paperWorld({ manager: ecs, release }, { reached: false });
    await far.keepGood("1");
    expect(await far.hands.check(far.target, rollBack("1"))).toContain("does not run there");
    expect(await far.hands.causeGone(far.target, rollBack("1"))).toBeUndefined();
    const { hands, target, platform, keepGood } = paperWorld({ manager: ecs, release });
    await keepGood("1");
    platform.releases.place = () => Promise.reject(new Error("not allowed"));
    expect(await hands.apply(target, rollBack("1"))).toMatchObject({
      result: "failed",
      reason: expect.stringContaining("not allowed"),
    });
  });
});

/** Evidence for everything at once: what is offered then is what the entry allows. */
const pid = 4_000;
const everything: Fact[] = [
  { kind: "process", running: true, pid, state: "T", recentStarts: 0 },
  { kind: "port", port: 80, listening: true, pid, startedAt: 1, owner: "foreign" },
  {
    kind: "host",
    memoryPercent: 1,
    cores: 1,
    cpuPressure: 99,
    top: [{ pid, startedAt: 1, command: "x", cpuPercent: 99, rssBytes: 1, nice: 0 }],
  },
  { kind: "disk", path: "/", usedPercent: 99, inodesPercent: 1, maxPercent: 90 },
  { kind: "drift", aspect: "file", key: "/etc/a", expected: "a", actual: "b" },
  { kind: "drift", aspect: "mode", key: "/etc/a", expected: "a", actual: "b" },
  { kind: "drift", aspect: "environment", key: "A", expected: "a", actual: "b" },
  { kind: "drift", aspect: "version", key: "version", expected: "1", actual: "2" },
  { kind: "note", topic: "paused", value: true },
];
const command = { kind: "command" as const, command: ["true"] };
const belongings = {
  files: [{ path: "/etc/a" }],
  logs: [{ path: "/var/log/a.log" }],
  disks: [{ path: "/" }],
  ports: [80],
  regenerable: ["/tmp/a"],
  controls: {
    reload: { kind: "signal" as const, signal: "SIGHUP" as const },
    clearCache: command,
    pause: command,
    resume: command,
  },
};
const script = { kind: "script" as const, start: ["a"], stop: ["b"], status: ["c"] };
const symlink = { kind: "symlink" as const, link: "/srv/current", releases: "/srv/releases" };

describe("what a target lacks, no runbook works on", () => {
  test("without a machine nothing is offered that needs one, and all of it is refused", async () => {
    const host = createUnreachableHost("none", "nobody should have looked");
    const input = { ...belongings, manager: script, release: symlink };
    const { offered, hands, target, keepGood } = paperWorld(input, { host });
    await keepGood("1");
    expect(offered(...everything)).toEqual([]);
    const params: Record<string, Record<string, string | number>> = {
      "continue-process": {},
      "renice-process": { pid, startedAt: 1, nice: 19 },
      "stop-intruder": { pid, startedAt: 1 },
      "rotate-log": { path: "/var/log/a.log" },
      "free-disk": { path: "/" },
      "restore-file": { path: "/etc/a" },
      "restore-mode": { path: "/etc/a" },
      "restore-environment": { name: "A" },
      "roll-back-release": { to: "1" },
      "scale-out": { to: 2 },
      "raise-concurrency": { to: 2 },
      "grow-storage": { to: 2 },
    };
    for (const { id } of runbookCards) {
      const no = await hands.check(target, { runbook: id, params: params[id] ?? {} });
      expect([id, no]).toEqual([id, expect.stringMatching(/no machine|could be raised/)]);
    }
  });

  test("the same entry on a machine is offered all of it", () => {
    const on = paperWorld({ ...belongings, manager: script, release: symlink, host: "local" });
    const ids = new Set(on.offered(...everything).map((a) => a.runbook));
    const needsMore = [
      "restore-environment",
      "raise-concurrency",
      "scale-out",
      "grow-storage",
      "reload-service",
    ];
    expect(
      runbookCards
        .map((c) => c.id)
        .filter((id) => !ids.has(id))
        .sort(),
    ).toEqual(needsMore.sort());
  });

  test("what AWS runs has no processes to signal, even if its files are on a machine", () => {
    const { offered } = paperWorld({ ...belongings, manager: ecs, release, host: "local" });
    const ids = offered(...everything).map((a) => a.runbook);
    for (const id of [
      "continue-process",
      "renice-process",
      "stop-intruder",
      "restart-clean",
      "reload-service",
    ])
      expect(ids).not.toContain(id);
    expect(ids).toEqual(expect.arrayContaining(["restart-service", "roll-back-release", "restore-file"]));
  });

  test("a call on a target's own address needs no machine", () => {
    const call = { kind: "http" as const, url: "https://orders.example/admin" };
    const { offered, target } = paperWorld({ controls: { clearCache: call, pause: call, resume: call } });
    expect(target.host).toBe("none");
    expect(offered(...everything).map((a) => a.runbook)).toEqual([
      "clear-cache",
      "resume-work",
      "pause-work",
    ]);
  });

  test("evidence of another target's version or capacity is no reason", () => {
    const { hands, target } = paperWorld({ manager: ecs, release });
    const other = parseTarget({ id: "other" });
    const facts: Fact[] = [
      { kind: "release", version: "2", baselineVersion: "1" },
      { kind: "capacity", unit: "tasks", value: 2, most: 8 },
    ];
    const offered = hands.applicable(
      target,
      facts.map((fact) => observe(other.id, fact)),
    );
    expect(offered).toEqual([restart]);
  });
});
