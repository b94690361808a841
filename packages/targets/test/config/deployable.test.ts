import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseTarget, type Target } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  actingCommands,
  deployable,
  isAmong,
  loadTargets,
  openWords,
  readOnlyCommands,
} from "../../src/config/index.ts";

type Input = Parameters<typeof parseTarget>[0];
const targetOf = (input: Omit<Input, "id"> & { id?: string }): Target => parseTarget({ id: "a", ...input });
const problemsOf = (input: Omit<Input, "id">): string[] => {
  const { problems, targets } = deployable([targetOf(input)]);
  expect(targets.length).toBe(problems.length === 0 ? 1 : 0);
  return problems;
};

const ssm = "ssm:i-0123456789abcdef0";
const script = {
  kind: "script" as const,
  start: ["systemctl", "start", "a"],
  stop: ["systemctl", "stop", "a"],
  status: ["systemctl", "is-active", "a"],
};
const process_ = { kind: "process" as const, command: ["a"], cwd: "/", output: "/var/log/a.log" };
const website = { kind: "http" as const, url: "https://a.example/" };

describe("what can run from AWS", () => {
  test("the demo fleet stays where it is, and nothing depends on it any more", () => {
    const all = [
      targetOf({ id: "demo", demo: true, manager: process_ }),
      targetOf({ id: "web", health: [website], dependsOn: ["demo", "db"] }),
      targetOf({ id: "db", host: "none", manager: { kind: "rds", instance: "db" } }),
    ];
    const { targets, problems, left } = deployable(all);
    expect([problems, left]).toEqual([[], ["demo"]]);
    expect(targets.map((t) => [t.id, t.host, t.dependsOn])).toEqual([
      ["web", "none", ["db"]],
      ["db", "none", []],
    ]);
    expect(all[1]?.dependsOn).toEqual(["demo", "db"]);
  });

  test("the file at the root deploys as it is, with its examples only for what is on this machine", () => {
    const file = join(import.meta.dirname, "../../../../targets.yaml");
    const text = readFileSync(file, "utf8");
    const variables = { data: "/data", node: "/usr/bin/node" };
    const fleet = loadTargets({ file, text, variables, env: {} });
    expect(fleet.ok && deployable(fleet.targets)).toEqual({
      targets: [],
      problems: [],
      left: ["email-blast", "chatbot", "social-media"],
    });
    const [demo = "", examples = ""] = text.split(/^ {2}## -+$/m);
    const all = loadTargets({
      file,
      text: demo + examples.replace(/^ {2}# /gm, "  "),
      variables,
      env: { LANG: "C" },
    });
    if (!all.ok) throw new Error("not loaded");
    const result = deployable(all.targets);
    expect(result.targets.map((t) => t.id)).toEqual([
      "website",
      "orders",
      "thumbnails",
      "orders-db",
      "billing",
    ]);
    expect([...new Set(result.problems.map((p) => p.split(":")[0]))]).toEqual([
      "nginx",
      "postgres",
      "redis",
      "shop",
      "machine",
    ]);
  });

  test("a target on this machine that needs it is a problem that says what needs it and what to do", () => {
    expect(problemsOf({ manager: script, files: [{ path: "/etc/a" }], ports: [80] })).toEqual([
      "a: its script managers, files and ports need a machine, and on AWS there is no machine that Gradus itself runs on; say host: ssm:<id of its managed node>, or leave them out",
    ]);
    const command = { kind: "command" as const, command: ["x"] };
    const each: Array<[Omit<Input, "id">, string]> = [
      [{ manager: process_ }, "process managers"],
      [{ manager: { kind: "container", container: "c" } }, "container managers"],
      [{ logs: [{ path: "/a" }] }, "log files"],
      [{ disks: [{ path: "/" }] }, "disks"],
      [{ certificates: [{ path: "/a.pem" }] }, "certificate files"],
      [{ regenerable: ["/tmp/a"] }, "regenerable files"],
      [{ health: [command] }, "command checks"],
      [{ release: { kind: "symlink", link: "/a", releases: "/b" } }, "release folders"],
      [{ release: { kind: "command", current: ["a"], list: ["a"], rollBack: ["a"] } }, "release commands"],
      [{ controls: { reload: { kind: "signal", signal: "SIGHUP" } } }, "signal controls"],
      [{ controls: { pause: command } }, "command controls"],
    ];
    for (const [input, what] of each)
      expect(problemsOf(input)).toEqual([expect.stringContaining(`its ${what} need a machine`)]);
    expect(problemsOf({ host: "none", ports: [1] })[0]).toContain("and it has none");
  });

  test("a managed node has all of it, but no process of Gradus' own and no socket", () => {
    expect(
      problemsOf({
        host: ssm,
        manager: script,
        files: [{ path: "/etc/a" }],
        logs: [{ path: "/a" }],
        ports: [80],
      }),
    ).toEqual([]);
    expect(problemsOf({ host: ssm, manager: process_ })).toEqual([
      "a: it has a process that Gradus cannot supervise from outside its machine; make it a script manager (systemctl, supervisorctl, …)",
    ]);
    expect(problemsOf({ host: ssm, manager: { kind: "container", container: "c" } })[0]).toContain("socket");
    expect(
      problemsOf({
        host: ssm,
        manager: { kind: "container", container: "c", engine: "http://10.0.0.1:2375" },
      }),
    ).toEqual([]);
    expect(problemsOf({ host: "db1" })[0]).toContain('its host "db1" is not known on AWS');
  });

  test("secrets of this machine are not there", () => {
    const secrets = { TOKEN: { env: "MY_TOKEN" }, KEY: { file: "/run/key" } };
    expect(problemsOf({ host: ssm, secrets })).toEqual([
      expect.stringContaining(
        "a: its secret TOKEN is read from the variable MY_TOKEN, which is not there on AWS",
      ),
      expect.stringContaining("a: its secret KEY is read from /run/key"),
    ]);
  });

  test("an address that means the asking machine is a problem, unless what stands in for AWS runs on it", () => {
    const input = {
      host: ssm,
      health: [
        { kind: "http" as const, url: "http://127.0.0.1:3000/health" },
        { kind: "tcp" as const, host: "localhost", port: 5432 },
        website,
      ],
      metrics: { url: "http://[::1]:9090/metrics" },
    };
    expect(problemsOf(input)).toEqual([
      "a: http://127.0.0.1:3000/health, http://[::1]:9090/metrics and localhost:5432 cannot be reached from AWS; give an address that can be, or a command (such as curl) on its own host",
    ]);
    expect(deployable([targetOf(input)], { loopback: true }).problems).toEqual([]);
  });

  test("every target is deployed, left out, or a problem: none is lost, and what is deployed has no local host", () => {
    const part = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined });
    const entry = fc.record({
      demo: fc.boolean(),
      host: fc.constantFrom("local", "none", ssm),
      manager: fc.constantFrom(undefined, script, process_, {
        kind: "ecs" as const,
        cluster: "c",
        service: "s",
      }),
      files: part([{ path: "/etc/a" }]),
      health: part([website]),
      secrets: part({ A: { env: "A" } }),
      dependsOn: fc.uniqueArray(fc.constantFrom("t0", "t1", "t2", "t3"), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
        const all = entries.map(({ manager, files, health, secrets, ...rest }, index) =>
          parseTarget({
            id: `t${index}`,
            ...rest,
            ...(manager ? { manager } : {}),
            ...(files ? { files } : {}),
            ...(health ? { health } : {}),
            ...(secrets ? { secrets } : {}),
          }),
        );
        const { targets, problems, left } = deployable(all);
        const told = new Set(problems.map((p) => p.split(":")[0]));
        const kept = targets.map((t) => t.id);
        expect([...kept, ...left, ...told]).toHaveLength(all.length);
        expect(new Set([...kept, ...left, ...told])).toEqual(new Set(all.map((t) => t.id)));
        for (const t of targets) {
          expect(["none", ssm]).toContain(t.host);
          expect(kept).toEqual(expect.arrayContaining(t.dependsOn));
          expect({ ...t, host: "", dependsOn: [] }).toEqual({
            ...all.find((a) => a.id === t.id),
            host: "",
            dependsOn: [],
          });
        }
        expect(deployable(targets)).toEqual({ targets, problems: [], left: [] });
      }),
    );
  });
});

