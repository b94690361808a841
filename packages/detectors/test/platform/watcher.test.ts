import type { Check, FactOf, Host, ServiceManager, ServiceStatus } from "@gradus/core";
import { NO_HOST } from "@gradus/core";
import { createLocalHost } from "@gradus/targets";
import { describe, expect, it } from "vitest";
import { createWatcher, type Probe, type WatcherOptions } from "../../src/index.ts";
import { ids, memoryState, targetOf } from "../support/build.ts";
import { memoryPlatform } from "../support/platform.ts";

const ecs = { kind: "ecs", cluster: "main", service: "shop" } as const;
const onEcs = (more: Parameters<typeof targetOf>[0] = {}) =>
  targetOf({ host: NO_HOST, manager: ecs, intervalMs: 60_000, ...more });

const deployment = (more: Partial<FactOf<"deployment">> = {}): FactOf<"deployment"> => ({
  kind: "deployment",
  name: "shop",
  rollout: "completed",
  desired: 2,
  running: 2,
  pending: 0,
  failedTasks: 0,
  ...more,
});

function setUp(more: Partial<WatcherOptions> = {}) {
  const clock = { at: 1_000_000_000, now: () => clock.at };
  const aws = memoryPlatform(clock);
  const service: { status: ServiceStatus } = { status: { running: true, recentStarts: 0 } };
  const never = async (): Promise<never> => Promise.reject(new Error("nobody acts here"));
  const manager: ServiceManager = {
    status: async () => service.status,
    start: never,
    stop: never,
    restart: never,
  };
  const hosts: string[] = [];
  const host = (id: string): Host => {
    hosts.push(id);
    if (id === NO_HOST) throw new Error("there is no such host");
    return createLocalHost();
  };
  const options: WatcherOptions = {
    host,
    manager: () => manager,
    clock,
    ids,
    state: memoryState(),
    identify: () => undefined,
    platform: aws.platform,
    ...more,
  };
  return { clock, aws, service, hosts, options, watcher: createWatcher(options) };
}

describe("a target that lives on a platform", () => {
  it("is seen through it, each sighting with the source that it names", async () => {
    const { watcher, aws } = setUp();
    aws.show(
      ["container", deployment()],
      ["resource", { kind: "capacity", unit: "tasks", value: 2, most: 4 }],
      ["metric", { kind: "alarm", name: "p99", state: "ok", reason: "" }],
    );
    const look = await watcher.look(onEcs());
    expect(look.observations.map((o) => [o.source, o.fact.kind, o.target, o.at])).toEqual([
      ["service", "process", "shop", look.at],
      ["container", "deployment", "shop", look.at],
      ["resource", "capacity", "shop", look.at],
      ["metric", "alarm", "shop", look.at],
    ]);
    expect(new Set(look.observations.map((o) => o.id)).size).toBe(4);
    expect(look).toMatchObject({ healthy: true, signals: [] });
  });

  it("has no machine: nothing of one is looked at, and nothing is said of it", async () => {
    const { watcher, aws, hosts } = setUp();
    aws.show(["container", deployment()]);
    const target = onEcs({ logs: [{ path: "/var/log/shop.log" }], disks: [{ path: "/" }] });
    const look = await watcher.look(target);
    expect(hosts).toEqual([]);
    expect(look.observations.map((o) => o.fact.kind)).toEqual(["process", "deployment"]);
    expect(look.healthy).toBe(true);
  });

  it("fails a check that is a command, because there is no machine to run it on", async () => {
    const { watcher } = setUp();
    const look = await watcher.look(onEcs({ health: [{ kind: "command", command: ["true"] }] }));
    expect(look.observations.find((o) => o.fact.kind === "check")?.fact).toMatchObject({
      outcome: "error",
      detail: "the target has no machine to run it on",
    });
    expect(look.signals.map((s) => s.symptom)).toEqual(["check_failed"]);
  });

  it("is down once, by the source that tells it best", async () => {
    const { watcher, aws, service } = setUp();
    service.status = { running: false, recentStarts: 0 };
    aws.show(["container", deployment({ running: 0 })]);
    expect((await watcher.look(onEcs())).signals.map((s) => s.symptom)).toEqual(["container_exited"]);
  });

  it("has proven nothing while it is still being brought up", async () => {
    const { watcher, aws, clock } = setUp();
    const coming = { rollout: "in_progress", startedAt: clock.at - 30_000 } as const;
    aws.show(["container", deployment({ ...coming, running: 1 })]);
    expect(await watcher.look(onEcs())).toMatchObject({ healthy: false, signals: [] });
    aws.show(["container", deployment(coming)]);
    expect(await watcher.look(onEcs())).toMatchObject({ healthy: true, signals: [] });
  });

  it("is not healthy by what it may have alone, nor by an alarm that knows nothing", async () => {
    const { watcher, aws, service } = setUp();
    service.status = { running: false, recentStarts: 0, unknown: "AWS is at work on it" };
    aws.show(
      ["resource", { kind: "capacity", unit: "storage_gib", value: 20 }],
      ["metric", { kind: "alarm", name: "p99", state: "insufficient", reason: "" }],
    );
    expect((await watcher.look(onEcs())).healthy).toBe(false);
    for (const fact of [
      { kind: "alarm", name: "p99", state: "ok", reason: "" },
      { kind: "calls", calls: 1, errors: 0, throttles: 0 },
      { kind: "stops", name: "shop", count: 0, outOfMemory: 0, reason: "none" },
    ] as const) {
      aws.show(["metric", fact]);
      expect((await watcher.look(onEcs())).healthy).toBe(true);
    }
  });

  it("leaves a note where the platform cannot be asked, and keeps all the rest", async () => {
    const { watcher, aws, clock } = setUp();
    const cloudwatch = { metrics: [{ series: "cpu", namespace: "n", metric: "m" }], logGroups: ["/shop"] };
    const target = onEcs({ cloudwatch });
    aws.write("/shop", [clock.at - 1_000, "INFO started"]);
    await watcher.look(target);
    for (const what of ["observe", "metrics", "logLines"] as const) aws.down.add(what);
    const look = await watcher.look(target);
    const notes = look.observations.flatMap((o) => (o.fact.kind === "note" ? [o.fact.topic] : []));
    expect(notes).toEqual(["gather_failed:platform", "gather_failed:platform"]);
    expect(look.observations.find((o) => o.fact.kind === "log_state")?.fact).toMatchObject({
      path: "log-group:/shop",
      problem: "unreadable",
    });
    expect(look.observations[0]?.fact).toMatchObject({ kind: "process", running: true });
    expect(look.signals).toEqual([]);
  });

  it("does not hold a pass up longer than a source may take", async () => {
    const hang = (): Promise<never> => new Promise(() => {});
    const platform = { observe: hang, metrics: hang, logLines: hang };
    const { watcher } = setUp({ platform, deadlineMs: 50 });
    const cloudwatch = { metrics: [{ series: "cpu", namespace: "n", metric: "m" }], logGroups: ["/shop"] };
    const look = await watcher.look(onEcs({ cloudwatch }));
    const notes = look.observations.flatMap((o) => (o.fact.kind === "note" ? [o.fact.topic] : []));
    expect(notes).toEqual(Array<string>(3).fill("gather_failed:platform"));
  });

  it("is asked for metrics and lines only if it has any", async () => {
    const { watcher, aws } = setUp();
    await watcher.look(onEcs());
    expect(aws.asked).toEqual(["observe"]);
  });
});

