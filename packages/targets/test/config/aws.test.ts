import type { Target } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { formatProblem, loadTargets, type Loaded } from "../../src/config/index.ts";

const load = (text: string): Loaded =>
  loadTargets({ file: "/srv/targets.yaml", text, variables: { data: "/data" }, env: {} });
const one = (lines: string, head = ""): string =>
  `version: 1\n${head}targets:\n  - id: a\n${lines.replace(/^/gm, "    ")}\n`;
const loaded = (text: string): { target: Target; warnings: string[] } => {
  const result = load(text);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  const [target] = result.targets;
  if (!target) throw new Error("no target");
  return {
    target,
    warnings: result.warnings.map((w) => `${w.path}: found ${w.found}, expected ${w.expected}`),
  };
};
/** Without the place, which other tests look at. */
const problems = (lines: string): string[] => {
  const result = load(one(lines));
  return result.ok ? [] : result.problems.map((p) => `${p.path}: found ${p.found}, expected ${p.expected}`);
};

const ecs = "manager: { kind: ecs, cluster: shop, service: orders, maxTasks: 8 }";
const lambda = "manager: { kind: lambda, function: f, alias: live, maxErrorRate: 5%, maxConcurrency: 50 }";
const rds = "manager: { kind: rds, instance: orders, maxStorageGiB: 500, maxStoragePercent: 85% }";

describe("a target on AWS", () => {
  test("has no machine, versions of its own, and time, unless its entry says otherwise", () => {
    const usual = [ecs, lambda, rds].map((manager) => {
      const { target, warnings } = loaded(one(manager));
      expect(warnings).toEqual([]);
      return [target.host, target.release?.kind, target.settleMs, target.intervalMs, target.logs.length];
    });
    expect(usual).toEqual([
      ["none", "platform", 60_000, 60_000, 0],
      ["none", "platform", 15_000, 60_000, 0],
      ["none", undefined, 60_000, 60_000, 0],
    ]);
    const own = loaded(one(`${lambda}\nhost: ssm:mi-0123456789abcdef0\nsettle: 1s\ninterval: 10s`));
    expect(own.target).toMatchObject({
      host: "ssm:mi-0123456789abcdef0",
      settleMs: 1_000,
      intervalMs: 10_000,
    });
  });

  test("is not hurried by the defaults of the file, which are meant for machines, but may be slowed down", () => {
    const with_ = (defaults: string) => {
      const { target } = loaded(one(ecs, `defaults: ${defaults}\n`));
      return [target.intervalMs, target.settleMs];
    };
    expect(with_("{ interval: 10s, settle: 5s }")).toEqual([60_000, 60_000]);
    expect(with_("{ interval: 5m, settle: 2m }")).toEqual([300_000, 120_000]);
  });

  test("has the limits of its entry, in core's units", () => {
    expect(loaded(one(ecs)).target.manager).toEqual({
      kind: "ecs",
      cluster: "shop",
      service: "orders",
      maxTasks: 8,
    });
    expect(loaded(one(lambda)).target.manager).toMatchObject({ maxErrorRate: 0.05, maxConcurrency: 50 });
    expect(loaded(one(rds)).target.manager).toMatchObject({ maxStorageGiB: 500, maxStoragePercent: 85 });
    expect(loaded(one("manager: { kind: lambda, function: f, alias: live }")).target.manager).toEqual({
      kind: "lambda",
      function: "f",
      alias: "live",
      maxErrorRate: 0.1,
    });
  });

  test("is told what is wrong with it", () => {
    expect(problems("manager: { kind: ecs, cluster: c }")).toEqual([
      "targets[0].manager.service: found nothing, expected the resource's own name, not its ARN",
    ]);
    expect(problems("manager: { kind: ecs, cluster: c, service: s, maxTasks: 0 }")).toEqual([
      "targets[0].manager.maxTasks: found 0, expected a whole number from 1",
    ]);
    const aliasOf = (alias: string) => problems(`manager: { kind: lambda, function: f, alias: ${alias} }`);
    expect(aliasOf("$LATEST")).toEqual([
      'targets[0].manager.alias: found "$LATEST", expected the name of an alias such as "live"',
    ]);
    expect(aliasOf('"7"')).toHaveLength(1);
    expect(problems("manager: { kind: rds, instance: i, maxStoragePercent: 85 }")).toEqual([
      'targets[0].manager.maxStoragePercent: found 85, expected a percentage such as "90%"',
    ]);
    expect(problems("manager: { kind: rds, instance: i, maxTasks: 2 }")[0]).toContain(
      'the unknown key "maxTasks"',
    );
  });
});

