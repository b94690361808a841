import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GradusError, isGradusError } from "@gradus/core";
import { openWords } from "@gradus/targets";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { keyOf } from "../../../packages/aws/src/ssm/commands.ts";
import { actDocument, observeDocument } from "../../../packages/aws/src/ssm/documents.ts";
import { createSsmHost } from "../../../packages/aws/src/ssm/host.ts";
import { known } from "../../../packages/aws/src/ssm/script/known.ts";
import type { SsmOutcome, SsmTransport } from "../../../packages/aws/src/ssm/transport.ts";
import { argsOf, encode } from "../../../packages/aws/src/ssm/words.ts";
import { tempDir } from "../../../packages/targets/test/support/temp.ts";
import { acting, looking, openSsm, shells } from "./adapters.ts";

const SHELL = shells()[0]!;
const dir = tempDir("ssm");
const children: Array<ReturnType<typeof spawn>> = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

const codeOf = async (action: Promise<unknown>): Promise<unknown> =>
  action.catch((error: unknown) => (isGradusError(error) ? error.code : error));

describe("a look costs few commands", () => {
  test("processes, listeners, load and two files with all that is known of them are one command", async () => {
    const { host, agent } = openSsm(SHELL);
    const paths = ["/etc/passwd", "/etc/hostname"];
    const [processes, listeners, load, ...files] = await Promise.all([
      host.processes(),
      host.listeners(),
      host.load(),
      ...paths.flatMap((path) => [host.stat(path), host.readFile(path)]),
      host.process(process.pid),
      host.disk("/"),
    ]);
    expect(agent.sent).toHaveLength(1);
    expect(processes.length).toBeGreaterThan(3);
    expect(load.cores).toBeGreaterThan(0);
    expect(listeners).toBeInstanceOf(Array);
    expect(files[1]).toBe(readFileSync("/etc/passwd", "utf8"));
  });

  test("one after the other, they share what is still fresh", async () => {
    let now = 0;
    const { host, agent } = openSsm(SHELL, { clock: { now: () => now }, snapshotMs: 2_000 });
    await host.processes();
    await host.load();
    await host.listeners();
    expect(agent.sent).toHaveLength(1);
    now = 1_999;
    await host.processes();
    expect(agent.sent).toHaveLength(1);
    now = 2_000;
    await host.processes();
    expect(agent.sent).toHaveLength(2);
    await host.processes({ maxAgeMs: 0 });
    expect(agent.sent).toHaveLength(3);
    await host.setMode(dir, 0o700);
    await host.processes();
    expect(agent.sent).toHaveLength(5);
  });

  test("a hundred targets of one machine that ask at once are a handful", async () => {
    const { host, agent } = openSsm(SHELL);
    const paths = Array.from({ length: 100 }, (_, n) => join(dir, `many-${n}`));
    for (const path of paths) writeFileSync(path, path);
    const found = await Promise.all(
      paths.flatMap((path) => [host.stat(path), host.readFile(path), host.process(process.pid)]),
    );
    expect(found.filter((x) => x === undefined)).toEqual([]);
    expect(await host.readFile(paths[99]!)).toBe(paths[99]);
    expect(agent.sent.length).toBeLessThanOrEqual(6);
  });

  test("answers that do not fit in one output come with the next, none is lost or cut", async () => {
    const { host, agent } = openSsm(SHELL);
    const paths = Array.from({ length: 12 }, (_, n) => join(dir, `noise-${n}`));
    const texts = paths.map(() => randomBytes(7_000).toString("base64"));
    paths.forEach((path, n) => writeFileSync(path, texts[n]!));
    expect(await Promise.all(paths.map((path) => host.readFile(path)))).toEqual(texts);
    expect(agent.sent.length).toBeGreaterThan(4);
    expect(agent.sent.length).toBeLessThanOrEqual(12);
  });

  test("more processes than fit in one output are told in several, each once", async () => {
    for (let n = 0; n < 40; n += 1) {
      const words = ["-c", "read x", "sh", randomBytes(1_500).toString("hex")];
      children.push(spawn("sh", words, { stdio: ["pipe", "ignore", "ignore"] }));
    }
    const { host, agent } = openSsm(SHELL);
    const listed = await host.processes();
    expect(agent.sent.length).toBeGreaterThan(1);
    const pids = listed.map((p) => p.pid);
    expect(new Set(pids).size).toBe(pids.length);
    for (const { pid, spawnargs } of children) {
      const found = listed.find((p) => p.pid === pid);
      expect(found?.argv.slice(0, 4)).toEqual(spawnargs.slice(0, 4));
      expect(spawnargs[4]?.startsWith(found?.argv[4] ?? "?")).toBe(true);
    }
  });
});

