import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FactOf } from "@gradus/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerDetector } from "../../src/container/detect.ts";
import { gatherContainer } from "../../src/container/gather.ts";
import { ids, seen, targetOf } from "../support/build.ts";

const dir = mkdtempSync(join(tmpdir(), "gradus-engine-"));
const socket = join(dir, "docker.sock");
const containers: Record<string, unknown> = {
  good: {
    RestartCount: 2,
    State: { Status: "running", Running: true, OOMKilled: false, ExitCode: 0, Health: { Status: "healthy" } },
  },
  oom: { RestartCount: 0, State: { Status: "exited", OOMKilled: true, ExitCode: 137 } },
  odd: { surprise: true },
};
let engine: Server;
beforeAll(async () => {
  engine = createServer((req, res) => {
    const name = decodeURIComponent(/^\/containers\/([^/]+)\/json$/.exec(req.url ?? "")?.[1] ?? "");
    if (name === "silent") return;
    const found = containers[name];
    res.writeHead(found ? 200 : 404, { "content-type": "application/json" });
    res.end(JSON.stringify(found ?? { message: `No such container: ${name}` }));
  });
  await new Promise<void>((resolve) => engine.listen(socket, resolve));
});
afterAll(() => {
  engine.closeAllConnections();
  engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const look = async (container: string, at = socket) => {
  const target = targetOf({ manager: { kind: "container", container, engine: at } });
  return (await gatherContainer(target, { target: "shop", source: "container", at: 0, ids }))[0]?.fact;
};

describe("asking the engine", () => {
  it("tells state, health, restarts and how it ended", async () => {
    expect(await look("good")).toEqual({
      kind: "container",
      container: "good",
      state: "running",
      health: "healthy",
      oomKilled: false,
      restartCount: 2,
    });
    expect(await look("oom")).toEqual({
      kind: "container",
      container: "oom",
      state: "exited",
      oomKilled: true,
      exitCode: 137,
      restartCount: 0,
    });
    expect(await look("gone")).toMatchObject({ state: "missing" });
  });

  it("takes an engine that is not there, or answers nonsense, for not known", async () => {
    for (const fact of [
      await look("good", join(dir, "none.sock")),
      await look("odd"),
      await look("good", "http://127.0.0.1:1"),
    ]) {
      expect(fact).toMatchObject({ kind: "note", topic: "container_unknown" });
    }
  });
});

describe("the container detector", () => {
  const run = (facts: ReadonlyArray<Partial<FactOf<"container">>>, step = 10_000) => {
    let state = containerDetector.initial();
    return facts.map((fact, i) => {
      const whole = {
        kind: "container",
        container: "c",
        state: "running",
        oomKilled: false,
        restartCount: 0,
        ...fact,
      } as const;
      const result = containerDetector.detect({
        target: targetOf(),
        observations: [seen("container", whole)],
        state,
        now: i * step,
      });
      state = result.state;
      return result.signals.map((s) => s.symptom).join();
    });
  };

  it("names what happened", () => {
    expect(run([{ health: "healthy" }])).toEqual([""]);
    expect(run([{ health: "starting" }])).toEqual([""]);
    expect(run([{ health: "unhealthy" }])).toEqual(["container_unhealthy"]);
    expect(run([{ state: "exited", exitCode: 1 }])).toEqual(["container_exited"]);
    expect(run([{ state: "missing" }])).toEqual(["container_exited"]);
    expect(run([{ state: "exited", oomKilled: true }])).toEqual(["container_oom_killed"]);
    expect(run([{ state: "restarting" }])).toEqual(["container_restarting"]);
    expect(run([{ state: "paused" }])).toEqual(["service_suspended"]);
  });

  it("sees that it keeps restarting even if it is always found running, and when it has stopped doing so", () => {
    const counts = [7, 8, 9, 10, 10, 10, 10, 10, 10, 10, 10];
    const found = run(counts.map((restartCount) => ({ restartCount })));
    expect(found.slice(0, 5)).toEqual(["", "", "", "container_restarting", "container_restarting"]);
    expect(found.at(-1)).toBe("");
  });
});