describe("host", () => {
  const text =
    'expected local, none, or "ssm:" and the id of a managed node such as "ssm:i-0123456789abcdef0"';

  test("is local, none or a managed node", () => {
    for (const host of [
      "local",
      "none",
      "ssm:i-01234567",
      "ssm:i-0123456789abcdef0",
      "ssm:mi-0123456789abcdef0",
    ])
      expect(problems(`host: ${host}\nhealth: [{ http: "https://a.example/" }]`)).toEqual([]);
    for (const host of [
      "ssm:",
      "ssm:web1",
      "ssm:i-0123",
      "i-0123456789abcdef0",
      "ssm:i-0123456789abcdef0; rm",
    ])
      expect(problems(`host: "${host}"`)).toEqual([`targets[0].host: found "${host}", ${text}`]);
  });

  test("none has nothing that is only on a machine: each such thing is an error at its place", () => {
    const found = problems(`${ecs}
files: [/etc/a]
logs: [/var/log/a]
ports: [80]
disks: [/]
certificates: [/a.pem]
regenerable: [/tmp/a]
health: [{ http: "https://a.example/" }, { command: [true-ish] }]
release: { link: /srv/current, releases: /srv/releases }
controls: { reload: { signal: SIGHUP }, clearCache: { http: "https://a.example/" }, pause: { command: [x] } }`);
    const needs = found.map((p) =>
      /^targets\[0\]\.(\S+): found (.*), which need a host, expected a host/.exec(p)?.slice(1),
    );
    expect(needs).toEqual([
      ["files", "files"],
      ["logs", "log files"],
      ["ports", "ports"],
      ["disks", "disks"],
      ["certificates", "certificate files"],
      ["regenerable", "regenerable files"],
      ["health[1]", "command checks"],
      ["release", "release folders"],
      ["controls.reload", "signal controls"],
      ["controls.pause", "command controls"],
    ]);
    expect(problems("host: none\nmanager: { kind: process, command: [a] }")).toEqual([
      'targets[0].manager: found process managers, which need a host, expected a host that has them: "ssm:" and the id of a managed node, or local',
    ]);
  });

  test("on a managed node, Gradus supervises no process and speaks to no socket from outside", () => {
    const on = (manager: string) => problems(`host: ssm:i-0123456789abcdef0\nmanager: ${manager}`);
    expect(on("{ kind: process, command: [a] }")[0]).toMatch(
      /^targets\[0\]\.manager: found a process .*script manager/,
    );
    expect(on("{ kind: container, container: c }")[0]).toMatch(/socket of its machine/);
    expect(on('{ kind: container, container: c, engine: "http://10.0.0.1:2375" }')).toEqual([]);
    expect(on("{ kind: script, start: [a], stop: [b], status: [c] }")).toEqual([]);
  });

  test("local for what AWS runs is allowed, but hardly meant", () => {
    expect(loaded(one(`${ecs}\nhost: local`)).warnings).toEqual([
      'targets[0].host: found "local" for what AWS runs, expected none, which it is if nothing is said: the target does not run on this machine',
    ]);
    expect(loaded(one(`${ecs}\nhost: local\nfiles: [/etc/a]`)).warnings).toEqual([]);
  });
});

describe("release: platform", () => {
  test("may be said where AWS keeps versions, and only there", () => {
    expect(loaded(one(`${lambda}\nrelease: platform`)).target.release).toEqual({ kind: "platform" });
    const only =
      'found "platform", expected link and releases, or commands: AWS keeps versions of ecs and lambda targets only';
    expect(problems(`${rds}\nrelease: platform`)).toEqual([`targets[0].release: ${only}`]);
    expect(problems("ports: [1]\nrelease: platform")).toEqual([`targets[0].release: ${only}`]);
    expect(problems("ports: [1]\nrelease: platfrom")).toEqual([
      'targets[0].release: found "platfrom", expected platform, or a mapping with link and releases, or with current, list and rollBack',
    ]);
  });

  test("leaves the other forms as they were", () => {
    expect(loaded(one("release: { link: cur, releases: rel }\nports: [1]")).target.release).toEqual({
      kind: "symlink",
      link: "/srv/cur",
      releases: "/srv/rel",
    });
    expect(
      loaded(one("release: { current: [a], list: [b], rollBack: [c] }\nports: [1]")).target.release,
    ).toEqual({
      kind: "command",
      current: ["a"],
      list: ["b"],
      rollBack: ["c"],
    });
  });
});

describe("cloudwatch", () => {
  test("is alarms, metrics and log groups, and enough to look at", () => {
    const { target, warnings } = loaded(
      one(`cloudwatch:
  alarms: [orders-5xx]
  metrics:
    - { series: age, namespace: AWS/SQS, metric: ApproximateAgeOfOldestMessage, dimensions: { QueueName: orders }, statistic: Maximum, limit: 900 }
    - { series: p99, namespace: AWS/ApplicationELB, metric: TargetResponseTime, statistic: p99.9 }
    - { series: room, namespace: AWS/RDS, metric: FreeStorageSpace, limit: 10GiB }
  logGroups: [/ecs/orders]`),
    );
    expect(warnings).toEqual([]);
    expect(target.cloudwatch).toMatchObject({
      alarms: ["orders-5xx"],
      logGroups: ["/ecs/orders"],
      metrics: [
        { series: "age", dimensions: { QueueName: "orders" }, statistic: "Maximum", limit: 900 },
        { series: "p99", dimensions: {}, statistic: "p99.9" },
        { series: "room", statistic: "Average", limit: 10 * 2 ** 30 },
      ],
    });
  });

  test("is told what is wrong with it", () => {
    const metric = "namespace: n, metric: m";
    expect(
      problems(`cloudwatch:
  alarm: [a]
  metrics: [{ series: a, ${metric}, statistic: Mean }, { series: a, ${metric} }, { series: b }]`),
    ).toEqual([
      'targets[0].cloudwatch.alarm: found the unknown key "alarm", expected one of alarms, metrics, logGroups',
      'targets[0].cloudwatch.metrics[0].statistic: found "Mean", expected Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as "p99"',
      "targets[0].cloudwatch.metrics[2].namespace: found nothing, expected text",
      "targets[0].cloudwatch.metrics[2].metric: found nothing, expected text",
    ]);
    expect(problems(`cloudwatch: { metrics: [{ series: a, ${metric} }, { series: a, ${metric} }] }`)).toEqual(
      [
        'targets[0].cloudwatch.metrics[1].series: found "a", expected a name of its own: another metric here has it',
      ],
    );
  });

  test("that is empty gives nothing to look at", () => {
    expect(loaded(one("cloudwatch: { alarms: [] }")).warnings).toEqual([
      expect.stringContaining("nothing to look at"),
    ]);
  });
});