describe("metrics that a platform keeps", () => {
  const cloudwatch = { metrics: [{ series: "queue_depth", namespace: "n", metric: "m", limit: 1_000 }] };

  it("are forecast against the limit of their entry, though no page is scraped", async () => {
    const { watcher, aws, clock } = setUp();
    const target = onEcs({ cloudwatch });
    let forecast: string | undefined;
    for (let i = 0; i < 90 && forecast === undefined; i += 1) {
      aws.values.set("queue_depth", 300 + 8 * i);
      const look = await watcher.look(target);
      expect(look.observations.find((o) => o.fact.kind === "metric")?.fact).toMatchObject({ limit: 1_000 });
      forecast = look.signals.find((s) => s.symptom === "exhaustion_forecast")?.key;
      clock.at += 60_000;
    }
    expect(forecast).toBe("queue_depth");
    expect(aws.values.get("queue_depth")).toBeLessThan(1_000);
  });

  it("go with what is scraped, win over a series of the same name, and are no counters of errors", async () => {
    let requests = 500;
    const page = async () => {
      const body = `queue_depth 1\nrequests_total ${(requests += 100)}\nerrors_total 1\n`;
      return { ok: true as const, answer: { status: 200, body, complete: true, headers: {}, latencyMs: 1 } };
    };
    const probe = { page, check: async () => Promise.reject(new Error("no checks")), close: () => {} };
    const { watcher, aws, clock } = setUp({ probe: probe as unknown as Probe });
    const errorRate = { errors: "errors_total", requests: "requests_total" };
    const target = onEcs({
      cloudwatch,
      metrics: { url: "http://shop/metrics", series: ["queue_depth"], errorRate },
    });
    aws.values.set("queue_depth", 40);
    await watcher.look(target);
    clock.at += 10_000;
    aws.values.set("errors_total", 90);
    const { observations } = await watcher.look(target);
    const metrics = observations.flatMap((o) => (o.fact.kind === "metric" ? [o.fact] : []));
    expect(metrics.filter((m) => m.series === "queue_depth").map((m) => m.value)).toEqual([40]);
    expect(observations.find((o) => o.fact.kind === "error_rate")?.fact).toMatchObject({
      rate: 0,
      requests: 100,
    });
  });

  it("do not count when they are no numbers", async () => {
    const { watcher, aws } = setUp();
    aws.values.set("queue_depth", Number.NaN);
    const look = await watcher.look(onEcs({ cloudwatch }));
    expect(look.observations.filter((o) => o.fact.kind === "metric")).toEqual([]);
  });
});

describe("a probe that is given", () => {
  it("makes the checks, and stays open for who gave it", async () => {
    const made: string[] = [];
    let closed = 0;
    const probe: Probe = {
      check: async (check: Check, id) => {
        made.push(check.kind);
        return { kind: "check", check: id, type: check.kind, outcome: "ok" };
      },
      page: () => Promise.reject(new Error("no page")),
      close: () => {
        closed += 1;
      },
    };
    const { watcher } = setUp({ probe });
    const look = await watcher.look(onEcs({ health: [{ kind: "tcp", host: "db", port: 5_432 }] }));
    expect(made).toEqual(["tcp"]);
    expect(look.healthy).toBe(true);
    watcher.close();
    expect(closed).toBe(0);
  });
});
