import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { parseTarget, type Target } from "@gradus/core";
import { afterAll, describe, expect, test } from "vitest";
import { createLocalHost } from "../../src/host/index.ts";
import { createManagers, type Managers } from "../../src/manager/index.ts";
import { eventually, systemClock, tempDir } from "../support/temp.ts";

const dir = tempDir("manager");
const host = createLocalHost();
const runDir = join(dir, "run");
const all: Managers[] = [];
afterAll(async () => {
  await Promise.all(all.map((managers) => managers.stopAll()));
});

function managers(options: { graceMs?: number; env?: Record<string, string> } = {}): Managers {
  const made = createManagers({ host: () => host, runDir, clock: systemClock, graceMs: 250, ...options });
  all.push(made);
  return made;
}

const SLEEP = "setInterval(() => {}, 1000)";
let count = 0;
function target(
  script: string,
  extra: Record<string, unknown> = {},
  rest: Record<string, unknown> = {},
): Target {
  count += 1;
  return parseTarget({
    id: `t-${count}`,
    manager: {
      kind: "process",
      command: [process.execPath, "-e", script],
      cwd: dir,
      output: join(dir, `t-${count}.log`),
      stopTimeoutMs: 1_000,
      ...extra,
    },
    ...rest,
  });
}
const output = (t: Target): string =>
  t.manager?.kind === "process" && existsSync(t.manager.output) ? readFileSync(t.manager.output, "utf8") : "";
const stateOf = (t: Target): string => join(runDir, `${t.id}.json`);
const alive = async (pid: number): Promise<boolean> => {
  const found = await host.process(pid);
  return found !== undefined && found.state !== "Z";
};

