import { readFileSync, writeFileSync } from "node:fs";
import type { HealthReport, TargetView } from "@gradus/api";
import type { Pattern, Task, TaskSummary } from "@gradus/core";
import type { CheckReport } from "@gradus/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  eventually,
  freePorts,
  isRunning,
  openWorkplace,
  type Finished,
  type Running,
  type Workplace,
} from "../support/cli.ts";
import { install } from "../support/installation.ts";

let place: Workplace;
let gradus: Running;
let targetsFile: string;
let dataDir: string;

/** A command against the running Gradus. */
const cli = (...args: string[]): Promise<Finished> => place.run(["--url", gradus.url, ...args]);
const json = async <T>(...args: string[]): Promise<T> => {
  const { code, stdout, stderr } = await cli(...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("Error") });
  return JSON.parse(stdout) as T;
};

beforeAll(async () => {
  place = await openWorkplace();
  const portBase = await freePorts(4);
  const installation = await install({
    directory: place.path("fleet"),
    portBase,
    apiPort: portBase + 3,
    settle: "1s",
  });
  ({ targetsFile, dataDir } = installation);
  const args = ["--targets", targetsFile, "--data", dataDir, "--port", `${portBase + 3}`, "--interval", "1s"];
  const started = await place.start(args);
  isRunning(started);
  gradus = started;
  await eventually("the fleet is healthy", async () => {
    const { targets } = await gradus.get<{ targets: TargetView[] }>("/api/targets");
    return targets.every((t) => t.state === "healthy" && t.baseline) ? true : undefined;
  });
}, 90_000);
afterAll(async () => {
  if (gradus) await gradus.stop();
  await place?.close();
}, 40_000);

describe("a fault, from the command line", () => {
  let healed: TaskSummary;

  it("is injected, healed, and told from first signal to last word", async () => {
    const injected = await cli("inject", "chatbot", "kill");
    expect(injected).toMatchObject({ code: 0, stdout: expect.stringContaining("was killed") });
    expect(injected.stderr).toContain("Breaking chatbot");
    healed = await eventually("it is fixed", async () => {
      const { tasks } = await json<{ tasks: TaskSummary[] }>("tasks", "--target", "chatbot");
      return tasks.find((t) => t.status === "fixed");
    });
    const { stdout } = await cli("task", healed.id);
    for (const words of [
      "chatbot is not running",
      "Evidence",
      "Attempts",
      "restart-service",
      "verified: fixed",
      "Audit",
      "Outcome",
    ])
      expect(stdout).toContain(words);
    const { task } = await json<{ task: Task }>("task", healed.id);
    expect(task).toMatchObject({ id: healed.id, status: "fixed" });
    expect((await cli("tasks")).stdout).toMatch(new RegExp(`${healed.id} .*✓ fixed`));
  }, 60_000);

  it("leaves audit chains that are intact, and can be taken away as JSON Lines", async () => {
    expect((await cli("audit", "verify")).stdout).toMatch(/\d+ chains with \d+ events: all intact/);
    expect(await json("audit", "verify", healed.id)).toMatchObject({ chains: 1, broken: [] });
    const lines = (await cli("audit", "export", healed.id)).stdout.trim().split("\n");
    expect(lines.map((l) => (JSON.parse(l) as { type: string }).type)).toContain("task.fixed");
  });

  it("has taught a pattern, which is retired, promoted, exported and imported by its id", async () => {
    const { patterns } = await json<{ patterns: Pattern[] }>("patterns");
    const pattern = patterns.find((p) => p.action.runbook === "restart-service");
    const id = pattern?.id ?? "";
    expect((await cli("patterns")).stdout).toContain(id);
    expect(await json("patterns", "retire", id)).toMatchObject({ id, retired: true });
    expect((await cli("patterns", "promote", id)).stdout).toContain(`Promoted: ${id}`);
    const exported = await cli("patterns", "export");
    writeFileSync(place.path("patterns.json"), exported.stdout);
    expect((await cli("patterns", "import", place.path("patterns.json"))).stdout).toMatch(
      /^0 added, \d+ known already/,
    );
    const bad = await cli("patterns", "import", place.path("nowhere.json"));
    expect(bad).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("nowhere.json cannot be read"),
    });
  });

  it("is replayed against what is known today", async () => {
    expect((await cli("replay", healed.id)).stdout).toMatch(/Then[\s\S]*Now[\s\S]*It would act/);
    expect(await json("replay", healed.id)).toHaveProperty("differs");
  });
});

describe("looking and switching", () => {
  it("shows how things stand", async () => {
    expect(await json<{ health: HealthReport }>("status")).toMatchObject({ health: { targets: 3 } });
    expect((await cli("status")).stdout).toContain("email-blast");
    expect((await cli("targets")).stdout).toMatch(/social-media +● healthy +node 1\.1\.0 +baseline/);
    expect(await json("targets")).toMatchObject({
      targets: expect.arrayContaining([expect.objectContaining({ id: "chatbot" })]),
    });
    expect(await json("mail")).toMatchObject({ mail: expect.any(Array) });
  });

  it("pauses one target and all, and resumes", async () => {
    expect((await cli("pause", "chatbot", "-m", "deploying")).stdout).toContain("chatbot is paused");
    expect(await json("pause")).toMatchObject({ paused: { reason: "paused from the command line" } });
    expect((await cli("status")).stdout).toContain("Paused");
    expect((await cli("resume")).stdout).toContain("acts again");
    await json("resume", "chatbot");
    expect((await gradus.get<HealthReport>("/health")).paused).toBe(false);
  });

  it("says what can be broken, and what cannot", async () => {
    expect((await cli("inject")).stdout).toContain("bad_release");
    expect((await cli("inject", "chatbot")).stdout).not.toContain("shared_cause");
    expect(await cli("inject", "chatbot", "meteorite")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("meteorite"),
    });
    expect(await cli("inject", "moon", "kill")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("moon"),
    });
  });
});

