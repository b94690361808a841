import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { parseTarget, type Target } from "@gradus/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLocalHost } from "../../src/host/index.ts";
import { createEngine, createManagers } from "../../src/manager/index.ts";
import { systemClock, tempDir } from "../support/temp.ts";

const dir = tempDir("container");
const socket = join(dir, "engine.sock");
const calls: string[] = [];
const state = {
  Status: "exited",
  Running: false,
  Paused: false,
  OOMKilled: true,
  Pid: 0,
  ExitCode: 137,
  StartedAt: "2026-01-01T00:00:00.123456789Z",
  FinishedAt: "2026-01-01T00:01:00Z",
};

/** The part of the Docker Engine API that is spoken, as its reference describes it. */
const engine: Server = createServer((request, response) => {
  const url = new URL(request.url ?? "", "http://docker");
  calls.push(`${request.method} ${url.pathname}${url.search}`);
  const [, , name, verb] = url.pathname.split("/");
  const send = (status: number, body?: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  if (name !== "web") return send(404, { message: `No such container: ${name}` });
  if (verb === "json") return send(200, { Id: "abc", RestartCount: 2, State: state });
  const run = (running: boolean): void => {
    Object.assign(state, {
      Status: running ? "running" : "exited",
      Running: running,
      Pid: running ? 4_242 : 0,
    });
    if (running) state.StartedAt = new Date().toISOString();
  };
  if (verb === "start" && state.Running) return send(304);
  if (verb === "unpause") state.Paused = false;
  else run(verb !== "stop");
  send(204);
});
beforeAll(async () => {
  engine.listen(socket);
  await once(engine, "listening");
});
afterAll(() => void engine.close());

const managers = createManagers({
  host: () => createLocalHost(),
  runDir: join(dir, "run"),
  clock: systemClock,
});
const target = (id: string, container: string, address = socket): Target =>
  parseTarget({ id, manager: { kind: "container", container, engine: address, stopTimeoutMs: 3_000 } });

test("a container is inspected, started, restarted and stopped through the engine's API", async () => {
  const t = target("web", "web");
  const manager = managers.for(t);
  expect(await manager.status(t)).toMatchObject({
    running: false,
    lastExit: { at: Date.parse("2026-01-01T00:01:00Z"), code: 137, signal: "SIGKILL" },
  });
  await manager.start(t);
  expect(await manager.status(t)).toMatchObject({ running: true, pid: 4_242, recentStarts: 0 });
  await manager.restart(t);
  expect((await manager.status(t)).recentStarts).toBe(0);
  await manager.stop(t);
  expect(await manager.status(t)).toMatchObject({ running: false, stoppedOnPurpose: true });
  expect(calls.filter((call) => call.startsWith("POST"))).toEqual([
    "POST /containers/web/start",
    "POST /containers/web/restart?t=3",
    "POST /containers/web/stop?t=3",
  ]);
});

test("a container that is stopped only to be started again is down, and not on purpose", async () => {
  const t = target("web-3", "web");
  await managers.for(t).start(t);
  await managers.for(t).stop(t, { toRestart: true });
  const status = await managers.for(t).status(t);
  expect([status.running, status.stoppedOnPurpose]).toEqual([false, undefined]);
});

test("a restart by the engine itself is counted", async () => {
  const t = target("web-2", "web");
  await managers.for(t).start(t);
  const before = (await managers.for(t).status(t)).recentStarts;
  state.StartedAt = new Date(Date.now() + 60_000).toISOString();
  expect((await managers.for(t).status(t)).recentStarts).toBe(before + 1);
});

test("a container that is not there is not running, and a start says so", async () => {
  const t = target("lost", "lost");
  expect(await managers.for(t).status(t)).toEqual({ running: false, recentStarts: 0 });
  await expect(managers.for(t).start(t)).rejects.toMatchObject({ code: "not_found" });
  await expect(createEngine(socket).start("lost")).rejects.toThrow(/No such container/);
});

test("an engine that cannot be reached is an unknown status", async () => {
  const t = target("nowhere", "web", join(dir, "no.sock"));
  expect(await managers.for(t).status(t)).toMatchObject({ running: false, unknown: expect.any(String) });
});

test("a name cannot reach another route of the engine", async () => {
  await createEngine(socket).inspect("../images/json?x=1#");
  expect(calls.at(-1)).toBe("GET /containers/..%2Fimages%2Fjson%3Fx%3D1%23/json");
});
