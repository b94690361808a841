import { describe, expect, test } from "vitest";
import { areSessionsWeighed } from "../support/processes.ts";
import { baselineOf, createWorld, host, isAlive, observe, stranger, patiently } from "./world.ts";

const HOG = "for (;;) {}";
const weighed = (sessionNice: number): object => (areSessionsWeighed ? { sessionNice } : {});
const SLEEPER = "setInterval(() => {}, 1000)";

describe("stop-intruder", () => {
  const port = 17_441;
  const world = createWorld({ port });
  const { target, hands } = world;
  const stop = (p: { pid: number; startedAt: number }) => ({
    runbook: "stop-intruder",
    params: { pid: p.pid, startedAt: p.startedAt },
  });

  test("ends a squatter that ignores SIGTERM, starts the target, and is done when it is gone already", async () => {
    const squatter = await stranger(
      `process.on("SIGTERM", () => {}); require("node:http").createServer((q, r) => r.end("squat")).listen(${port}, "127.0.0.1")`,
    );
    await patiently(async () => (await host.listeners()).some((l) => l.pid === squatter.pid));
    const evidence = (owner: "foreign" | "target") =>
      observe(target.id, {
        kind: "port",
        port,
        listening: true,
        owner,
        pid: squatter.pid,
        startedAt: squatter.startedAt,
      });
    const down = observe(target.id, { kind: "process", running: false, recentStarts: 0 });
    const up = observe(target.id, { kind: "process", running: true, recentStarts: 0 });
    const inUse = observe(target.id, {
      kind: "log",
      path: "/log",
      templateId: "1",
      template: "listen EADDRINUSE",
      level: "error",
      count: 1,
      rate: 1,
      usualRate: 0,
      isNew: true,
      sample: "listen EADDRINUSE",
    });
    expect(hands.applicable(target, [evidence("foreign"), down])).toContainEqual(stop(squatter));
    expect(hands.applicable(target, [evidence("foreign"), up, inUse])).toContainEqual(stop(squatter));
    expect(hands.applicable(target, [evidence("foreign"), up])).not.toContainEqual(stop(squatter));
    expect(hands.applicable(target, [evidence("target"), down])).not.toContainEqual(stop(squatter));
    const undeclared = {
      ...target,
      ports: [],
      health: [{ kind: "tcp" as const, host: "127.0.0.1", port, timeoutMs: 500 }],
    };
    expect(hands.applicable(undeclared, [evidence("foreign"), down])).not.toContainEqual(stop(squatter));
    // It may have stood there as a proxy in good times.
    const good = { ...baselineOf(target, world.envFile), takenAt: squatter.startedAt + 1 };
    await world.store.save(good);
    expect(await hands.check(target, stop(squatter))).toContain(
      "ran before service-17441 was last known to be well",
    );
    await world.store.save({ ...good, ports: [] });
    expect(await hands.check(target, stop(squatter))).toBeUndefined();
    await world.store.save({ ...good, takenAt: squatter.startedAt });

    const outcome = await hands.apply(target, stop(squatter));
    expect(outcome.reason).toBeUndefined();
    expect(outcome.steps[0]?.output).toBe("SIGKILL");
    expect(await isAlive(squatter.pid)).toBe(false);
    expect((await world.answer()).color).toBe("green");
    expect(await hands.causeGone(target, stop(squatter))).toBe(true);

    const { pid } = await world.manager.status(target);
    expect((await hands.apply(target, stop(squatter))).result).toBe("done");
    expect((await world.manager.status(target)).pid).toBe(pid);
  });

  test("does not touch the process that has the intruder's pid now", async () => {
    const other = await stranger(SLEEPER);
    const outcome = await hands.apply(target, stop({ pid: other.pid, startedAt: other.startedAt - 60_000 }));
    expect(outcome.result).toBe("done");
    expect(await isAlive(other.pid)).toBe(true);
  });

  test("refuses a process that takes nothing, Gradus, its ancestors, and the target itself", async () => {
    const idle = await stranger(SLEEPER);
    // It takes the processor while it starts.
    const why = await patiently(() => hands.check(target, stop(idle)));
    expect(why).toContain("takes neither");
    for (const pid of [process.pid, process.ppid]) {
      const found = await host.process(pid);
      expect(await hands.check(target, stop(found ?? { pid, startedAt: 0 }))).toContain("left alone");
    }
    const status = await world.manager.status(target);
    const own = await host.process(status.pid ?? 0);
    expect(await hands.check(target, stop(own ?? { pid: 0, startedAt: 0 }))).toContain(
      "belongs to the target",
    );
    expect(await hands.check(target, stop({ pid: 1, startedAt: 0 }))).toContain(
      "does not take these parameters",
    );
  });
});

