import type { Host } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { createHands } from "../../src/runbook/index.ts";
import { createWorld, host, observe, patiently, stranger } from "./world.ts";

/** Of one that may raise priorities, and of one that may not. */
const RIGHTS: Record<string, string> = {
  "/proc/self/status": "CapEff:\t0000000000800000",
  "/proc/self/uid_map": "0 0 4294967295",
};
const NONE: Record<string, string> = {
  ...RIGHTS,
  "/proc/self/status": "CapEff:\t0000000000000000",
  "/proc/self/limits": "",
};
const SLEEPER = "setInterval(() => {}, 1000)";

describe("renice-process", async () => {
  const world = createWorld({ port: 17_447 });
  const { target, options } = world;
  const hog = await stranger("for (;;) {}");
  const { pid, startedAt } = hog;
  const action = { runbook: "renice-process", params: { pid, startedAt, nice: 19 } };

  /** A machine that weighs sessions, where all is as it is but for what is given. */
  const over = (
    given: Partial<Host> & {
      members?: number[];
      denied?: string[];
      rights?: Record<string, string>;
    } = {},
  ) => {
    const { members = [], denied = [], rights = RIGHTS, ...rest } = given;
    const nice = { process: 0, session: -4 };
    const calls: string[] = [];
    const set = (what: keyof typeof nice) => async (_pid: number, value: number) => {
      calls.push(`${what} ${value}`);
      if (denied.includes(what)) throw new Error(`the ${what} may not be raised`);
      nice[what] = value;
    };
    const machine: Host = {
      ...host,
      process: async (of) => {
        const found = await host.process(of);
        return found && of === pid ? { ...found, nice: nice.process, sessionNice: nice.session } : found;
      },
      readFile: async (path, how) => {
        const text = rights[path] ?? (await host.readFile(path, how));
        const of = Number(/^\/proc\/(\d+)\/stat$/.exec(path)?.[1]);
        // State, parent, group, session, …
        return members.includes(of) ? text?.replace(/\) (\S) (\d+) (\d+) \d+ /, `) $1 $2 $3 ${pid} `) : text;
      },
      renice: set("process"),
      reniceSession: set("session"),
      ...rest,
    };
    return { hands: createHands({ ...options, host: () => machine }), calls, nice };
  };

  test("is for what is busy now, by itself or by its workers", async () => {
    const idle = await stranger(SLEEPER);
    const of = (p: { pid: number; startedAt: number }) => ({
      ...action,
      params: { ...action.params, pid: p.pid, startedAt: p.startedAt },
    });
    const { hands } = over();
    expect(await patiently(() => hands.check(target, of(idle)))).toContain("does not take the processor now");
    expect(await hands.check(target, action)).toBeUndefined();
    const workers = `const { spawn } = require("node:child_process"); for (const n of [1, 2]) spawn(process.execPath, ["-e", "for (;;) {}", process.pid], { stdio: "ignore" }); process.on("SIGTERM", () => { process.kill(0, "SIGKILL"); }); ${SLEEPER}`;
    const head = await stranger(workers);
    await patiently(async () => (await host.processes()).filter((p) => p.ppid === head.pid).length === 2);
    const verdict = await hands.check(target, of(head));
    process.kill(-head.pid, "SIGKILL");
    expect(verdict).toBeUndefined();
  });

  test("is refused, and not offered, where the priority could not be given back", async () => {
    const poor = over({ rights: NONE });
    expect(await poor.hands.check(target, action)).toContain("could not be given its priority back");
    expect((await poor.hands.apply(target, action)).result).toBe("refused");
    expect(poor.calls).toEqual([]);

    const top = [{ pid, startedAt, command: "node", cpuPercent: 99, rssBytes: 1, nice: 0 }];
    const evidence = [
      observe("host", { kind: "host", memoryPercent: 10, cores: 2, top }),
      observe(target.id, { kind: "usage", pid: 7, rssBytes: 1, waitPercent: 40 }),
    ];
    const offered = (mayRaisePriority: boolean): string[] =>
      createHands({ ...options, mayRaisePriority })
        .applicable(target, evidence)
        .map((a) => a.runbook);
    expect(offered(true)).toEqual(expect.arrayContaining(["renice-process", "stop-intruder"]));
    expect(offered(false)).toContain("stop-intruder");
    expect(offered(false)).not.toContain("renice-process");
  });

  test("leaves the session as it is where Gradus, a target or somebody's shell is in it", async () => {
    await world.manager.start(target);
    const service = (await world.manager.status(target)).pid ?? 0;
    for (const [member, why] of [
      [process.pid, "it is Gradus"],
      [service, `it belongs to the target ${target.id}`],
    ] as const) {
      const { hands, calls } = over({ members: [member] });
      const outcome = await hands.apply(target, action);
      expect(outcome.result).toBe("done");
      expect(calls).toEqual(["process 19"]);
      expect(outcome.undo).toEqual({ pid, startedAt, nice: 0 });
      expect(outcome.steps.at(-1)?.name).toContain(`process ${member} is in it, too: ${why}`);
      // That alone may not be enough, and is not said to be.
      expect(await hands.causeGone(target, action)).toBe(false);
    }
    const shell = await stranger(SLEEPER);
    const { hands, calls } = over({
      members: [shell.pid],
      processes: async (how) =>
        (await host.processes(how)).map((p) => (p.pid === shell.pid ? { ...p, argv: ["-bash"] } : p)),
    });
    expect((await hands.apply(target, action)).steps.at(-1)?.name).toContain("somebody's session");
    expect(calls).toEqual(["process 19"]);
    const other = await stranger(SLEEPER);
    const alone = over({ members: [other.pid] });
    await alone.hands.apply(target, action);
    expect(alone.calls).toEqual(["process 19", "session 19"]);
  });

  test("undo gives both back, the session first, and says of each how it went", async () => {
    const all = over();
    const outcome = await all.hands.apply(target, action);
    expect((await all.hands.undo(target, action, outcome)).result).toBe("done");
    expect(all.calls.slice(2)).toEqual(["session -4", "process 0"]);
    for (const denied of ["session", "process"] as const) {
      const { hands, calls } = over({ denied: [denied] });
      const undone = await hands.undo(target, action, outcome);
      expect(calls).toEqual(["session -4", "process 0"]);
      expect(undone.result).toBe("failed");
      expect(undone.reason).toContain(`the ${denied} may not be raised`);
      expect(undone.steps.map((s) => s.ok)).toEqual([denied !== "session", denied !== "process"]);
    }
  });
});
