import { setTimeout as sleep } from "node:timers/promises";
import { isOpen, verifyAudit, type DomainEvent, type Task } from "@gradus/core";
import type { FaultId, Injection } from "@gradus/demo";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeCrypto } from "@gradus/store";
import type { GradusProcess } from "../support/gradus-process.ts";
import { serviceProcesses } from "../support/processes.ts";
import { randomFrom } from "../support/random.ts";
import { breakIt, openWorld, type World } from "./support.ts";

const seed = 20_260_105;
const faults: readonly FaultId[] = ["kill", "bad_environment", "high_error", "freeze"];
const kills = 12;

interface Broken {
  fault: FaultId;
  service: string;
  injection: Injection;
}

describe("kill -9 of Gradus at any moment", () => {
  let world: World;
  let last: GradusProcess;
  let tasks: Task[];
  const broken: Broken[] = [];
  const events: DomainEvent[] = [];

  beforeAll(async () => {
    world = await openWorld();
    const random = randomFrom(seed);
    for (let n = 0; n < kills; n += 1) {
      const gradus = await world.live();
      await settled(gradus, n === 0 ? 15_000 : 2_000);
      // Each service gets each fault once: the same again so soon would be a fix that did not hold.
      const service = world.installation.services[n % 3]!;
      const fault = faults[Math.floor(n / 3)]!;
      const injection = await breakIt(fault, service);
      if (injection) broken.push({ fault, service: service.service, injection });
      await sleep(random() * 4_500);
      await gradus.stop("SIGKILL");
    }
    last = await world.live();
    await quiet(last, 90_000);
    for (const life of world.lives) events.push(...life.events);
    tasks = await Promise.all((await last.tasks()).map(({ id }) => last.task(id)));
  }, 240_000);

  afterAll(() => world?.close(), 30_000);

  it("loses no open task", () => {
    const opened = events.filter((e) => e.type === "task.opened").map((e) => String(e.data["task"]));
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.filter((id) => !tasks.some((t) => t.id === id))).toEqual([]);
    expect(tasks.filter(isOpen).map((t) => `${t.title}: ${t.status}`)).toEqual([]);
  });

  it("still removes every cause, and every service is well", async () => {
    expect(broken.length).toBeGreaterThan(kills / 2);
    for (const { fault, service, injection } of broken)
      expect(await injection.isCauseGone(), `${fault} on ${service}`).toBe(true);
    for (const { url } of world.installation.services)
      expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it("does no action twice", async () => {
    for (const task of tasks) {
      const numbers = task.attempts.map((a) => a.n);
      expect(numbers, task.title).toEqual(numbers.map((_, at) => at + 1));
      const applied = task.audit.filter((e) => e.type === "action.applied").map((e) => e.data["n"]);
      expect(new Set(applied).size, `${task.title}: applied once for each attempt`).toBe(applied.length);
      const started = events.filter((e) => e.type === "action.started" && e.data["task"] === task.id).length;
      expect(started, `${task.title}: begun at most once for each attempt`).toBeLessThanOrEqual(
        numbers.length,
      );
    }
    for (const { service } of world.installation.services) {
      const attempts = tasks.filter((t) => t.target === service).flatMap((t) => t.attempts);
      const cleared =
        (await world.logOf(`demo/${service}/logs/service.log`)).match(/ cache cleared$/gm)?.length ?? 0;
      expect(cleared, `${service}: real effects`).toBeLessThanOrEqual(
        attempts.filter((a) => a.action.runbook === "clear-cache").length,
      );
      const starts = startsByActions(await world.logOf("logs/gradus.log"), service, world.spawnedAt);
      expect(starts, `${service}: starts`).toBeLessThanOrEqual(attempts.length);
    }
  });

  it("keeps every audit chain intact", () => {
    for (const task of tasks)
      expect(verifyAudit(nodeCrypto, task.audit, { chain: task.id }), task.title).toMatchObject({ ok: true });
  });

  it("leaves each service running once, on its port", () => {
    for (const { dir, service } of world.installation.services)
      expect(serviceProcesses(dir), service).toHaveLength(1);
  });

  it("takes the lock over from the dead, and from nobody else", async () => {
    expect(world.lives).toHaveLength(kills + 1);
    await expect(world.second()).rejects.toThrow(/ended while it started/);
    expect(last.isOver()).toBe(false);
  });
});

/** Until everything has been seen healthy, or patience ends: what is broken from the round before may still be. */
async function settled(gradus: GradusProcess, patienceMs: number): Promise<void> {
  for (const began = Date.now(); Date.now() - began < patienceMs; await sleep(100)) {
    const targets = await gradus.targets();
    if (targets.every((t) => t.state === "healthy" && t.baseline)) return;
  }
}

/** Until nothing is open and everything is healthy. */
async function quiet(gradus: GradusProcess, patienceMs: number): Promise<void> {
  for (const began = Date.now(); Date.now() - began < patienceMs; await sleep(500)) {
    const [tasks, targets] = await Promise.all([gradus.tasks(), gradus.targets()]);
    if (!tasks.some(isOpen) && targets.every((t) => t.state === "healthy")) return;
  }
}

/** Starts of a service in Gradus' log, without those by which a Gradus brings up what does not run when it starts itself. */
function startsByActions(log: string, service: string, spawnedAt: readonly number[]): number {
  const lines = log
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as { at: string; message: string; target?: string });
  const up = lines.filter((l) => l.message === "Gradus has started").map((l) => Date.parse(l.at));
  const isBringUp = (at: number): boolean =>
    spawnedAt.some((spawned, life) => at >= spawned && at <= (up[life] ?? Infinity));
  return lines.filter((l) => l.message === "started" && l.target === service && !isBringUp(Date.parse(l.at)))
    .length;
}
