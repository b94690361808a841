import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host, ServiceManager, ServiceStatus } from "@gradus/core";
import { createLocalHost } from "@gradus/targets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWatcher, type WatcherOptions } from "../../src/index.ts";
import { createTurns } from "../../src/watcher/turns.ts";
import { ids, memoryState, targetOf } from "../support/build.ts";

const dir = mkdtempSync(join(tmpdir(), "gradus-watcher-"));
let server: Server;
let base = "";
let status = 200;
let page = "requests_total 100\nerrors_total 0\n";
beforeAll(async () => {
  server = createServer((req, res) => {
    if (req.url === "/metrics") res.end(page);
    else res.writeHead(status).end("fine");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

function setUp(more: Partial<WatcherOptions> = {}) {
  const clock = { at: 1_000_000, now: () => clock.at };
  const service: { status: ServiceStatus } = { status: { running: true, pid: process.pid, recentStarts: 1 } };
  const manager: ServiceManager = {
    status: async () => service.status,
    start: async () => {},
    stop: async () => {},
    restart: async () => {},
  };
  const state = memoryState();
  const options = {
    host: () => createLocalHost(),
    manager: () => manager,
    clock,
    ids,
    state,
    identify: () => undefined,
    ...more,
  };
  return { clock, service, state, options, watcher: createWatcher(options) };
}
const whole = () =>
  targetOf({
    manager: { kind: "script", start: ["x"], stop: ["x"], status: ["x"] },
    health: [{ kind: "http", url: `${base}/health` }],
    logs: [{ path: join(dir, "app.log") }],
    metrics: { url: `${base}/metrics`, errorRate: { errors: "errors_total", requests: "requests_total" } },
    disks: [{ path: dir, maxPercent: 100 }],
  });

describe("a pass over a target", () => {
  it("sees all its sources, and is healthy when nothing is wrong", async () => {
    status = 200;
    const { watcher, clock } = setUp();
    appendFileSync(join(dir, "app.log"), "INFO started\n");
    await watcher.look(whole());
    clock.at += 10_000;
    page = "requests_total 150\nerrors_total 0\n";
    appendFileSync(join(dir, "app.log"), "INFO request 1\n");
    const look = await watcher.look(whole());
    expect(look.signals).toEqual([]);
    expect(look.healthy).toBe(true);
    expect([...new Set(look.observations.map((o) => o.fact.kind))].sort()).toEqual([
      "check",
      "disk",
      "error_rate",
      "host",
      "log",
      "note",
      "process",
      "usage",
    ]);
    watcher.close();
  });

  it("is not healthy with a hard symptom, and says what it is", async () => {
    status = 500;
    const { watcher } = setUp();
    const look = await watcher.look(whole());
    expect(look.signals.map((s) => s.symptom)).toEqual(["http_status"]);
    expect(look.healthy).toBe(false);
    expect(look.signals[0]?.evidence[0]?.id).toBe(look.observations.find((o) => o.fact.kind === "check")?.id);
    status = 200;
    watcher.close();
  });

  it("is not healthy when nothing could be seen: zero evidence is not health", async () => {
    const { watcher, service } = setUp();
    service.status = { running: false, recentStarts: 0, unknown: "no permission" };
    expect((await watcher.look(targetOf({ manager: whole().manager }))).healthy).toBe(false);
    expect((await watcher.look(targetOf())).healthy).toBe(false);
    watcher.close();
  });

  it("goes on when any one adapter fails or hangs", async () => {
    const local = createLocalHost();
    const hang = (): Promise<never> => new Promise(() => {});
    const broken: Array<Partial<Host>> = [
      { processes: async () => Promise.reject(new Error("proc is gone")) },
      { processes: hang },
      { process: hang, stat: hang },
      { disk: async () => Promise.reject(new Error("statfs failed")) },
    ];
    for (const part of broken) {
      const { watcher } = setUp({ host: () => ({ ...local, ...part }), deadlineMs: 150 });
      const look = await watcher.look(whole());
      expect(look.observations.find((o) => o.fact.kind === "check")?.fact).toMatchObject({ outcome: "ok" });
      expect(
        look.observations.some((o) => o.fact.kind === "note" && /failed|unknown/.test(o.fact.topic)),
      ).toBe(true);
      expect(look.signals).toEqual([]);
      watcher.close();
    }
  });

  it("says which metrics page is none", async () => {
    page = "<html>hello</html>";
    const { watcher } = setUp();
    const look = await watcher.look(whole());
    expect(look.observations.find((o) => o.fact.kind === "metric_state")?.fact).toMatchObject({
      problem: "not_metrics",
    });
    expect(look.healthy).toBe(true);
    watcher.close();
  });

  it("has no symptom when it was stopped on purpose", async () => {
    status = 500;
    const { watcher, service } = setUp();
    service.status = { running: false, recentStarts: 0, stoppedOnPurpose: true };
    expect((await watcher.look(whole())).signals).toEqual([]);
    status = 200;
    watcher.close();
  });
});

describe("what a watcher remembers", () => {
  it("outlives a restart: a log is read on from where it was", async () => {
    const path = join(dir, "kept.log");
    const target = targetOf({ logs: [{ path }] });
    appendFileSync(path, "INFO one\n");
    const first = setUp();
    await first.watcher.look(target);
    await first.watcher.save();
    appendFileSync(path, "ERROR two\n");
    const second = createWatcher({ ...first.options, clock: { now: () => 2_000_000 } });
    const look = await second.look(target);
    expect(look.observations.filter((o) => o.fact.kind === "log").map((o) => o.fact)).toMatchObject([
      { template: "ERROR two", count: 1 },
    ]);
  });

  it("is written only where it changed, and forgotten when it is told", async () => {
    const { watcher, state } = setUp();
    await watcher.look(targetOf());
    await watcher.save();
    const before = state.saved.size;
    expect(before).toBeGreaterThan(0);
    state.saved.clear();
    await watcher.save();
    expect(state.saved.size).toBe(0);
    await watcher.forget("shop");
    expect([...state.saved.values()].every((value) => value === "null")).toBe(true);
  });

  it("starts afresh when it cannot be read or is nonsense, and a save that fails is tried again", async () => {
    const said: string[] = [];
    const memory = memoryState();
    let failing = true;
    const state = {
      get: async (name: string) => {
        if (name.endsWith("log")) throw new Error("store is down");
        return { version: 1, state: { service: { nonsense: 1 }, resource: 7 } };
      },
      put: async (name: string, value: unknown) => {
        if (failing) throw new Error("store is down");
        await memory.put(name, value);
      },
    };
    const { watcher } = setUp({ state, log: (message) => said.push(message) });
    await watcher.look(whole());
    const look = await watcher.look(whole());
    expect(look.healthy).toBe(true);
    await watcher.save();
    expect(memory.saved.size).toBe(0);
    failing = false;
    await watcher.save();
    expect(memory.saved.size).toBeGreaterThan(0);
    expect(said).toContain("a detector failed");
    watcher.close();
  });
});

describe("turns", () => {
  it("never overlap, and an answer is never older than the question", async () => {
    const inTurn = createTurns<number>();
    let running = 0;
    let most = 0;
    let started = 0;
    const run = async (): Promise<number> => {
      const mine = (started += 1);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (mine === 2) throw new Error("failed");
      return mine;
    };
    const first = inTurn("a", run);
    const [second, third] = [inTurn("a", run), inTurn("a", run)];
    expect(await first).toBe(1);
    await expect(second).rejects.toThrow("failed");
    await expect(third).rejects.toThrow("failed");
    const fourth = inTurn("a", run);
    expect(await Promise.all([fourth, inTurn("a", run), inTurn("a", run)])).toEqual([3, 4, 4]);
    expect(most).toBe(1);
  });
});
