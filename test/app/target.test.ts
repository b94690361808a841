import {
  type Baseline,
  type Fact,
  type Observation,
  parseTarget,
  type Seen,
  type Target,
} from "@gradus/core";
import { afterEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addFixed, addTask, attempt, observation } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

const START = Date.UTC(2026, 0, 5, 9);
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Input = Omit<Parameters<typeof parseTarget>[0], "id">;
const shop = (more: Input = {}): Target => parseTarget({ id: "shop", dependsOn: ["db"], ...more });

let world: World;
afterEach(() => world.close());
const open = async (target: Target = shop(), more: Parameters<typeof openWorld>[0] = {}) => {
  const others = [parseTarget({ id: "db" }), parseTarget({ id: "page", dependsOn: ["shop"] })];
  world = await openWorld({ start: START, watched: [target, ...others], ...more });
};
const detail = async (id = "shop") => (await call(world, "GET", `/api/targets/${id}`)).json;

const baseline = (generation: number, more: Partial<Baseline> = {}): Baseline => ({
  target: "shop",
  generation,
  takenAt: START + generation,
  files: [
    { path: "/etc/shop.conf", content: "port=80", sha256: "a", mode: 0o644, uid: 0, gid: 0 },
    { path: "/etc/shop.key", sha256: "b", mode: 0o600, uid: 0, gid: 0 },
  ],
  environment: [{ name: "API_TOKEN", sha256: "c" }],
  version: `v${generation}`,
  ports: [80],
  parameters: { maxmemory: "100mb", requirepass: "geheim" },
  ...more,
});

describe("what is known of a target", () => {
  it("is nothing for one that there is not", async () => {
    await open();
    for (const id of ["nobody", "constructor", "__proto__"])
      expect((await call(world, "GET", `/api/targets/${id}`)).status).toBe(404);
  });

  it("is how it is, what it does, its neighbours and its tasks, newest first", async () => {
    await open();
    await addFixed(world, { target: "shop" });
    world.test.clock.advance(1_000);
    const newest = await addTask(world, { target: "shop" });
    await addTask(world, { target: "db" });
    const { target, dependents, runbooks, tasks, drift, series, maintenance, ...rest } = await detail();
    expect(target).toMatchObject({ id: "shop", state: "healthy", dependsOn: ["db"] });
    expect(dependents).toEqual(["page"]);
    expect(runbooks).toEqual([
      expect.objectContaining({ id: "restart-service", risk: "disruptive" }),
      expect.objectContaining({ id: "roll-back-release", undoable: true }),
    ]);
    expect(tasks.map((t: { id: string }) => t.id)).toEqual([newest.id, expect.any(String)]);
    expect([drift, series, maintenance, rest.baselines]).toEqual([[], [], [], []]);
    expect(rest).not.toHaveProperty("paused");
    expect(rest).not.toHaveProperty("baseline");
  });

  it("are its metrics as they are remembered", async () => {
    const one = {
      name: "queue",
      kind: "gauge" as const,
      points: [[1, 2]] as Array<[number, number]>,
      anomalies: [1],
    };
    await open(shop(), { series: async ({ id }) => (id === "shop" ? [one] : []) });
    expect((await detail()).series).toEqual([one]);
    expect((await detail("db")).series).toEqual([]);
  });

  it("is its baseline, without what is in files and variables, and the older ones", async () => {
    await open();
    for (const generation of [1, 2, 3]) await world.core.store.baselines.save(baseline(generation));
    const answer = await call(world, "GET", "/api/targets/shop");
    expect(answer.json.baseline).toEqual({
      generation: 3,
      takenAt: START + 3,
      version: "v3",
      files: [
        { path: "/etc/shop.conf", mode: 0o644, restorable: true },
        { path: "/etc/shop.key", mode: 0o600, restorable: false },
      ],
      environment: ["API_TOKEN"],
      ports: [80],
      parameters: { maxmemory: "100mb", requirepass: "[redacted]" },
    });
    expect(answer.json.baselines.map((b: Baseline) => [b.generation, b.version])).toEqual([
      [2, "v2"],
      [1, "v1"],
    ]);
    for (const secret of ["port=80", "geheim"]) expect(answer.text).not.toContain(secret);
  });

  it("are its pause and its maintenance windows, with which of them is open", async () => {
    const windows = [
      { days: [...days], from: "08:00", to: "10:00", zone: "UTC", mode: "silent" as const },
      { days: [...days], from: "08:00", to: "10:00", zone: "Europe/Berlin" },
    ];
    await open(shop({ maintenance: windows }));
    await call(world, "POST", "/api/pause", { reason: "the audit", target: "shop" });
    const { maintenance, paused } = await detail();
    expect(maintenance.map((w: { open: boolean; mode: string }) => [w.mode, w.open])).toEqual([
      ["silent", true],
      ["manual", false],
    ]);
    expect(paused).toMatchObject({ by: "human:local", reason: "the audit" });
    expect(await detail("db")).not.toHaveProperty("paused");
  });
});

