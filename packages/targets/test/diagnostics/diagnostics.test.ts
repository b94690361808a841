import { createServer } from "node:http";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  factsOf,
  observationSchema,
  parseTarget,
  type DiagnosticId,
  type Fact,
  type FactOf,
  type Target,
} from "@gradus/core";
import { afterAll, describe, expect, test } from "vitest";
import { createBaseliner } from "../../src/baseline/index.ts";
import { createDiagnostics, type Identity } from "../../src/diagnostics/index.ts";
import { createLocalHost } from "../../src/host/index.ts";
import { createManagers } from "../../src/manager/index.ts";
import { counter, memoryBaselines } from "../support/baselines.ts";
import { startNode } from "../support/processes.ts";
import { systemClock, tempDir } from "../support/temp.ts";

const dir = tempDir("diagnostics");
const host = createLocalHost();
const managers = createManagers({
  host: () => host,
  runDir: join(dir, "run"),
  clock: systemClock,
  graceMs: 100,
});
afterAll(() => managers.stopAll());
const common = {
  host: () => host,
  manager: (t: Target) => managers.for(t),
  clock: systemClock,
  ids: counter(),
};
const baselines = memoryBaselines();
const known = new Map<number, Identity>();
const watched: Target[] = [];
const baseliner = createBaseliner(common);
const diagnostics = createDiagnostics({
  ...common,
  baselines,
  baseliner,
  targets: () => watched,
  identify: (pid) => (pid === process.pid ? { own: true } : (known.get(pid) ?? {})),
});

async function run<K extends Fact["kind"]>(
  target: Target,
  id: DiagnosticId,
  kind: K,
): Promise<Array<FactOf<K>>> {
  const observations = await diagnostics.run(target, [id]);
  for (const observation of observations) expect(observationSchema.safeParse(observation).success).toBe(true);
  return factsOf(observations, kind).map((o) => o.fact);
}

const LISTEN =
  "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))";
const portOf = async (pid: number): Promise<number> =>
  (await host.listeners()).find((l) => l.pid === pid)?.port ?? 0;

/** Under a manager whose status command is this. */
const managed = (id: string, status: string[], rest: object = {}): Target =>
  parseTarget({ id, manager: { kind: "script", start: ["true"], stop: ["true"], status }, ...rest });
const STOPPED = ["sh", "-c", "exit 3"];