describe("what is not in the table is not run", () => {
  const ask = (op: string, words: ReadonlyArray<string | number>): Promise<SsmOutcome> => {
    const { agent } = openSsm(SHELL);
    return agent.run({
      instance: "i-1",
      document: op === "run" ? "look" : "act",
      parameters: { op, args: argsOf(words), timeout: "60" },
      timeoutMs: 1,
    });
  };

  test("our side sends nothing", async () => {
    const { host, agent } = openSsm(SHELL);
    const refused = [
      host.run(["touch", join(dir, "pwned")]),
      host.run(["printf", "%s", "; touch pwned"]),
      host.run(["printf", "%s", "-v"]),
      host.run(["pwd"]),
      host.run(["pwd"], { cwd: dir }),
      host.run(["env", "x"]),
      host.run(["env"], { env: { LD_PRELOAD: "/tmp/x.so" } }),
    ];
    expect(await Promise.all(refused.map(codeOf))).toEqual(refused.map(() => "forbidden"));
    expect(agent.sent).toEqual([]);
  });

  test("nor does the script run it, whoever asks", async () => {
    const target = join(dir, "pwned");
    for (const command of [
      { argv: ["touch", target] },
      { argv: ["printf", "acted"] },
      { argv: ["pwd"], cwd: dir },
      { argv: ["pwd"] },
      { argv: ["env", "touch", target] },
      { argv: ["sh", "-c", `touch ${target}`] },
      { argv: [] },
    ]) {
      const { stdout } = await ask("run", [5, 100, ...keyOf(command)]);
      expect(stdout).toMatch(/^0 forbidden /);
    }
    const listed = await ask("run", [5, 100, ...keyOf({ argv: ["pwd"], cwd: "/usr" })]);
    expect(listed.stdout).toMatch(/^0 ok 0 0 /);
    expect(readdirSync(dir)).not.toContain("pwned");
  });

  test("who may only look can neither act nor run what acts", async () => {
    const { host, agent } = openSsm(SHELL, { documents: { observe: "look" } });
    const path = join(dir, "kept");
    writeFileSync(path, "kept", { mode: 0o600 });
    const refused = [
      host.run(["printf", "acted"]),
      host.writeFile(path, "x"),
      host.setMode(path, 0o777),
      host.remove(path),
      host.truncate(path),
      host.link(path, "x"),
      host.signal(process.pid, "SIGCONT"),
      host.renice(process.pid, 5),
      host.reniceSession(process.pid, 5),
    ];
    expect(await Promise.all(refused.map(codeOf))).toEqual(refused.map(() => "forbidden"));
    expect(agent.sent).toEqual([]);
    expect((await host.run(["env"])).code).toBe(0);
    expect(statSync(path)).toMatchObject({ size: 4, mode: 0o100600 });
  });

  test("open words fit the same in the script as on our side", () => {
    const samples: Record<string, fc.Arbitrary<string>> = {
      "<version>": fc.string({ unit: fc.constantFrom(...Array.from("aZ09._+:-/ \n,$('=é")), maxLength: 8 }),
      "<stamp>": fc.stringMatching(/^\.?[0-9]{8}T[0-9]{6,7}Z.gz\n?$/),
    };
    for (const [word, pattern] of Object.entries(openWords)) {
      const candidates = [
        ...fc.sample(samples[word] ?? fc.string(), 300),
        "",
        "v1",
        "1".repeat(300),
        "1".repeat(301),
        ".20261125T170000Z.gz",
        "..gz",
        "a\n",
        "-a",
        "a,b",
      ].filter((text) => !text.includes("\0"));
      const table = known([{ argv: ["tool", word, "last"], cwd: "/x" }, { argv: ["tool", word] }]);
      const asked = candidates.flatMap((text) => [
        { argv: ["tool", text, "last"], cwd: "/x" },
        { argv: ["tool", text] },
      ]);
      const calls = asked.map((c) => `if known '${argsOf(keyOf(c))}'; then echo y; else echo n; fi`);
      for (const shell of shells()) {
        const file = join(dir, "table.sh");
        writeFileSync(file, `LC_ALL=C\n${table}\n${calls.join("\n")}\n`);
        const args = shell.args.length > 0 ? [file] : [...shell.args, file];
        const said = execFileSync(shell.command, args, {
          encoding: "utf8",
          env: { PATH: shell.path },
          ...(shell.argv0 === undefined ? {} : { argv0: shell.argv0 }),
        });
        expect(said.trim().split("\n")).toEqual(
          candidates.flatMap((text) => {
            const fits = pattern.test(text) ? "y" : "n";
            return [fits, fits];
          }),
        );
      }
    }
  });
});