describe("a task that waits for a person", () => {
  it("is answered from the command line, and the first answer stands", async () => {
    // Nobody may act: what is found goes to a person.
    await cli("pause", "email-blast");
    await cli("inject", "email-blast", "kill");
    const waiting = await eventually(
      "a task waits",
      async () => {
        const { tasks } = await json<{ tasks: TaskSummary[] }>(
          "tasks",
          "--state",
          "open",
          "--target",
          "email-blast",
        );
        return tasks.find((t) => t.status !== "working");
      },
      60_000,
    );
    const refused = await cli("inject", "email-blast", "high_memory");
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/could not be done to email-blast: .*ECONNREFUSED.*until it is healthy/s);
    await cli("resume", "email-blast");
    const answered = await cli("resolve", waiting.id, "-m", "started it by hand");
    expect(answered).toMatchObject({ code: 0, stdout: "Resolved.\n" });
    expect((await cli("resolve", waiting.id, "-m", "me too")).stdout).toContain("answered before");
    const mail = await json<{ mail: Array<{ id: string; subject: string }> }>("mail");
    const first = mail.mail.at(-1);
    expect(first?.subject).toContain("email-blast");
    expect((await cli("mail", first?.id ?? "")).stdout).toContain("Message-ID");
  }, 90_000);

  it.concurrent.each(["approve", "reject", "hand-back", "resolve"])(
    "%s says that there is no such task",
    async (verb) => {
      const { code, stderr } = await cli(verb, "0000000000000000-1", "-m", "x");
      expect(code).toBe(1);
      expect(stderr).toContain("0000000000000000-1");
    },
  );
});

describe("what is typed wrong", () => {
  it.concurrent.each([
    [["frobnicate"], "unknown command 'frobnicate'"],
    [["tasks", "--colour"], "unknown option '--colour'"],
    [["tasks", "--state", "odd"], "Allowed choices are open, closed, all"],
    [["tasks", "--limit", "many"], "--limit <n>"],
    [["task"], "missing required argument 'id'"],
    [["resolve", "x"], "required option '-m, --notes <text>'"],
    [["resolve", "x", "-m", "y", "--param", "novalue"], "--param wants name=value"],
    [["--url", "ftp://x", "tasks"], "--url (or GRADUS_URL) wants an address"],
  ])("%j gets exit code 2 and help", async (args, message) => {
    const { code, stdout, stderr } = await place.run(args);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("helps with examples", async () => {
    const { code, stdout } = await place.run(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:");
    const commands = ["start", "tasks", "inject", "patterns", "audit"];
    const helps = await Promise.all(commands.map((command) => place.run([command, "--help"])));
    for (const help of helps) expect(help.stdout).toMatch(/Examples?:/);
  });

  it("says that Gradus is not running, or that something else is", async () => {
    const port = await freePorts(1);
    const none = await place.run(["status", "--url", `http://127.0.0.1:${port}`]);
    expect(none).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("Gradus is not running at"),
    });
    const services = readFileSync(targetsFile, "utf8").match(/http:\/\/127\.0\.0\.1:\d+/)?.[0] ?? "";
    const other = await place.run(["tasks"], { env: { GRADUS_URL: services } });
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("something else listening") });
  });
});

describe("gradus targets check", () => {
  it("says of a running fleet what can be seen and what Gradus may do, and touches nothing", async () => {
    const before = readFileSync(`${dataDir}/run/chatbot.json`, "utf8");
    const { stdout } = await place.run(["targets", "check", "--targets", targetsFile, "--data", dataDir]);
    expect(stdout).toMatch(/chatbot {2}● healthy/);
    expect(stdout).toContain("by itself (disruptive)");
    expect(readFileSync(`${dataDir}/run/chatbot.json`, "utf8")).toBe(before);
  });

  it("exits with 1 when something is wrong, and 2 when the file is", async () => {
    const file = place.path("check.yaml");
    writeFileSync(
      file,
      'version: 1\ntargets:\n  - { id: web, health: [{ tcp: "127.0.0.1:1" }], logs: [./no.log] }\n',
    );
    const { code, stdout } = await place.run([
      "targets",
      "check",
      "--targets",
      file,
      "--data",
      place.path("none"),
      "--json",
    ]);
    const report = JSON.parse(stdout) as CheckReport;
    expect(code).toBe(1);
    expect(report.targets[0]).toMatchObject({
      state: "failing",
      signals: [expect.stringContaining("127.0.0.1:1")],
      unseen: [expect.stringContaining("no.log is missing")],
      runbooks: [{ id: "rotate-log" }],
    });
    writeFileSync(file, "version: 2\n");
    expect(await place.run(["targets", "check", "--targets", file])).toMatchObject({ code: 2, stdout: "" });
  });
});