describe("what a target allows", () => {
  it("is told for each risk class with what its entry says, what a person set, and why", async () => {
    await open(shop({ autonomy: { reversible: "auto", disruptive: "approve", destructive: "suggest" } }));
    for (let n = 0; n < 5; n++)
      await addFixed(world, { target: "shop", attempts: [attempt(world, { risk: "disruptive" })] });
    const entry = "set by the owner";
    expect((await detail()).allows).toEqual([
      { risk: "reversible", level: "auto", entry: "auto", reason: entry },
      {
        risk: "disruptive",
        level: "auto",
        entry: "approve",
        reason: "earned by 5 verified fixes in a row",
      },
      { risk: "destructive", level: "suggest", entry: "suggest", reason: entry },
    ]);
    world.test.clock.advance(1);
    await call(world, "POST", "/api/targets/shop/autonomy", {
      risk: "disruptive",
      level: "observe",
      reason: "the audit",
    });
    expect((await detail()).allows[1]).toEqual({
      risk: "disruptive",
      level: "observe",
      entry: "approve",
      reason: "set by local: the audit",
      set: { level: "observe", by: "human:local", at: START + 1, reason: "the audit" },
    });
  });
});

describe("the drift of a target", () => {
  const drift = (id: string, at: number, key: string): Observation => {
    const fact: Fact = { kind: "drift", aspect: "file", key, expected: "a", actual: "b" };
    return observation(id, {
      source: "diagnostic",
      target: "shop",
      at,
      text: `file ${key} has changed`,
      fact,
    });
  };
  const note = (topic: string): Observation =>
    observation(topic, { source: "diagnostic", target: "shop", fact: { kind: "note", topic } });
  /** A task with that evidence; the newest so far. */
  const task = async (...evidence: Observation[]) => {
    world.test.clock.advance(1_000);
    const { id } = await addTask(world, { target: "shop" });
    await world.core.store.tasks.addEvidence(id, "research-0", evidence);
    return id;
  };

  it("is what the newest task found that compared it, at its last comparison", async () => {
    await open();
    await task(drift("d0", START, "/etc/older"));
    const id = await task(
      drift("d1", START + 1, "/etc/a"),
      drift("d2", START + 2, "/etc/a"),
      drift("d3", START + 2, "/etc/b"),
      { ...drift("d4", START + 3, "/etc/theirs"), target: "db" },
    );
    await task();
    await task(note("baseline"));
    await task(note("diagnostic:drift"));
    expect((await detail()).drift).toEqual([
      expect.objectContaining({ task: id, at: START + 2, text: "file /etc/a has changed" }),
      expect.objectContaining({ task: id, fact: expect.objectContaining({ key: "/etc/b" }) }),
    ]);
  });

  it("is said to be repaired where a fix was verified after it was compared", async () => {
    await open();
    await task(drift("d0", START, "/etc/a"));
    expect((await detail()).compared).toEqual({ at: START, by: "task", total: 1 });
    const closedAt = world.test.clock.now() + 1_000;
    await addFixed(world, { target: "shop", openedAt: world.test.clock.now() + 1, closedAt });
    expect((await detail()).compared).toEqual({ at: START, by: "task", total: 1, repairedAt: closedAt });
  });

  const fact = { kind: "drift", aspect: "mode", key: "/etc/a", expected: "0644", actual: "0666" } as const;
  const seen: Seen = {
    at: START + 60_000,
    state: "healthy",
    symptoms: [],
    degraded: [],
    drift: { at: START + 50_000, total: 12, found: [{ text: "mode of /etc/a", fact }] },
  };

  it("is what detection compared last, without any task, with how many there are", async () => {
    await open(shop(), { seen: () => seen });
    await task(drift("d0", START, "/etc/older"));
    const { drift: found, compared } = await detail();
    expect(compared).toEqual({ at: START + 50_000, by: "pass", total: 12 });
    expect(found).toEqual([{ at: START + 50_000, text: "mode of /etc/a", fact }]);
  });

  it("is compared now where the target is in reach and has a baseline, and then is what there is, repaired or not", async () => {
    let present = [drift("d1", START, "/etc/now")];
    const compare = async (): Promise<Observation[]> => present;
    await open(shop(), { compare, seen: () => seen });
    expect((await detail()).compared).toMatchObject({ by: "pass" });
    await world.core.store.baselines.save(baseline(1));
    expect(await detail()).toMatchObject({
      compared: { at: world.test.clock.now(), by: "now", total: 1 },
      drift: [{ text: "file /etc/now has changed" }],
    });
    present = [];
    expect(await detail()).toMatchObject({ compared: { by: "now", total: 0 }, drift: [] });
  });

  it("is what detection compared last where it cannot be compared now, or not in time", async () => {
    let compare = (): Promise<Observation[]> => Promise.reject(new Error("the disk is gone"));
    await open(shop(), { compare: () => compare(), seen: () => seen });
    await world.core.store.baselines.save(baseline(1));
    expect((await detail()).compared).toMatchObject({ by: "pass" });
    compare = () => new Promise(() => undefined);
    expect((await detail()).compared).toMatchObject({ by: "pass" });
    expect(world.logged).toContain("warn: a target could not be compared with its baseline for a page");
  });

  it("is none as soon as a task looked and found none", async () => {
    await open();
    await task(drift("d0", START, "/etc/a"));
    expect((await detail()).drift).toHaveLength(1);
    await task(note("pid"));
    expect((await detail()).drift).toEqual([]);
  });
});