describe("the commands of an entry", () => {
  const target = targetOf({
    host: ssm,
    manager: { ...script, restart: ["systemctl", "restart", "a"] },
    health: [{ kind: "command", command: ["pg_isready", "-q"] }, website],
    release: { kind: "command", current: ["rel", "current"], list: ["rel", "list"], rollBack: ["rel", "to"] },
    controls: {
      reload: { kind: "command", command: ["a", "reload"] },
      pause: { kind: "http", url: "https://a.example/pause" },
    },
    logs: [{ path: "/var/log/a.log" }],
  });

  test("are those that look and those that act, and none is both", () => {
    expect(readOnlyCommands(target)).toEqual([
      ["systemctl", "is-active", "a"],
      ["pg_isready", "-q"],
      ["rel", "current"],
      ["rel", "list"],
    ]);
    expect(actingCommands(target)).toEqual([
      ["systemctl", "start", "a"],
      ["systemctl", "stop", "a"],
      ["systemctl", "restart", "a"],
      ["rel", "to", "<version>"],
      ["a", "reload"],
      ["gzip", "--keep", "--suffix", "<stamp>", "--", "/var/log/a.log"],
    ]);
    const plain = targetOf({ host: "none", health: [website], manager: { kind: "rds", instance: "i" } });
    expect([readOnlyCommands(plain), actingCommands(plain)]).toEqual([[], []]);
  });

  test("are matched word for word, and where a word is open only by what fits there", () => {
    const acting = actingCommands(target);
    expect(isAmong(acting, ["systemctl", "restart", "a"])).toBe(true);
    expect(isAmong(acting, ["rel", "to", "1.10.0"])).toBe(true);
    expect(
      isAmong(acting, ["gzip", "--keep", "--suffix", ".20261125T160055Z.gz", "--", "/var/log/a.log"]),
    ).toBe(true);
    const wrong = [
      ["systemctl", "restart", "b"],
      ["systemctl", "restart"],
      ["systemctl", "restart", "a", "--now"],
      ["rel", "to", "--all"],
      ["rel", "to", "../1"],
      ["rel", "to", ""],
      ["rel", "to", "1\n2"],
      ["gzip", "--keep", "--suffix", ".gz", "--", "/var/log/a.log"],
      [],
    ];
    for (const argv of wrong) expect([argv, isAmong(acting, argv)]).toEqual([argv, false]);
    expect(isAmong(readOnlyCommands(target), ["systemctl", "stop", "a"])).toBe(false);
    expect(Object.keys(openWords)).toEqual(["<version>", "<stamp>"]);
  });
});