describe("stop-intruder, where two Gradus share a machine", () => {
  const world = createWorld({ port: 17_443 });

  test("leaves a process alone that another Gradus supervises, even if it holds the port", async () => {
    const theirs = await stranger(`require("node:http").createServer().listen(17443, "127.0.0.1")`, {
      GRADUS_RUN: "another",
    });
    await patiently(async () => (await host.listeners()).some((l) => l.pid === theirs.pid));
    const action = {
      runbook: "stop-intruder",
      params: { pid: theirs.pid, startedAt: theirs.startedAt },
    };
    expect(await world.hands.check(world.target, action)).toContain("another Gradus watches over it");
    expect((await world.hands.apply(world.target, action)).result).toBe("refused");
    expect(await isAlive(theirs.pid)).toBe(true);
  });
});

describe("renice-process", () => {
  const world = createWorld({ port: 17_442 });
  const { target, hands } = world;

  test("is offered for a foreign hog while the target waits, lowers its priority, and undo gives the old one back", async () => {
    const hog = await stranger(HOG);
    const top = {
      pid: hog.pid,
      startedAt: hog.startedAt,
      command: "node",
      cpuPercent: 99,
      rssBytes: 1,
      nice: 0,
    };
    const busy = (extra: object) =>
      observe("host", { kind: "host", memoryPercent: 10, cores: 2, top: [{ ...top, ...extra }] });
    const told = observe("host", {
      kind: "host",
      memoryPercent: 10,
      cores: 2,
      top: [{ ...top, target: "other" }],
    });
    const waits = observe(target.id, { kind: "usage", pid: 7, rssBytes: 1, waitPercent: 40 });
    const action = {
      runbook: "renice-process",
      params: { pid: hog.pid, startedAt: hog.startedAt, nice: 19 },
    };
    expect(hands.applicable(target, [busy({}), waits])).toContainEqual(action);
    expect(hands.applicable(target, [busy({})])).not.toContainEqual(action);
    for (const extra of [{ target: "other" }, { own: true }, { cpuPercent: 20 }, { nice: 15 }]) {
      expect(hands.applicable(target, [busy(extra), waits])).not.toContainEqual(action);
    }

    expect(hands.applicable(target, [busy({}), told, waits])).not.toContainEqual(action);

    // A careless job that has raised its whole session: the values of its threads alone would change nothing.
    if (areSessionsWeighed) await host.reniceSession(hog.pid, -4);
    await host.renice(hog.pid, 12);
    expect(await hands.causeGone(target, action)).toBe(!areSessionsWeighed);
    await host.renice(hog.pid, 0);

    expect(await hands.causeGone(target, action)).toBe(false);
    const outcome = await hands.apply(target, action);
    expect(outcome.reason).toBeUndefined();
    expect(await host.process(hog.pid)).toMatchObject({ nice: 19, ...weighed(19) });
    expect(await hands.causeGone(target, action)).toBe(true);
    expect((await hands.apply(target, action)).undo).toBeUndefined();
    expect((await hands.undo(target, action, outcome)).result).toBe("done");
    expect(await host.process(hog.pid)).toMatchObject({ nice: 0, ...weighed(-4) });

    const stop = { runbook: "stop-intruder", params: { pid: hog.pid, startedAt: hog.startedAt } };
    expect((await hands.apply(target, stop)).steps[0]).toMatchObject({ ok: true, output: "SIGTERM" });
    expect(await isAlive(hog.pid)).toBe(false);
  });
});
