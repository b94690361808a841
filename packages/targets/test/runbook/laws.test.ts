import {
  chmodSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseTarget, type Host, type ProcessInfo, type ServiceManager } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHands, describeAction, runbookCards } from "../../src/runbook/index.ts";
import { parseEnvironmentFile } from "../../src/manager/index.ts";
import { systemClock, tempDir } from "../support/temp.ts";
import { baselineOf, folder, host, memoryBaselines } from "./world.ts";

/** Real files under a manager that only counts: thousands of cases in a second. */
function paper(overrides: Partial<Host> = {}) {
  const dir = tempDir("laws");
  const envFile = join(dir, "service.env");
  const configFile = join(dir, "config");
  const releases = folder(join(dir, "releases"));
  for (const version of ["1", "2"]) folder(join(releases, version));
  writeFileSync(envFile, "A=1\n");
  writeFileSync(configFile, "good", { mode: 0o640 });
  const link = join(dir, "current");
  symlinkSync("releases/1", link);
  const manager = {
    kind: "process" as const,
    command: ["x"],
    cwd: dir,
    environmentFile: envFile,
    output: join(dir, "log"),
  };
  const target = parseTarget({
    id: "paper",
    manager,
    files: [{ path: configFile }],
    ports: [17_499],
    release: { kind: "symlink", link, releases },
  });
  let startedAt = 1;
  const calls: string[] = [];
  const count = (name: string) => async (): Promise<void> => {
    calls.push(name);
    startedAt += 1_000;
  };
  const fake: ServiceManager = {
    status: async () => ({ running: true, pid: 999_999, startedAt, recentStarts: 0 }),
    start: count("start"),
    stop: count("stop"),
    restart: count("restart"),
  };
  const signals: number[] = [];
  const watched: Host = {
    ...host,
    signal: async (pid) => (signals.push(pid), true),
    renice: async (pid) => void signals.push(pid),
    ...overrides,
  };
  const baselines = memoryBaselines();
  const own = new Set<number>();
  const targets = new Map<number, string>();
  const hands = createHands({
    host: () => watched,
    manager: () => fake,
    baselines,
    fetch: () => Promise.reject(new Error("no network here")),
    clock: systemClock,
    protect: { isOwn: (pid) => own.has(pid), targetOf: (pid) => targets.get(pid), targets: () => [target] },
    log: () => undefined,
    sleep: async () => undefined,
  });
  return { dir, envFile, configFile, link, target, calls, signals, baselines, hands, own, targets };
}

const value = fc.stringMatching(/^[a-zA-Z0-9 _:/.$`"'#=-]{0,12}$/);
const name = fc.constantFrom("A", "B", "LONG_NAME", "X.Y", "PORT");
const line = fc.oneof(
  fc.tuple(name, value).map(([n, v]) => `${n}=${v}`),
  fc.tuple(name, value).map(([n, v]) => `  ${n} = ${v}\t`),
  value.map((v) => `# ${v}`),
  fc.constantFrom("", "   ", "no assignment", "=x", "export A=1", "é=ü"),
);
const envText = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([lines, end, last]) => lines.join(end) + (last && lines.length > 0 ? end : ""));