describe("the checks of a target, in words", () => {
  it.each<[Input, string[]]>([
    [
      { health: [{ kind: "http", url: "http://127.0.0.1:7101/health", latencyMs: 2_000 }] },
      ["GET http://127.0.0.1:7101/health answers 200 within 2 s."],
    ],
    [
      { health: [{ kind: "http", url: "https://shop.example/", body: "ok", status: 204 }] },
      [
        'GET https://shop.example/ answers 204 with "ok" in it within 3 s; its certificate is valid for 14 more days.',
      ],
    ],
    [
      {
        health: [
          { kind: "tcp", host: "db", port: 5432 },
          { kind: "command", command: ["pg_isready", "-q"] },
        ],
      },
      ["db:5432 accepts connections within 3 s.", 'The command "pg_isready -q" succeeds within 10 s.'],
    ],
    [
      { manager: { kind: "process", command: ["node", "shop.js"], cwd: "/", output: "/var/log/shop" } },
      [
        'Its process "node shop.js" runs, and does not keep crashing.',
        "Less than 90 % of its file descriptors are open.",
      ],
    ],
    [
      { host: "none", manager: { kind: "ecs", cluster: "prod", service: "shop" } },
      ["The ECS service shop of the cluster prod runs all its tasks."],
    ],
    [
      { host: "none", manager: { kind: "lambda", function: "pay", alias: "live", maxErrorRate: 0.025 } },
      ["Of the calls of the function pay (alias live) less than 2.5 % fail, and none is turned away."],
    ],
    [
      { ports: [80], limits: { memoryBytes: 536_870_912, cpuPercent: 80 }, disks: [{ path: "/" }] },
      [
        "It listens on port 80.",
        "It uses less than 512 MiB of memory.",
        "It uses less than 80 % CPU.",
        "The disk of / is less than 90 % full.",
      ],
    ],
    [
      {
        metrics: {
          url: "http://shop/metrics",
          limits: { queue: 100 },
          errorRate: { errors: "e", requests: "r" },
        },
        logs: [{ path: "/var/log/shop" }],
      },
      [
        "No series of http://shop/metrics is unusual for long.",
        "queue does not reach 100, and is not about to.",
        "Less than 10 % of its requests fail.",
        "/var/log/shop shows no new errors, and no more than usual.",
      ],
    ],
    [
      {
        cloudwatch: {
          alarms: ["shop-5xx"],
          metrics: [{ series: "latency", namespace: "AWS/ALB", metric: "TargetResponseTime" }],
        },
      },
      ["The CloudWatch alarm shop-5xx does not fire.", "latency is not unusual for long."],
    ],
  ])("are sentences that hold while nothing is wrong (%#)", async (input, sentences) => {
    await open(shop(input));
    const { checks } = await detail();
    expect(checks).toEqual(sentences.map((text) => ({ text })));
  });

  it("come with what the last look found: whether it holds, how long it took, the last value, and when", async () => {
    const http = { kind: "http" as const, url: "http://127.0.0.1:7101/health" };
    const entry = shop({
      health: [http, http],
      disks: [{ path: "/" }],
      logs: [{ path: "/var/log/shop" }],
      ports: [80],
    });
    const seen: Seen = {
      at: START,
      state: "failing",
      symptoms: [],
      degraded: [],
      checks: {
        "health/0": { ok: true, latencyMs: 12 },
        "health/1": { ok: false, words: "status 503" },
        "disk//": { ok: true, value: 41, words: "41 % used" },
        "log//var/log/shop": { words: "unreadable: permission denied" },
      },
      drift: {
        at: START - 9,
        total: 1,
        found: [
          { text: "", fact: { kind: "drift", aspect: "port", key: "80", expected: true, actual: false } },
        ],
      },
    };
    await open(entry, { seen: () => seen });
    expect((await detail()).checks.map(({ result }: { result: unknown }) => result)).toEqual([
      { at: START, ok: true, latencyMs: 12 },
      { at: START, ok: false, words: "status 503" },
      { at: START - 9, ok: false, words: "nothing listens on it" },
      { at: START, words: "unreadable: permission denied" },
      { at: START, ok: true, value: 41, words: "41 % used" },
    ]);
  });

  it("show no passwords", async () => {
    const url = "http://ada:geheim@shop/health?token=alsogeheim";
    await open(shop({ health: [{ kind: "http", url }] }));
    expect((await call(world, "GET", "/api/targets/shop")).text).not.toContain("geheim");
  });
});