describe("the script by itself", () => {
  const { agent } = openSsm(SHELL);
  const tell = (document: string, op: string, args: string): Promise<SsmOutcome> =>
    agent.run({ instance: "i-1", document, parameters: { op, args }, timeoutMs: 1 });

  test("gets no parameter that could end its quotes, and no act in the document that looks", async () => {
    for (const args of ["'", "';touch x;'", "$(x)", "a b", "a\nb", "{{ op }}", "`x`", '"', "\\"])
      await expect(tell("look", "look", args)).rejects.toThrow("does not fit");
    for (const op of [
      "write",
      "set-mode",
      "remove",
      "truncate",
      "link",
      "signal",
      "renice",
      "renice-session",
      "'",
      "look;x",
    ])
      await expect(tell("look", op, "")).rejects.toThrow("may not be");
    await expect(tell("act", "look", "")).rejects.toThrow("may not be");
  });

  test("refuses what it does not understand, and does nothing", async () => {
    const path = encode(join(dir, "untouched"));
    for (const [op, words] of [
      ["write", [encode("relative"), "", "", "", "ab", 0, 1, 1, ""]],
      ["write", [path, "9", "", "", "ab", 0, 1, 1, ""]],
      ["write", [path, "", "x", "", "ab", 0, 1, 1, ""]],
      ["write", [path, "", "", "", "../x", 0, 1, 1, ""]],
      ["write", [path]],
      ["remove", []],
      ["remove", ["=A=="]],
      ["signal", [1, "KILL", 0]],
      ["signal", [process.pid, "SEGV", 0]],
      ["renice", ["x", 1, 0]],
      ["renice-session", [1, 1, 0]],
    ] as const) {
      const { stdout } = await tell("act", op, argsOf(words).replaceAll(".", ""));
      expect(`${op} ${words.join()}: ${stdout}`).toMatch(/0 (invalid|failed) /);
    }
    expect((await tell("look", "look", argsOf(["rm", path]))).stdout).toMatch(/0 invalid /);
    expect(readdirSync(dir)).not.toContain("untouched");
    expect(readdirSync(dir).filter((name) => name.startsWith(".gradus"))).toEqual([]);
  });
});

