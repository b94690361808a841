import { setTimeout as sleep } from "node:timers/promises";
import { isOpen, type Task } from "@gradus/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, type World } from "../crash/support.ts";
import type { GradusProcess } from "../support/gradus-process.ts";

/** One fault on each service of the demo fleet; social-media depends on email-blast. */
const faults = [
  ["email-blast", "bad_config"],
  ["chatbot", "kill"],
  ["social-media", "bad_release"],
] as const;

describe("three faults at once, one of them on a dependent of another", () => {
  let world: World;
  let gradus: GradusProcess;
  let tasks: Task[];

  beforeAll(async () => {
    world = await openWorld();
    gradus = await world.live();
    await until(
      async () => (await gradus.targets()).every((t) => t.state === "healthy" && t.baseline),
      30_000,
    );
    for (const [target, type] of faults) await gradus.post("/api/test/anomaly", { target, type });
    const isWell = async (): Promise<boolean> =>
      (await gradus.targets()).every((t) => t.state === "healthy") &&
      (await gradus.tasks()).length >= faults.length &&
      !(await gradus.tasks()).some(isOpen);
    await until(isWell, 90_000);
    tasks = await Promise.all((await gradus.tasks()).map(({ id }) => gradus.task(id)));
  }, 150_000);
  afterAll(() => world?.close(), 30_000);

  it("are all fixed, without a person", async () => {
    expect(tasks.filter(isOpen).map((t) => `${t.title}: ${t.status}`)).toEqual([]);
    const fixed = tasks.filter((t) => t.status === "fixed").map((t) => t.target);
    expect(new Set(fixed)).toEqual(new Set(faults.map(([target]) => target)));
    expect(await gradus.escalations()).toEqual([]);
  });

  it("and nothing that helped is taken back", () => {
    expect(tasks.flatMap((t) => t.attempts.filter((a) => a.undo).map((a) => a.action.runbook))).toEqual([]);
  });

  it("and a dependent that waits for what it depends on makes no crowd of tasks", () => {
    const suppressed = tasks.filter((t) => t.status === "suppressed");
    expect(suppressed.length).toBeLessThanOrEqual(4);
  });
});

async function until(isSo: () => Promise<boolean>, ms: number): Promise<void> {
  for (const began = Date.now(); Date.now() - began < ms; await sleep(250)) if (await isSo()) return;
}