describe("the process manager", () => {
  test("starts a command once, tells its pid and start, and stops it on purpose", async () => {
    const t = target(SLEEP);
    const manager = managers().for(t);
    expect(await manager.status(t)).toEqual({ running: false, recentStarts: 0 });
    await Promise.all([manager.start(t), manager.start(t)]);
    const up = await manager.status(t);
    expect(up).toMatchObject({ running: true, recentStarts: 0 });
    expect(Math.abs((up.startedAt ?? 0) - Date.now())).toBeLessThan(5_000);
    await manager.stop(t);
    const down = await manager.status(t);
    expect(down).toMatchObject({ running: false, stoppedOnPurpose: true });
    expect(down.lastExit).toMatchObject({ code: null, signal: "SIGTERM" });
    await manager.start(t);
    expect((await manager.status(t)).stoppedOnPurpose).toBeUndefined();
    await manager.stop(t, { toRestart: true });
    const between = await manager.status(t);
    expect([between.running, between.stoppedOnPurpose]).toEqual([false, undefined]);
  });

  test("says with which code and which last words a command ended that does not survive its start", async () => {
    const t = target("console.error('listen EADDRINUSE: password=hunter2'); process.exit(7)");
    const manager = managers({ graceMs: 3_000 }).for(t);
    await expect(manager.start(t)).rejects.toMatchObject({
      code: "unavailable",
      details: { exitCode: 7, output: ["listen EADDRINUSE: password=[redacted]"] },
    });
    expect(await manager.status(t)).toMatchObject({ running: false, lastExit: { code: 7, signal: null } });
  });

  test("says that a program or a working folder is not there", async () => {
    const lost = target(SLEEP, { command: ["/no/such/program"] });
    await expect(managers().for(lost).start(lost)).rejects.toMatchObject({ code: "not_found" });
    const nowhere = target(SLEEP, { cwd: join(dir, "nowhere") });
    await expect(managers().for(nowhere).start(nowhere)).rejects.toThrow(/working folder/);
  });

  test("notices how a process was killed from outside", async () => {
    const t = target(SLEEP);
    const manager = managers().for(t);
    await manager.start(t);
    const { pid = 0 } = await manager.status(t);
    process.kill(pid, "SIGKILL");
    const down = await eventually(async () => {
      const status = await manager.status(t);
      return status.running ? undefined : status;
    });
    expect(down.lastExit).toMatchObject({ code: null, signal: "SIGKILL" });
    expect(down.stoppedOnPurpose).toBeUndefined();
  });

  test("a restart replaces the process, and is no start that nobody asked for", async () => {
    const t = target(SLEEP);
    const manager = managers().for(t);
    await manager.start(t);
    const before = await manager.status(t);
    await manager.restart(t);
    const after = await manager.status(t);
    expect(after.running).toBe(true);
    expect(after.pid).not.toBe(before.pid);
    expect(after.askedAt).toBeGreaterThan(before.askedAt ?? Infinity);
    expect(await alive(before.pid ?? 0)).toBe(false);
  });

  test("a process that ignores SIGTERM is killed after the stop timeout, with its children", async () => {
    const child = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
    const t = target(
      `process.on("SIGTERM", () => {});
       const c = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}]);
       console.log("child " + c.pid); setInterval(() => {}, 1000)`,
      { stopTimeoutMs: 300 },
    );
    const manager = managers().for(t);
    await manager.start(t);
    const { pid = 0 } = await manager.status(t);
    const childPid = await eventually(() => Number(/child (\d+)/.exec(output(t))?.[1]) || undefined);
    await manager.stop(t);
    expect(await alive(pid)).toBe(false);
    expect(await alive(childPid)).toBe(false);
  });

  test("a stopped process (state T) is continued so that it can end in order", async () => {
    const t = target(
      "process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); console.log('up'); setInterval(() => {}, 1000)",
      { stopTimeoutMs: 5_000 },
    );
    const manager = managers().for(t);
    await manager.start(t);
    await eventually(() => output(t).includes("up"));
    const { pid = 0 } = await manager.status(t);
    process.kill(pid, "SIGSTOP");
    await eventually(async () => (await host.process(pid))?.state === "T");
    await manager.stop(t);
    expect(output(t)).toContain("bye");
    expect((await manager.status(t)).lastExit).toMatchObject({ code: 0 });
  });

  test("workers that outlived their leader are ended before the next start", async () => {
    const t = target(
      `const c = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
       console.log("child " + c.pid + "."); setInterval(() => {}, 1000)`,
    );
    const manager = managers().for(t);
    await manager.start(t);
    const child = await eventually(() => Number(/child (\d+)\./.exec(output(t))?.[1]) || undefined);
    process.kill((await manager.status(t)).pid ?? 0, "SIGKILL");
    await eventually(async () => !(await manager.status(t)).running);
    expect(await alive(child)).toBe(true);
    await manager.start(t);
    expect(await alive(child)).toBe(false);
  });

  test("hands over PATH, HOME and LANG, the entry's variables, the file's and the secrets, and nothing else", async () => {
    const envFile = join(dir, "service.env");
    const secretFile = join(dir, "secret");
    writeFileSync(envFile, '# comment\nB=from file\nC="quoted"\n');
    writeFileSync(secretFile, "s3cret\n");
    const t = target(
      `console.log(JSON.stringify(process.env)); ${SLEEP}`,
      { environment: { A: "1", B: "2" }, environmentFile: envFile },
      { secrets: { FROM_FILE: { file: secretFile }, FROM_ENV: { env: "OUTER" } } },
    );
    await managers({ env: { PATH: "/bin", OUTER: "outer", UNRELATED: "x" } })
      .for(t)
      .start(t);
    const env = await eventually(() =>
      output(t) ? (JSON.parse(output(t)) as Record<string, string>) : undefined,
    );
    expect(env).toMatchObject({
      PATH: "/bin",
      A: "1",
      B: "from file",
      C: "quoted",
      FROM_FILE: "s3cret",
      FROM_ENV: "outer",
    });
    expect(Object.keys(env).sort()).toEqual([
      "A",
      "B",
      "C",
      "FROM_ENV",
      "FROM_FILE",
      "GRADUS_RUN",
      "HOME",
      "LANG",
      "PATH",
    ]);
  });

  test("does not stop a running service whose environment file would not let it start again", async () => {
    const envFile = join(dir, "broken.env");
    writeFileSync(envFile, "GOOD=1\n");
    const t = target(SLEEP, { environmentFile: envFile });
    const manager = managers().for(t);
    await manager.start(t);
    writeFileSync(envFile, "GOOD=1\nthis is no variable\n");
    await expect(manager.restart(t)).rejects.toThrow(/line 2/);
    expect((await manager.status(t)).running).toBe(true);
  });

  test("a service outlives a kill -9 of Gradus, and the next Gradus adopts it instead of starting it twice", async () => {
    const t = target(SLEEP);
    const source = join(import.meta.dirname, "../../src");
    const script = `
      import { createLocalHost } from ${JSON.stringify(join(source, "host/index.ts"))};
      import { createManagers } from ${JSON.stringify(join(source, "manager/index.ts"))};
      const t = JSON.parse(process.argv[2]);
      const m = createManagers({ host: () => createLocalHost(), runDir: process.argv[3], clock: { now: () => Date.now() } }).for(t);
      await m.start(t);
      console.log((await m.status(t)).pid);
      process.kill(process.pid, "SIGKILL");`;
    const file = join(dir, "gradus.mts");
    writeFileSync(file, script);
    const bundle = join(dir, "gradus.mjs");
    buildSync({
      entryPoints: [file],
      outfile: bundle,
      bundle: true,
      platform: "node",
      format: "esm",
      nodePaths: [join(source, "../../../node_modules")],
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    });
    const gradus = spawnSync(process.execPath, [bundle, JSON.stringify(t), runDir], { encoding: "utf8" });
    const pid = Number(gradus.stdout);
    expect(gradus.signal).toBe("SIGKILL");
    const next = managers();
    expect(await next.for(t).status(t)).toMatchObject({ running: true, pid, recentStarts: 0 });
    await next.for(t).start(t);
    expect(await next.for(t).status(t)).toMatchObject({ pid, recentStarts: 0 });
    expect(await next.stopAll()).toEqual([t.id]);
    expect(await alive(pid)).toBe(false);
  });

  test("a process whose pid could not be written down before the crash is found again", async () => {
    const t = target(SLEEP);
    const first = managers();
    await first.for(t).start(t);
    const { pid = 0 } = await first.for(t).status(t);
    const path = join(runDir, `${t.id}.json`);
    const state = JSON.parse(readFileSync(path, "utf8")) as { run: { token: string } };
    writeFileSync(path, JSON.stringify({ ...state, run: { token: state.run.token } }));
    expect(await managers().for(t).status(t)).toMatchObject({ running: true, pid });
  });

  test("a recycled pid is not taken for the service", async () => {
    const t = target(SLEEP);
    const other = target(SLEEP);
    const first = managers();
    await first.for(other).start(other);
    const { pid } = await first.for(other).status(other);
    const state = JSON.parse(readFileSync(stateOf(other), "utf8")) as { run: { startTicks: number } };
    writeFileSync(
      stateOf(t),
      JSON.stringify({ ...state, run: { ...state.run, startTicks: state.run.startTicks - 1 } }),
    );
    const next = managers();
    expect((await next.for(t).status(t)).running).toBe(false);
    await next.for(t).stop(t);
    expect(await alive(pid ?? 0)).toBe(true);
  });

  test("stopAll stops what this Gradus started, and it does not count as stopped on purpose", async () => {
    const [mine, theirs] = [target(SLEEP), target(SLEEP)];
    const [one, two] = [managers(), managers()];
    await one.for(mine).start(mine);
    await two.for(theirs).start(theirs);
    expect(await one.stopAll()).toEqual([mine.id]);
    expect(await one.for(mine).status(mine)).not.toHaveProperty("stoppedOnPurpose");
    expect((await two.for(theirs).status(theirs)).running).toBe(true);
  });
});

test("a target without a manager has an unknown status and cannot be started", async () => {
  const t = parseTarget({ id: "bare" });
  const manager = managers().for(t);
  expect(await manager.status(t)).toMatchObject({ unknown: expect.any(String) });
  await expect(manager.start(t)).rejects.toMatchObject({ code: "invalid_input" });
});