describe("what goes wrong on the way", () => {
  const answering = (run: SsmTransport["run"], now = (): number => 0): ReturnType<typeof createSsmHost> =>
    createSsmHost({
      instance: "i-1",
      transport: { run },
      documents: { observe: "look", act: "act" },
      commands: { observe: looking, act: acting },
      clock: { now },
      pause: async () => undefined,
    });

  test("a command that is delivered twice writes the same file", async () => {
    const { agent } = openSsm(SHELL);
    const path = join(dir, "twice");
    const host = answering(async (command) => {
      const first = await agent.run(command);
      // Only parts: after the last one, there is nothing left to add to.
      if (command.parameters["args"]!.length > 12_000) expect(await agent.run(command)).toEqual(first);
      return first;
    });
    const content = randomBytes(30_000).toString("hex");
    await host.writeFile(path, content);
    expect(readFileSync(path, "utf8")).toBe(content);
    expect(agent.sent.length).toBeGreaterThan(4);
  });

  test("an output that was cut off is an error, never a shorter answer", async () => {
    const { agent } = openSsm(SHELL);
    const host = answering(async (command) => {
      const outcome = await agent.run(command);
      return { ...outcome, stdout: outcome.stdout.slice(0, -20) };
    });
    expect(await codeOf(host.readFile("/etc/passwd"))).toBe("corrupt");
    expect(await codeOf(host.setMode(dir, 0o700))).toBe("corrupt");
    const empty = answering(async () => ({
      status: "Failed",
      stdout: "",
      stderr: "sh: not found",
      code: 127,
    }));
    await expect(empty.stat("/")).rejects.toThrow("sh: not found");
  });

  test("a machine that is away is not waited for again and again, and is asked again later", async () => {
    let now = 0;
    let asked = 0;
    const host = answering(
      async () => {
        asked += 1;
        throw new GradusError("unavailable", "i-1 is off");
      },
      () => now,
    );
    for (let n = 0; n < 5; n += 1) expect(await codeOf(host.stat(`/${n}`))).toBe("unavailable");
    expect(await codeOf(host.processes())).toBe("unavailable");
    expect(asked).toBe(1);
    now = 15_000;
    expect(await codeOf(host.processes())).toBe("unavailable");
    expect(asked).toBe(2);
    expect(await codeOf(host.setMode("/x", 0o600))).toBe("unavailable");
    expect(asked).toBe(3);
  });
});

describe("the documents", () => {
  const text = (document: ReturnType<typeof observeDocument>): string =>
    document.mainSteps.flatMap((s) => s.inputs.runCommand).join("\n");

  test("are the same each time, and hold nothing but their two parameters in braces", () => {
    for (const make of [observeDocument, actDocument]) {
      expect(JSON.stringify(make(acting))).toBe(JSON.stringify(make([...acting])));
      expect(text(make(looking)).match(/\{\{.*?\}\}/g)).toEqual(["{{ op }}", "{{ args }}"]);
      expect(JSON.stringify(make([])).length).toBeLessThan(20_000);
    }
  });

  test("what looks knows no word that changes a file or another process", () => {
    const looks = text(observeDocument(looking));
    for (const word of [
      "chmod",
      "chown",
      "mv ",
      "ln ",
      "renice",
      "dd ",
      "truncate",
      "rm -f",
      'kill -s "$name"',
    ])
      expect(looks.includes(word), word).toBe(false);
    // Its own pipes, and its own child when the time is up.
    expect(looks.match(/\brm\b.*/g)).toEqual([`rm -rf -- "$den"' EXIT`]);
    expect(looks.match(/kill .*/g)?.every((line) => /\$(sleeper|pid|timer)\b/.test(line))).toBe(true);
  });

  test("hold commands as base64 only, and no command that cannot be meant", () => {
    const odd = { argv: ["tool", 'it\'s $(x) `y` {{ op }}\n"z"'], cwd: "/it's" };
    const made = text(observeDocument([odd]));
    expect(made).toContain(argsOf(keyOf(odd)));
    expect(made).not.toContain("it's $(x)");
    for (const argv of [[], [""], ["-x"], ["A=b", "x"], ["a", "b\0c"], ["a", "<version>", "<stamp>"]])
      expect(() => actDocument([{ argv }])).toThrow(GradusError);
    expect(() => actDocument([{ argv: ["x"], cwd: "relative" }])).toThrow("not absolute");
  });

  test("that would be too large for Systems Manager are refused before they are deployed", () => {
    const many = Array.from({ length: 3_000 }, (_, n) => ({ argv: ["systemctl", "status", `service-${n}`] }));
    expect(() => observeDocument(many)).toThrow("too many different commands");
    expect(() => observeDocument(many.slice(0, 500))).not.toThrow();
  });
});
