import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Host } from "@gradus/core";
import { createHands } from "../../src/runbook/index.ts";
import { createWorld, host, observe } from "./world.ts";

const action = (runbook: string) => ({ runbook, params: {} });

describe("a target's own controls", () => {
  const port = 17_431;
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  const http = (path: string) => ({
    kind: "http" as const,
    method: "POST" as const,
    url: url(path),
    timeoutMs: 2_000,
  });
  const world = createWorld({
    port,
    rest: { controls: { clearCache: http("/cache/clear"), pause: http("/pause"), resume: http("/resume") } },
  });
  const { target, hands } = world;
  beforeAll(async () => {
    await world.takeBaseline();
    await world.manager.start(target);
    await world.answer();
  });

  test("clear-cache calls the configured address and nothing else", async () => {
    expect((await hands.apply(target, action("clear-cache"))).result).toBe("done");
    expect((await world.answer()).calls).toEqual(["POST /cache/clear"]);
    expect(await hands.causeGone(target, action("clear-cache"))).toBeUndefined();
  });

  test("pause-work is taken back by the resume control", async () => {
    const outcome = await hands.apply(target, action("pause-work"));
    expect((await hands.undo(target, action("pause-work"), outcome)).result).toBe("done");
    expect((await world.answer()).calls.slice(-2)).toEqual(["POST /pause", "POST /resume"]);
  });

  test("pause-work is taken back also where a crash hid what it had done", async () => {
    const outcome = { result: "uncertain" as const, steps: [], reason: "it was started before a restart" };
    expect((await hands.undo(target, action("pause-work"), outcome)).result).toBe("done");
    expect((await world.answer()).calls.at(-1)).toBe("POST /resume");
    expect(await hands.undo(target, action("resume-work"), outcome)).toMatchObject({ result: "refused" });
  });

  test("pause-work is refused where nothing can resume it", async () => {
    const oneWay = { ...target, controls: { pause: http("/pause") } };
    expect(await hands.check(oneWay, action("pause-work"))).toContain("no resume control");
    expect(hands.applicable(oneWay, []).map((a) => a.runbook)).not.toContain("pause-work");
  });

  test("resume-work is offered when something says that work is paused", () => {
    const offered = (value: number): string[] =>
      hands
        .applicable(target, [observe(target.id, { kind: "metric", series: "jobs_paused", value })])
        .map((a) => a.runbook);
    expect(offered(1)).toContain("resume-work");
    expect(offered(0)).not.toContain("resume-work");
  });

  test("a redirect is not followed and counts as a failure, as does an error", async () => {
    for (const path of ["/redirect", "/broken"]) {
      const odd = { ...target, controls: { clearCache: http(path) } };
      expect(await hands.apply(odd, action("clear-cache"))).toMatchObject({
        result: "failed",
        steps: [{ ok: false }],
      });
    }
    expect((await world.answer()).calls).not.toContain("POST /elsewhere");
  });

  test("a signal that the process does not handle is not sent", async () => {
    const signalled = {
      ...target,
      controls: { reload: { kind: "signal" as const, signal: "SIGHUP" as const } },
    };
    const { pid } = await world.manager.status(target);
    expect(await hands.check(signalled, action("reload-service"))).toContain("it would end");
    expect((await hands.apply(signalled, action("reload-service"))).result).toBe("refused");
    expect((await world.manager.status(target)).pid).toBe(pid);
  });

  test("a signal goes to the very process that was looked at", async () => {
    const sent: unknown[] = [];
    const handles: Host = {
      ...host,
      readFile: async () => "SigIgn:\t0000000000000000\nSigCgt:\t0000000000000001\n",
      signal: async (...given) => sent.push(given) > 0,
    };
    const signalled = {
      ...target,
      controls: { pause: { kind: "signal" as const, signal: "SIGHUP" as const }, resume: http("/resume") },
    };
    const paused = await createHands({ ...world.options, host: () => handles }).apply(
      signalled,
      action("pause-work"),
    );
    expect(paused.reason).toBeUndefined();
    const { pid } = await world.manager.status(target);
    const found = await host.process(pid ?? 0);
    expect(sent).toEqual([[pid, "SIGHUP", found?.startedAt]]);
  });

  test("a command gets its list of arguments as it is, and its output is redacted and capped", async () => {
    const script =
      "console.log(process.argv[1], 'password=hunter2'); console.log('x'.repeat(9000)); process.exit(Number(process.argv[2]))";
    const command = (code: string) => ({
      ...target,
      controls: {
        clearCache: {
          kind: "command" as const,
          command: [process.execPath, "-e", script, "$(id); `id`", code],
          timeoutMs: 5_000,
        },
      },
    });
    const outcome = await hands.apply(command("0"), action("clear-cache"));
    expect(outcome.result).toBe("done");
    expect(outcome.steps[0]?.output).toContain("$(id); `id`");
    expect(outcome.steps[0]?.output).not.toContain("hunter2");
    expect(outcome.steps[0]?.output.length).toBeLessThanOrEqual(2_000);
    expect((await hands.apply(command("4"), action("clear-cache"))).reason).toContain("ended with 4");
  });
});

describe("reload", () => {
  const world = createWorld({
    port: 17_432,
    env: { HUP: "1" },
    rest: { controls: { reload: { kind: "signal", signal: "SIGHUP" } } },
  });
  const { target, hands, configFile } = world;

  test("is refused while a file differs from the baseline; restore-file reloads and does not restart", async () => {
    await world.takeBaseline();
    await world.manager.start(target);
    await world.answer();
    const { pid } = await world.manager.status(target);
    writeFileSync(configFile, "bad");
    expect(await hands.check(target, action("reload-service"))).toContain("Restore it first");
    const outcome = await hands.apply(target, { runbook: "restore-file", params: { path: configFile } });
    expect(outcome.steps.map((s) => s.name).at(-1)).toContain("reload");
    expect((await world.manager.status(target)).pid).toBe(pid);
    expect((await world.answer()).config).toBe("{}\n");
    expect((await hands.apply(target, action("reload-service"))).result).toBe("done");
    expect((await world.manager.status(target)).pid).toBe(pid);
  });
});