describe("the action space is closed", () => {
  const p = paper();
  const ids = runbookCards.map((c) => c.id);

  test("what no schema allows is refused, and nothing is changed", async () => {
    await p.baselines.save(baselineOf(p.target, p.envFile, "2"));
    const before = [
      readFileSync(p.envFile, "utf8"),
      readFileSync(p.configFile, "utf8"),
      readlinkSync(p.link),
    ];
    const anything = fc.dictionary(
      fc.oneof(fc.constantFrom("path", "name", "to", "pid", "startedAt", "nice", "command"), fc.string()),
      fc.oneof(
        fc.string(),
        fc.integer(),
        fc.double(),
        fc.boolean(),
        fc.constantFrom("; rm -rf /", "../../etc/passwd", "$(id)", "-rf", "\0"),
      ),
      { maxKeys: 4 },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...ids), fc.string()), anything, async (runbook, params) => {
        const card = runbookCards.find((c) => c.id === runbook);
        fc.pre(!card || !card.params.safeParse(params).success);
        const action = { runbook, params };
        expect(await p.hands.check(p.target, action)).toBeTypeOf("string");
        expect(await p.hands.apply(p.target, action)).toMatchObject({ result: "refused", steps: [] });
        expect(await p.hands.undo(p.target, action, { result: "done", steps: [], undo: {} })).toMatchObject({
          result: "refused",
        });
      }),
      { numRuns: 400 },
    );
    expect([p.calls, p.signals]).toEqual([[], []]);
    expect([
      readFileSync(p.envFile, "utf8"),
      readFileSync(p.configFile, "utf8"),
      readlinkSync(p.link),
    ]).toEqual(before);
  });

  test("every card has an implementation, words for people, and is never destructive", () => {
    expect(p.hands.cards()).toEqual(runbookCards);
    expect(new Set(ids).size).toBe(ids.length);
    for (const card of runbookCards) {
      expect(card.risk).not.toBe("destructive");
      const params = { path: "/a/b", name: "PUBLIC_URL", to: "1.1.0", pid: 7, startedAt: 1, nice: 19 };
      expect(describeAction(card, { runbook: card.id, params }, "email-blast")).not.toMatch(/undefined|\?/);
    }
    const words = (runbook: string, params: Record<string, string>): string =>
      describeAction(
        runbookCards.find((c) => c.id === runbook) ?? expect.fail(),
        { runbook, params },
        "email-blast",
      );
    expect(words("restart-service", {})).toBe("Restart email-blast");
    expect(words("restore-environment", { name: "PUBLIC_URL" })).toBe(
      "Put PUBLIC_URL of email-blast back to its last known good value and restart",
    );
  });
});

