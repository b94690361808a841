import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatProblem, loadTargets, type ConfigProblem, type Loaded } from "../../src/config/index.ts";

const variables = { data: "/data", node: "/usr/bin/node" };
const load = (text: string, env: Record<string, string> = {}): Loaded =>
  loadTargets({ file: "/srv/gradus/targets.yaml", text, variables, env });
const targetOf = (text: string): Extract<Loaded, { ok: true }>["targets"][number] => {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  const [target] = loaded.targets;
  if (!target) throw new Error("no target");
  return target;
};
const problemsOf = (text: string, env: Record<string, string> = {}): ConfigProblem[] => {
  const loaded = load(text, env);
  return loaded.ok ? [] : loaded.problems;
};
const one = (lines: string): string => `version: 1\ntargets:\n  - id: a\n${lines.replace(/^/gm, "    ")}\n`;

describe("the file at the root", () => {
  const file = join(import.meta.dirname, "../../../../targets.yaml");
  const text = readFileSync(file, "utf8");

  test("is the demo fleet", () => {
    const loaded = loadTargets({ file, variables, env: {} });
    if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
    expect(loaded.warnings).toEqual([]);
    expect(loaded.targets.map((t) => [t.id, t.demo, t.ports, t.dependsOn])).toEqual([
      ["email-blast", true, [7101], []],
      ["chatbot", true, [7102], []],
      ["social-media", true, [7103], ["email-blast"]],
    ]);
    expect(loaded.targets[0]).toMatchObject({
      manager: { command: ["/usr/bin/node", "current/server.mjs"], cwd: "/data/demo/email-blast" },
      autonomy: { reversible: "auto", disruptive: "auto", destructive: "approve" },
      intervalMs: 10_000,
      settleMs: 5_000,
      logs: [{ path: "/data/demo/email-blast/logs/service.log" }],
      metrics: { errorRate: { max: 0.2 } },
    });
  });

  test("has examples that are all right once they are no comments", () => {
    const [fleet = "", examples = ""] = text.split(/^ {2}## -+$/m);
    const all = fleet + examples.replace(/^ {2}# /gm, "  ");
    const loaded = loadTargets({ file, text: all, variables, env: { LANG: "C" } });
    if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
    expect(loaded.targets.map((t) => t.id).slice(3)).toEqual([
      "website",
      "nginx",
      "postgres",
      "redis",
      "shop",
      "orders",
      "thumbnails",
      "orders-db",
      "billing",
      "machine",
    ]);
    expect(loaded.warnings).toEqual([]);
  });
});

describe("normal form", () => {
  test("durations, sizes and percentages become numbers", () => {
    const t = targetOf(
      one(`interval: 1.5m
settle: 500ms
limits: { memory: 96MB, cpu: 150%, fds: 80% }
disks: [/, { path: var, max: 85% }]
health: [{ http: "https://x.example/", latency: 2s, timeout: 1s, certificateDays: 7 }, { tcp: "[::1]:5432" }]`),
    );
    expect(t).toMatchObject({ intervalMs: 90_000, settleMs: 500 });
    expect(t.limits).toEqual({ memoryBytes: 96e6, cpuPercent: 150, fdPercent: 80 });
    expect(t.disks).toEqual([
      { path: "/", maxPercent: 90 },
      { path: "/srv/gradus/var", maxPercent: 85 },
    ]);
    expect(t.health[0]).toMatchObject({
      latencyMs: 2_000,
      timeoutMs: 1_000,
      certificateDays: 7,
      status: 200,
    });
    expect(t.health[1]).toEqual({ kind: "tcp", host: "::1", port: 5_432, timeoutMs: 3_000 });
  });

  test("paths start from the folder of the file, and placeholders are filled in", () => {
    const t = targetOf(
      one(`manager: { kind: process, command: ["\${node}", a.js], environment: { A: 1, B: "$\${x}" } }
files: ["\${data}/a.conf", b.conf]
regenerable: [tmp/*]`),
    );
    expect(t.manager).toMatchObject({
      command: ["/usr/bin/node", "a.js"],
      cwd: "/srv/gradus",
      output: "/data/logs/a.log",
      environment: { A: "1", B: "${x}" },
    });
    expect(t.logs).toEqual([{ path: "/data/logs/a.log" }]);
    expect(t.files.map((f) => f.path)).toEqual(["/data/a.conf", "/srv/gradus/b.conf"]);
    expect(t.regenerable).toEqual(["/srv/gradus/tmp/*"]);
  });

  test("a target's own words win over the defaults, and what is not said stays cautious", () => {
    const loaded = load(`version: 1
defaults: { interval: 30s, autonomy: suggest, owner: ops }
targets:
  - { id: a, ports: [1], autonomy: { reversible: auto } }
  - { id: b, ports: [1], autonomy: auto, interval: 5s, owner: me }
  - { id: c, ports: [1], dependsOn: }`);
    if (!loaded.ok) throw new Error("not loaded");
    expect(loaded.targets.map((t) => [t.intervalMs, t.owner, ...Object.values(t.autonomy)])).toEqual([
      [30_000, "ops", "auto", "suggest", "suggest"],
      [5_000, "me", "auto", "auto", "approve"],
      [30_000, "ops", "suggest", "suggest", "suggest"],
    ]);
  });

  test("days of a window may be a list, a range over the weekend, or a word", () => {
    const t = targetOf(
      one(`ports: [1]
maintenance:
  - { days: [mon], from: 22:00, to: 06:00 }
  - { days: fri-mon, from: "00:00", to: 23:59, zone: Europe/Berlin, mode: silent }
  - { days: daily, from: 01:00, to: 02:00 }`),
    );
    expect(t.maintenance.map((w) => w.days.join())).toEqual([
      "mon",
      "fri,sat,sun,mon",
      "mon,tue,wed,thu,fri,sat,sun",
    ]);
  });
});

describe("problems", () => {
  test("are all reported at once, each with line, column and path", () => {
    const text = `version: 1
targets:
  - id: Web Server
    helth: []
    health:
      - { http: "ftp://x" }
      - { http: "http://x", tcp: "x:1" }
    interval: 10
    host: db1
    autonomy: autp
    limits: { memory: lots }
    maintenance: [{ days: [mon], from: 25:00, to: 12:00, zone: Mars/Phobos }]
  - id: b
    manager: { kind: proces, command: node server.js }
    controls: { reload: { signal: SIGKILL } }
    dependsOn: [c]
`;
    expect(problemsOf(text).map((p) => formatProblem(p).replace("/srv/gradus/targets.yaml:", ""))).toEqual([
      '3:9: targets[0].id: found "Web Server", expected lower-case letters, digits and dashes',
      expect.stringMatching(
        /^4:5: targets\[0\]\.helth: found the unknown key "helth", expected one of id, .*\(did you mean "health"\?\)$/,
      ),
      '6:17: targets[0].health[0].http: found "ftp://x", expected an http:// or https:// address',
      "7:9: targets[0].health[1]: found a mapping, expected a mapping with one of http, tcp, command",
      '8:15: targets[0].interval: found 10, expected a duration of at least "1s"',
      '9:11: targets[0].host: found "db1", expected local, none, or "ssm:" and the id of a managed node such as "ssm:i-0123456789abcdef0"',
      '10:15: targets[0].autonomy: found "autp", expected one of observe, suggest, approve, auto (did you mean "auto"?)',
      '11:23: targets[0].limits.memory: found "lots", expected a size such as "96MB" or "1GiB"',
      '12:40: targets[0].maintenance[0].from: found "25:00", expected a time of day such as 22:00',
      '12:64: targets[0].maintenance[0].zone: found "Mars/Phobos", expected a time zone such as "Europe/Berlin"',
      '14:22: targets[1].manager.kind: found "proces", expected one of process, script, container, ecs, lambda, rds',
      '15:35: targets[1].controls.reload.signal: found "SIGKILL", expected one of SIGHUP',
      '16:17: targets[1].dependsOn[0]: found "c", expected the id of a target in this file',
    ]);
  });

  test("a missing key is told where its mapping begins", () => {
    const [problem] = problemsOf("version: 1\ntargets:\n  - software: x\n");
    expect(problem).toMatchObject({ line: 3, path: "targets[0].id", found: "nothing" });
    expect(problemsOf("targets: []")[0]).toMatchObject({ path: "version", expected: "1" });
  });

  test("a start period ends, so that a repair can be judged", () => {
    const text = (of: string) => problemsOf(one(`startPeriod: ${of}`))[0];
    expect(text("5m")).toMatchObject({
      path: "targets[0].startPeriod",
      found: '"5m"',
      expected: 'a duration of at most "60s"',
    });
    expect(text("45s")).toBeUndefined();
  });

  test("a command must be a list of words", () => {
    expect(problemsOf(one("manager: { kind: process, command: node a.js }"))[0]).toMatchObject({
      path: "targets[0].manager.command",
      expected: expect.stringContaining("no shell"),
    });
  });

  test("ids that occur twice, self-dependency and circles", () => {
    const text = `version: 1
targets:
  - { id: a, ports: [1], dependsOn: [b] }
  - { id: b, ports: [1], dependsOn: [c] }
  - { id: c, ports: [1], dependsOn: [a, c] }
  - { id: b, ports: [1] }
`;
    expect(problemsOf(text).map((p) => [p.line, p.found, p.expected])).toEqual([
      [5, "a circle: a → b → c → a", "dependencies that end somewhere"],
      [5, '"c"', "another target: nothing depends on itself"],
      [6, '"b"', "an id of its own: targets[1] has it already"],
    ]);
  });

  test("an unknown placeholder, and a variable that is not set", () => {
    const problems = problemsOf(one('files: ["${dta}/x", "${env:NOPE}", "${env:HOME}/x", "${data"]'), {
      HOME: "/root",
    });
    expect(problems.map((p) => [p.path, p.hint])).toEqual([
      ["targets[0].files[0]", 'did you mean "data"?'],
      ["targets[0].files[1]", undefined],
    ]);
  });

  test("a secret is never taken from the file, and never shown", () => {
    const secret = "hunter2hunter2";
    const text = one(`ports: [1]
manager: { kind: process, command: [a], environment: { DB_PASSWORD: "\${env:DB_PASSWORD}" } }
secrets:
  A_TOKEN: ${secret}
  B: { value: ${secret} }
  C: { env: ghp_abcdefghij0123456789 }
  D: { file: "\${env:${secret}}" }`);
    const problems = problemsOf(text, { DB_PASSWORD: secret, [secret]: secret });
    expect(problems.map((p) => p.path)).toEqual([
      "targets[0].manager.environment.DB_PASSWORD",
      "targets[0].secrets.A_TOKEN",
      "targets[0].secrets.B",
      "targets[0].secrets.C.env",
      "targets[0].secrets.D.file",
    ]);
    expect(problems.map((p) => p.found).join()).not.toContain(`"${secret}"`);
    expect(problems.map(formatProblem).join()).not.toContain("ghp_");
  });

  test("a secret in the plain environment is a warning", () => {
    const loaded = load(one("manager: { kind: process, command: [a], environment: { API_KEY: abc } }"));
    expect(loaded.ok && loaded.warnings.map((w) => [w.line, w.path])).toEqual([
      [4, "targets[0].manager.environment.API_KEY"],
    ]);
  });

  test("a status command that is known to print no pid is a warning, with what that costs", () => {
    const status = (words: string): string =>
      one(`manager: { kind: script, start: [a], stop: [b], status: [systemctl, ${words}, x] }`);
    const loaded = load(status("is-active"));
    expect(loaded.ok && loaded.warnings.map((w) => [w.path, w.expected])).toEqual([
      ["targets[0].manager.status", expect.stringContaining("no intruder on its machine is touched")],
    ]);
    expect(load(status("status"))).toMatchObject({ ok: true, warnings: [] });
  });

  test("YAML mistakes are told with their place, and what is no YAML mapping too", () => {
    expect(problemsOf("version: 1\ntargets:\n  - id: a\n    id: b\n")[0]).toMatchObject({
      line: 4,
      path: "",
    });
    expect(problemsOf("version: [1\n")[0]?.line).toBeGreaterThan(0);
    for (const text of ["", "hello", "[]", "null", "1"])
      expect(problemsOf(text)[0]).toMatchObject({ line: 1 });
    expect(problemsOf(`a: &a [${"*a,".repeat(3)}]`).length).toBeGreaterThan(0);
    expect(loadTargets({ file: "/no/such/file", variables, env: {} }).ok).toBe(false);
  });

  test("anchors and merge keys work, and a problem in what was merged still has a place", () => {
    const base = "x-unused: &base { ports: [1], interval: 20s }\n";
    const problems = problemsOf(`${base}version: 1\ntargets:\n  - { <<: *base, id: a }\n`);
    expect(problems.map((p) => p.path)).toEqual(["x-unused"]);
    const text =
      "version: 1\ntargets:\n  - &base { id: a, ports: [1], interval: nope }\n  - { <<: *base, id: b }\n";
    expect(problemsOf(text).map((p) => [p.line, p.path])).toEqual([
      [3, "targets[0].interval"],
      [4, "targets[1].interval"],
    ]);
  });
});

describe("whatever the text is", () => {
  const whole = (text: string): void => {
    const loaded = load(text);
    const lines = text.split("\n").length;
    for (const problem of loaded.ok ? loaded.warnings : loaded.problems) {
      expect(problem.line).toBeGreaterThanOrEqual(1);
      expect(problem.line).toBeLessThanOrEqual(lines + 1);
      expect(problem.column).toBeGreaterThanOrEqual(1);
      expect(formatProblem(problem)).not.toContain("undefined");
    }
    if (!loaded.ok) expect(loaded.problems.length).toBeGreaterThan(0);
  };
  const yamlish = fc.array(
    fc.constantFrom(
      "a",
      "- ",
      ": ",
      "\n",
      "  ",
      "[",
      "]",
      "{",
      "}",
      "&a ",
      "*a",
      "<<",
      "|",
      ">",
      '"',
      "'",
      "#",
      "!!set ",
      "${data}",
      "${",
      "targets",
      "version: 1\n",
      "id",
      "\t",
      "?",
      "__proto__",
      "---\n",
      "null",
      "1",
      "%",
      "\u0000",
    ),
    { maxLength: 40 },
  );

  test("nothing is thrown, and every problem has a line", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), whole), { numRuns: 200 });
    fc.assert(
      fc.property(
        yamlish.map((parts) => parts.join("")),
        whole,
      ),
      { numRuns: 500 },
    );
    whole("[".repeat(50_000));
    whole("- ".repeat(20_000));
  });

  test("a good file with one value replaced by anything is either loaded or explained", () => {
    const keys = [
      "id",
      "software",
      "host",
      "demo",
      "manager",
      "health",
      "logs",
      "metrics",
      "cloudwatch",
      "files",
      "release",
      "controls",
      "ports",
      "limits",
      "disks",
      "certificates",
      "regenerable",
      "dependsOn",
      "secrets",
      "autonomy",
      "maintenance",
      "interval",
      "settle",
      "severity",
      "owner",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.json({ maxDepth: 3 }), (key, json) => {
        const id = key === "id" ? "" : "id: a, ";
        whole(`version: 1\ntargets:\n  - { ${id}${key}: ${json} }\n`);
      }),
      { numRuns: 500 },
    );
  });
});