describe("ports", () => {
  test("tells whose a port is: the target's, another's, Gradus', a stranger's or nobody's, while the target is down", async () => {
    const [squatter, other] = await Promise.all([startNode(LISTEN), startNode(LISTEN)]);
    const mine = createServer().listen(0, "127.0.0.1");
    await once(mine, "listening");
    known.set(other.pid, { target: "other" });
    const ports = [await portOf(squatter.pid), await portOf(other.pid), await portOf(process.pid), 1];
    const target = managed("down", STOPPED, {
      ports,
      health: [{ kind: "tcp", host: "localhost", port: 2 }],
    });
    const facts = await run(target, "ports", "port");
    mine.close();
    expect(facts.map((f) => f.owner)).toEqual(["foreign", "target", "gradus", "none", "none"]);
    expect(facts[0]).toMatchObject({
      listening: true,
      pid: squatter.pid,
      command: expect.stringContaining("createServer"),
    });
  });

  test("a worker's port is its target's", async () => {
    const script = `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(LISTEN)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;
    const leader = await startNode(script);
    known.set(leader.pid, { target: "parent" });
    const child = (await host.processes({ maxAgeMs: 0 })).find((p) => p.ppid === leader.pid);
    const target = parseTarget({ id: "parent", ports: [await portOf(child?.pid ?? 0)] });
    expect((await run(target, "ports", "port"))[0]).toMatchObject({ owner: "self", pid: child?.pid });
  });
});

describe("where a manager does not tell its process", () => {
  test("a port that the running target may itself hold is nobody's known, and never a stranger's", async () => {
    const service = await startNode(LISTEN);
    const ports = [await portOf(service.pid)];
    for (const status of [["true"], ["sh", "-c", "exit 1"]]) {
      const facts = await run(managed("web", status, { ports }), "ports", "port");
      expect(facts).toMatchObject([{ owner: "unknown", pid: service.pid }]);
    }
    expect(await run(parseTarget({ id: "web", ports }), "ports", "port")).toMatchObject([
      { owner: "unknown" },
    ]);
  });

  test("a port may be any such neighbour's; one that is down or on another host hides nothing", async () => {
    const squatter = await startNode(LISTEN);
    const target = managed("down", STOPPED, { ports: [await portOf(squatter.pid)] });
    const ownerBeside = async (neighbour: Target): Promise<unknown> => {
      watched.splice(0, watched.length, neighbour);
      const observations = await diagnostics.run(target, ["ports"]);
      watched.splice(0);
      return [factsOf(observations, "port")[0]?.fact.owner, observations[0]?.text ?? ""];
    };
    expect(await ownerBeside(managed("quiet", ["true"]))).toEqual([
      "unknown",
      expect.stringContaining("quiet runs, and its manager does not say as which process"),
    ]);
    expect(await ownerBeside(managed("quiet", STOPPED))).toEqual(["foreign", expect.any(String)]);
    expect(await ownerBeside(managed("quiet", ["true"], { host: "ssm:i-1" }))).toEqual([
      "foreign",
      expect.any(String),
    ]);
    expect(await ownerBeside(managed("told", ["echo", `pid ${squatter.pid}`]))).toEqual([
      "target",
      expect.any(String),
    ]);
  });
});

test("host marks a neighbour's worker by what that neighbour's manager says now", async () => {
  const script = `const c = require('child_process').spawn(process.execPath, ['-e', 'console.log(1); for (;;);'], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;
  const leader = await startNode(script);
  watched.push(managed("neighbour", ["echo", `${leader.pid}`]));
  const worker = (await host.processes({ maxAgeMs: 0 })).find((p) => p.ppid === leader.pid);
  const [fact] = await run(parseTarget({ id: "victim" }), "host", "host");
  watched.splice(0);
  if (worker) process.kill(worker.pid, "SIGKILL");
  expect(fact?.top.find((p) => p.pid === worker?.pid)).toMatchObject({ target: "neighbour" });
});

test("host shows the busiest processes, and marks watched targets and Gradus itself", async () => {
  const hog = await startNode("console.log(1); for (;;);");
  known.set(hog.pid, { target: "victim" });
  const [fact] = await run(parseTarget({ id: "victim" }), "host", "host");
  const found = fact?.top.find((p) => p.pid === hog.pid);
  process.kill(hog.pid, "SIGKILL");
  expect(found).toMatchObject({ target: "victim", nice: 0 });
  expect(found?.cpuPercent).toBeGreaterThan(15);
  expect(found?.cpuPercent).toBeLessThan(130);
  expect(fact?.cpuPercent).toBeGreaterThan(5);
});

test("process tells state, use and how the last one ended", async () => {
  const target = parseTarget({
    id: "runs",
    manager: {
      kind: "process",
      command: [process.execPath, "-e", "setInterval(() => {}, 1000)"],
      cwd: dir,
      output: join(dir, "o"),
    },
  });
  await managers.for(target).start(target);
  const [up] = await run(target, "process", "process");
  expect(up).toMatchObject({
    running: true,
    recentStarts: 0,
    pid: expect.any(Number),
    startedAt: expect.any(Number),
  });
  expect((await run(target, "process", "usage"))[0]?.rssBytes).toBeGreaterThan(1e6);
  await managers.for(target).stop(target);
  const [down] = await run(target, "process", "process");
  expect(down).toMatchObject({
    running: false,
    exitSignal: "SIGTERM",
    exitCode: null,
    stoppedOnPurpose: true,
  });
});

describe("release and drift", () => {
  const base = join(dir, "app");
  mkdirSync(join(base, "releases/1.9.0"), { recursive: true });
  mkdirSync(join(base, "releases/1.10.0"));
  writeFileSync(join(base, "releases/history.json"), "[]");
  symlinkSync("releases/1.10.0", join(base, "current"));
  const target = parseTarget({
    id: "app",
    release: { kind: "symlink", link: join(base, "current"), releases: join(base, "releases") },
  });

  test("tells the release, the one before and since when", async () => {
    expect(await run(target, "release", "release")).toMatchObject([
      { version: "1.10.0", previous: "1.9.0", changedAt: expect.any(Number) },
    ]);
  });

  test("says that there is no baseline, and with one what has drifted", async () => {
    expect(await run(target, "drift", "note")).toMatchObject([{ topic: "baseline", value: "none" }]);
    const baseline = await baseliner.capture(target, 1);
    if (!baseline) throw new Error("no baseline");
    await baselines.save({ ...baseline, version: "1.9.0" });
    expect(await run(target, "drift", "drift")).toMatchObject([
      { aspect: "version", expected: "1.9.0", actual: "1.10.0" },
    ]);
    expect(await run(target, "release", "release")).toMatchObject([
      { previous: "1.9.0", baselineVersion: "1.9.0" },
    ]);
  });
});

test("logs gives the kinds of errors at the end, with their codes, and leaves the old and the harmless out", async () => {
  const path = join(dir, "service.log");
  const now = new Date().toISOString();
  writeFileSync(
    path,
    `2020-01-01T00:00:00Z ERROR listen EADDRINUSE: long ago
${now} info listening on 7101
${now} error GET /a/1 500 after 12 ms
${now} error GET /a/2 500 after 999 ms
node:net:1937
    const ex = new UVExceptionWithHostPort(err, 'listen', address, port);
Error: listen EADDRINUSE: address already in use 127.0.0.1:7101
    at Server.setupListenHandle [as _listen2] (node:net:1937:16) {
  code: 'EADDRINUSE',
  port: 7101
}
TypeError: Invalid URL
    at new URL (node:internal/url:797:36) {
  code: 'ERR_INVALID_URL',
  input: 'nope'
}
FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
${now} error Cannot write: ENOSPC: no space left on device, token=abc123
`,
  );
  const target = parseTarget({
    id: "logs",
    logs: [{ path }, { path: join(dir, "nothing.log") }, { path: dir }],
  });
  const facts = await run(target, "logs", "log");
  expect(facts.map((f) => [f.code, f.count, f.level])).toEqual([
    [undefined, 2, "error"],
    ["EADDRINUSE", 1, "error"],
    ["ERR_INVALID_URL", 1, "error"],
    ["heap out of memory", 1, "fatal"],
    ["ENOSPC", 1, "error"],
  ]);
  expect(facts[0]?.template).toContain("error GET /a/<*>");
  expect(facts.at(-1)?.sample).toContain("token=[redacted]");
  const states = await run(target, "logs", "log_state");
  expect(states.map((f) => f.problem)).toEqual(["missing", "unreadable"]);
});

test("http_repeat asks three times and tells the ways to fail apart", async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (request.url === "/hang") return;
    if (request.url === "/flaky") response.statusCode = asked % 2 === 0 ? 503 : 200;
    if (request.url === "/large") return void response.end("x".repeat(600_000));
    response.end("fine");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const http = (path: string, more: Record<string, unknown> = {}) => ({
    kind: "http" as const,
    url: `${url}${path}`,
    ...more,
  });
  const outcomes = async (...health: Array<ReturnType<typeof http>>): Promise<string[]> =>
    (await run(parseTarget({ id: "web", health }), "http_repeat", "check")).map((f) => f.outcome);
  expect(await outcomes(http("/flaky"))).toEqual(["ok", "status", "ok"]);
  expect(await outcomes(http("/hang", { timeoutMs: 100 }))).toEqual(["timeout", "timeout", "timeout"]);
  expect(new Set(await outcomes(http("/", { body: "other" })))).toEqual(new Set(["body"]));
  expect(new Set(await outcomes(http("/large")))).toEqual(new Set(["too_large"]));
  server.closeAllConnections();
  server.close();
  await once(server, "close");
  expect(new Set(await outcomes(http("/")))).toEqual(new Set(["refused"]));
});

test("a diagnostic that fails gives a note that says so, and the others still answer", async () => {
  const broken = createDiagnostics({
    ...common,
    baselines: { ...baselines, latest: () => Promise.reject(new Error("store is down, password=hunter2")) },
    baseliner,
    targets: () => [],
    identify: () => ({}),
  });
  const facts = (await broken.run(parseTarget({ id: "x" }), ["drift", "process"])).map((o) => o.fact);
  expect(facts).toMatchObject([
    { kind: "note", topic: "diagnostic:drift", value: "store is down, password=[redacted]" },
    { kind: "process", unknown: "no manager is configured" },
  ]);
});
