import { spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { utimesSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { parseTarget, type Host } from "@gradus/core";
import { afterAll, describe, expect, test } from "vitest";
import { createHands } from "../../src/runbook/index.ts";
import { createWorld, host, isAlive, observe, patiently } from "./world.ts";

const restart = { runbook: "restart-service", params: {} };
const clean = { runbook: "restart-clean", params: {} };

describe("restart-service", () => {
  const world = createWorld({ port: 17_411 });
  const { target, hands, manager } = world;

  test("starts a target that was killed, and says that the cause is gone", async () => {
    await manager.start(target);
    await world.takeBaseline();
    const { pid } = await manager.status(target);
    await host.signal(pid ?? 0, "SIGKILL");
    await patiently(async () => !(await manager.status(target)).running);

    const outcome = await hands.apply(target, restart);
    expect(outcome.result).toBe("done");
    expect(outcome.steps.map((s) => s.ok)).toEqual([true, true]);
    expect((await world.answer()).color).toBe("green");
    expect(await hands.causeGone(target, restart, outcome)).toBe(true);
  });

  test("replaces a running process, and does not take the old one for the new", async () => {
    const old = await manager.status(target);
    const outcome = await hands.apply(target, restart);
    expect(outcome.before).toMatchObject({ pid: old.pid });
    expect((await manager.status(target)).pid).not.toBe(old.pid);
    expect(await hands.causeGone(target, restart)).toBe(true);
    const now = await manager.status(target);
    const same = { ...outcome, before: { running: true, pid: now.pid, startedAt: now.startedAt } };
    expect(await hands.causeGone(target, restart, same)).toBe(false);
  });

  test("is refused while a changed file that differs from the baseline has not been read yet", async () => {
    writeFileSync(world.configFile, "{broken");
    const soon = new Date(Date.now() + 5_000);
    utimesSync(world.configFile, soon, soon);
    const { pid } = await manager.status(target);
    expect(await hands.check(target, restart)).toContain("config.json was changed after the process started");
    expect((await hands.apply(target, restart)).result).toBe("refused");
    expect((await manager.status(target)).pid).toBe(pid);
    writeFileSync(world.configFile, "{}\n");
  });

  test("cannot tell whether the cause is gone while something differs from the baseline", async () => {
    writeFileSync(world.envFile, "PORT=17411\nCOLOR=red\n");
    const past = new Date(Date.now() - 60_000);
    utimesSync(world.envFile, past, past);
    const outcome = await hands.apply(target, restart);
    expect(outcome.result).toBe("done");
    expect(await hands.causeGone(target, restart, outcome)).toBeUndefined();
  });

  test("leaves a target alone that was stopped on purpose", async () => {
    await manager.stop(target);
    expect(await hands.check(target, restart)).toContain("on purpose");
    const down = observe(target.id, {
      kind: "process",
      running: false,
      recentStarts: 0,
      stoppedOnPurpose: true,
    });
    expect(hands.applicable(target, [down]).map((a) => a.runbook)).not.toContain("restart-service");
  });

  const variant = (id: string, script: string): typeof target => {
    if (target.manager?.kind !== "process") throw new Error("not a process");
    return { ...target, id, manager: { ...target.manager, command: [process.execPath, "-e", script] } };
  };

  test("fails with the step that failed when the target does not come up", async () => {
    const outcome = await hands.apply(variant("broken", "process.exit(3)"), restart);
    expect(outcome.result).toBe("failed");
    expect(outcome.steps.at(-1)?.ok).toBe(false);
    // A crowded machine may take longer to run it than its manager waits.
    expect(outcome.reason).toMatch(/exit code 3|ended right after its start/);
  });

  test("fails when the target ends soon after its start", async () => {
    const short = variant("short", "setTimeout(() => process.exit(1), 800)");
    // The look that follows is taken once it has ended, however long that is on a crowded machine.
    const untilGone = async (): Promise<void> => {
      await patiently(async () => !(await manager.status(short)).running);
    };
    const outcome = await createHands({ ...world.options, sleep: untilGone }).apply(short, restart);
    expect(outcome.steps.map((s) => s.ok)).toEqual([true, false]);
    expect(outcome.reason).toContain("ended right after its start");
  });
});

describe("restart-clean", () => {
  const world = createWorld({ port: 17_412, env: { WORKER: "1" } });
  const regenerable = ["service.pid", "keep.txt"].map((name) => join(world.dir, name));
  const target = { ...world.target, regenerable: [...regenerable, join(world.dir, "locks/*")] };

  test("ends workers that ignore SIGTERM, removes only stale files, and is never noted as a stop on purpose", async () => {
    await world.manager.start(target);
    await world.answer();
    const main = (await world.manager.status(target)).pid ?? 0;
    const worker = await patiently(async () => (await host.processes()).find((p) => p.ppid === main)?.pid);
    for (const path of regenerable) writeFileSync(path, "x");
    writeFileSync(join(world.dir, "other.pid"), "x");

    const outcome = await world.hands.apply(target, clean);
    expect(outcome.reason).toBeUndefined();
    expect([await isAlive(main), await isAlive(worker)]).toEqual([false, false]);
    expect(regenerable.map((path) => existsSync(path))).toEqual([false, true]);
    expect(existsSync(join(world.dir, "other.pid"))).toBe(true);
    expect(await world.manager.status(target)).not.toHaveProperty("stoppedOnPurpose");
    expect((await world.answer()).color).toBe("green");
  });
});

describe("restart-clean of what commands start and stop", () => {
  const world = createWorld({ port: 17_420 });
  const running = join(world.dir, "running");
  const target = parseTarget({
    id: "commands",
    manager: {
      kind: "script",
      start: ["false"],
      stop: ["rm", running],
      status: ["sh", "-c", `[ -f ${running} ] || exit 3`],
    },
  });

  test("does not leave it stopped on purpose where the start never came: it is down, and that is a fault", async () => {
    writeFileSync(running, "");
    const outcome = await world.hands.apply(target, clean);
    expect(outcome.steps.filter((s) => !s.ok).map((s) => s.name)).toEqual(["start commands"]);
    const { manager } = world.options;
    const status = await manager(target).status(target);
    expect([status.running, status.stoppedOnPurpose]).toEqual([false, undefined]);
    expect(await world.hands.check(target, clean)).toBeUndefined();
  });
});

describe("what restart-clean takes for left of an earlier run", () => {
  const world = createWorld({ port: 17_414 });
  const { target, hands, manager } = world;
  const command = [process.execPath, join(world.dir, "service.cjs")] as const;
  const started: number[] = [];
  afterAll(() => Promise.all(started.map((pid) => host.signal(pid, "SIGKILL"))));

  /** The target's very command in its folder, by somebody else. */
  const alike = async (env: Record<string, string>, { orphaned = false } = {}): Promise<number> => {
    const [program, file] = command;
    const argv = orphaned ? ["sh", "-c", '"$0" "$1" >/dev/null 2>&1 & echo $!', program, file] : command;
    const [first = "", ...rest] = argv;
    const stdio: StdioOptions = ["ignore", "pipe", "ignore"];
    const child = spawn(first, rest, { cwd: world.dir, detached: true, stdio, env });
    const pid = orphaned ? Number(String((await once(child.stdout ?? child, "data"))[0])) : (child.pid ?? 0);
    await patiently(async () => (await host.listeners()).some((l) => l.pid === pid));
    return pid;
  };

  test("is what nobody is responsible for, what holds its port, and what carries its mark", async () => {
    await manager.start(target);
    const { mark = "" } = await manager.status(target);
    const ours = await alike({ PORT: "17415", GRADUS_RUN: mark });
    const abandoned = await alike({ PORT: "17416" }, { orphaned: true });
    const { pid } = await manager.status(target);
    await host.signal(pid ?? 0, "SIGKILL");
    await patiently(async () => !(await manager.status(target)).running);
    const holder = await alike({ PORT: "17414" });
    expect((await hands.apply(target, clean)).reason).toBeUndefined();
    for (const left of [ours, abandoned, holder]) expect(await isAlive(left)).toBe(false);
    expect((await world.answer()).color).toBe("green");
  });

  test("is no one else's: neither what another Gradus started, nor what somebody runs by hand", async () => {
    const anothers = await alike({ PORT: "17417", GRADUS_RUN: "another" }, { orphaned: true });
    const byHand = await alike({ PORT: "17418" });
    started.push(anothers, byHand);
    expect((await hands.apply(target, clean)).reason).toBeUndefined();
    for (const other of started) expect(await isAlive(other)).toBe(true);
  });

  test("is not what another supervisor or a service of systemd holds", async () => {
    const abandoned = await alike({ PORT: "17419" }, { orphaned: true });
    started.push(abandoned);
    const under = (unit: string): Host => ({
      ...host,
      readFile: async (path, options) =>
        path === `/proc/${abandoned}/cgroup` ? `0::/system.slice/${unit}\n` : host.readFile(path, options),
    });
    const inService = createHands({ ...world.options, host: () => under("shop.service") });
    expect((await inService.apply(target, clean)).reason).toBeUndefined();
    expect(await isAlive(abandoned)).toBe(true);
    const supervised: Host = {
      ...host,
      processes: async () =>
        (await host.processes()).map((p) => {
          if (p.pid === abandoned) return { ...p, ppid: process.pid };
          return p.pid === process.pid ? { ...p, command: "supervisord" } : p;
        }),
    };
    const besides = createHands({ ...world.options, host: () => supervised });
    expect((await besides.apply(target, clean)).reason).toBeUndefined();
    expect(await isAlive(abandoned)).toBe(true);
  });
});

describe("continue-process", () => {
  const world = createWorld({ port: 17_413 });
  const { target, hands, manager } = world;
  const action = { runbook: "continue-process", params: {} };

  test("lets a suspended process go on with nothing lost, and can be taken back", async () => {
    await manager.start(target);
    await world.answer();
    const pid = (await manager.status(target)).pid ?? 0;
    await host.signal(pid, "SIGSTOP");
    await patiently(async () => (await host.process(pid))?.state === "T");
    const seen = observe(target.id, { kind: "process", running: true, pid, state: "T", recentStarts: 1 });
    expect(hands.applicable(target, [seen])[0]).toEqual(action);
    expect(await hands.causeGone(target, action)).toBe(false);

    const outcome = await hands.apply(target, action);
    expect(outcome.result).toBe("done");
    expect((await world.answer()).color).toBe("green");
    expect((await manager.status(target)).pid).toBe(pid);
    expect(await hands.causeGone(target, action)).toBe(true);

    expect((await hands.undo(target, action, outcome)).result).toBe("done");
    await patiently(async () => (await host.process(pid))?.state === "T");
    await hands.apply(target, action);
    expect((await hands.apply(target, action)).steps).toMatchObject(
      [{ ok: true, name: /none/ }].map(() => ({ ok: true })),
    );
  });
});