describe("what can be undone is undone exactly", () => {
  const p = paper();

  test("restore-environment keeps all other lines of any file, and its undo gives the very bytes back", async () => {
    const wanted = fc.record({ name, value: fc.option(value, { nil: undefined }) });
    await fc.assert(
      fc.asyncProperty(envText, wanted, async (text, want) => {
        const good = want.value?.trim();
        const plain = good === undefined || parseEnvironmentFile(`A=${good}`).variables.get("A") === good;
        fc.pre(plain);
        writeFileSync(p.envFile, good === undefined ? "" : `${want.name}=${good}\n`);
        await p.baselines.save(baselineOf(p.target, p.envFile));
        writeFileSync(p.envFile, text);
        const action = { runbook: "restore-environment", params: { name: want.name } };
        const outcome = await p.hands.apply(p.target, action);
        expect(outcome.reason).toBeUndefined();

        const after = readFileSync(p.envFile, "utf8");
        expect(parseEnvironmentFile(after).variables.get(want.name)).toBe(good);
        expect(others(after, want.name)).toEqual(others(text, want.name));
        expect(await p.hands.causeGone(p.target, action)).toBe(true);
        if (outcome.undo) expect((await p.hands.undo(p.target, action, outcome)).result).toBe("done");
        expect(readFileSync(p.envFile, "utf8")).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  test("restoring all variables makes every file one that a service starts with, and is undone to the byte", async () => {
    await fc.assert(
      fc.asyncProperty(envText, async (text) => {
        writeFileSync(p.envFile, "A=1\nPORT=80\n");
        await p.baselines.save(baselineOf(p.target, p.envFile));
        writeFileSync(p.envFile, text);
        const action = { runbook: "restore-environment", params: { name: "*" } };
        const outcome = await p.hands.apply(p.target, action);
        expect(outcome.reason).toBeUndefined();
        const after = parseEnvironmentFile(readFileSync(p.envFile, "utf8"));
        expect([...after.variables].sort(([a], [b]) => a.localeCompare(b))).toEqual([
          ["A", "1"],
          ["PORT", "80"],
        ]);
        expect(after.problems.filter((x) => !x.problem.includes("second time"))).toEqual([]);
        if (outcome.undo) await p.hands.undo(p.target, action, outcome);
        expect(readFileSync(p.envFile, "utf8")).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  test("restore-file, restore-mode and roll-back-release are taken back to content, mode and link as they were", async () => {
    const mode = fc.integer({ min: 0o400, max: 0o777 }).map((m) => m | 0o400);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        mode,
        fc.constantFrom("releases/1", "./releases/1", join(p.dir, "releases/1")),
        async (text, bits, linked) => {
          writeFileSync(p.configFile, "good");
          chmodSync(p.configFile, 0o640);
          await p.baselines.save(baselineOf(p.target, p.envFile, "2"));
          writeFileSync(p.configFile, text);
          chmodSync(p.configFile, bits);
          rmSync(p.link);
          symlinkSync(linked, p.link);
          const state = () => [
            readFileSync(p.configFile, "utf8"),
            lstatSync(p.configFile).mode & 0o7777,
            readlinkSync(p.link),
          ];
          const before = state();
          for (const action of [
            { runbook: "restore-mode", params: { path: p.configFile } },
            { runbook: "restore-file", params: { path: p.configFile } },
            { runbook: "roll-back-release", params: { to: "2" } },
          ]) {
            const outcome = await p.hands.apply(p.target, action);
            expect(outcome.reason).toBeUndefined();
            if (action.runbook === "restore-file") expect(state().slice(0, 2)).toEqual(["good", 0o640]);
            if (action.runbook === "roll-back-release") expect(readlinkSync(p.link)).toMatch(/releases\/2$/);
            if (outcome.undo)
              expect(await p.hands.undo(p.target, action, outcome)).toMatchObject({ result: "done" });
            expect(state()).toEqual(before);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

const others = (text: string, name: string): string =>
  text
    .split("\n")
    .filter((l) => parseEnvironmentFile(l).variables.keys().next().value !== name)
    .join("\n");

describe("protected processes", () => {
  const process = fc.record({
    pid: fc.integer({ min: 1, max: 40 }),
    ppid: fc.integer({ min: 0, max: 40 }),
    command: fc.constantFrom(
      "node",
      "python3",
      "systemd",
      "sshd",
      "dockerd",
      "postgres",
      "nginx",
      "rootlessport",
      "bash",
      "stress",
    ),
    role: fc.constantFrom("none", "none", "none", "own", "target"),
    argv: fc.constantFrom(["x", "y"], ["bash"], ["-bash"], []),
    state: fc.constantFrom("R", "S", "T", "Z"),
  });

  test("are never signalled by stop-intruder or renice-process, whatever the process table looks like", async () => {
    let table: ProcessInfo[] = [];
    const p = paper({
      processes: async () => table,
      // Each is busier at every look: nothing is left alone only because it is idle.
      process: async (pid) => {
        const found = table.find((x) => x.pid === pid);
        if (found) found.cpuMs += 1_000;
        return found && { ...found };
      },
      listeners: async () => table.map(({ pid }) => ({ address: "127.0.0.1", port: 17_499, pid })),
    });
    let signalled = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(process, { selector: (x) => x.pid, minLength: 1, maxLength: 15 }),
        fc.boolean(),
        async (all, renice) => {
          table = all.map((x) => ({
            ...x,
            argv: [...x.argv],
            cpuMs: 0,
            rssBytes: 1,
            startedAt: x.pid,
            nice: 0,
            threads: 1,
          }));
          p.own.clear();
          p.targets.clear();
          for (const x of all) {
            if (x.role === "own") p.own.add(x.pid);
            if (x.role === "target") p.targets.set(x.pid, "other");
          }
          for (const { pid, startedAt } of table) {
            p.signals.length = 0;
            const params = { pid, startedAt, ...(renice ? { nice: 19 } : {}) };
            await p.hands.apply(p.target, { runbook: renice ? "renice-process" : "stop-intruder", params });
            for (const hit of p.signals) {
              signalled += 1;
              const victim = all.find((x) => x.pid === hit);
              expect(hit).toBe(pid);
              expect(pid).toBeGreaterThan(1);
              expect(victim?.role).toBe("none");
              expect(["node", "python3", "bash", "stress"]).toContain(victim?.command);
              expect(victim?.argv.length).toBeGreaterThan(1);
              const above = (of: number, seen = new Set<number>()): Set<number> => {
                const up = all.find((x) => x.pid === of)?.ppid ?? 0;
                return up === 0 || seen.has(up) ? seen : above(up, seen.add(up));
              };
              expect([...p.own, ...p.targets.keys()].filter((x) => above(x).has(hit))).toEqual([]);
              expect([...above(hit)].filter((x) => p.targets.has(x))).toEqual([]);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(signalled).toBeGreaterThan(20);
  });
});
