import { isOpen, type Task } from "@gradus/core";
import { type FaultId, type ServiceName, serviceNames } from "@gradus/demo";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../packages/demo/src/until.ts";
import { openWorld, type World } from "../crash/support.ts";
import type { GradusProcess } from "../support/gradus-process.ts";
import { randomFrom } from "../support/random.ts";

type Faults = ReadonlyArray<readonly [service: ServiceName, fault: FaultId]>;

/** A repair of email-blast, on which social-media depends, while social-media has a bad release of its own. */
const chosen: Faults = [
  ["email-blast", "bad_config"],
  ["chatbot", "kill"],
  ["social-media", "bad_release"],
];
/** What shows within seconds, and is nobody's but the service's. */
const quick: readonly FaultId[] = [
  "crash",
  "crash_release",
  "kill",
  "freeze",
  "heap_flag",
  "bad_environment",
  "missing_environment",
  "bad_config",
  "broken_config",
  "bad_release",
  "poisoned_cache",
  "high_memory",
  "high_error",
  "port_squatter",
];
const random = randomFrom(20_261_126);
const any = (): Faults =>
  serviceNames.map((service) => [service, quick[Math.floor(random() * quick.length)] ?? "kill"]);
const more = Array.from({ length: Number(process.env["GRADUS_TOGETHER"] ?? 0) }, any);

describe.each([chosen, ...more].map((faults) => [faults.map((pair) => pair.join(" ")).join(", "), faults]))(
  "at once: %s",
  (_, faults) => {
    let world: World;
    let gradus: GradusProcess;
    let tasks: Task[];

    beforeAll(async () => {
      world = await openWorld();
      gradus = await world.live();
      const isUp = async (): Promise<boolean> =>
        (await gradus.targets()).every((t) => t.state === "healthy" && t.baseline);
      await until(isUp, 30_000, 250);
      for (const [target, type] of faults) await gradus.post("/api/test/anomaly", { target, type });
      await until(
        async () => {
          const [all, targets] = [await gradus.tasks(), await gradus.targets()];
          const repaired = new Set(all.filter((t) => t.lastAction?.result === "fixed").map((t) => t.target));
          return repaired.size === 3 && !all.some(isOpen) && targets.every((t) => t.state === "healthy");
        },
        90_000,
        250,
      );
      tasks = await Promise.all((await gradus.tasks()).map(({ id }) => gradus.task(id)));
    }, 180_000);
    afterAll(() => world?.close(), 30_000);

    it("everything is fixed, and no person is asked", async () => {
      expect(tasks.filter(isOpen).map((t) => `${t.title}: ${t.status}`)).toEqual([]);
      const repaired = tasks.filter((t) => t.attempts.some((a) => a.result === "fixed"));
      expect(new Set(repaired.map((t) => t.target))).toEqual(new Set(serviceNames));
      expect(await gradus.escalations()).toEqual([]);
    });

    it("nothing that helped is taken back", () => {
      const undone = tasks.flatMap((t) => t.attempts.filter((a) => a.undo && a.result === "worse"));
      expect(undone.map((a) => a.action.runbook)).toEqual([]);
    });

    it("a dependent that waits for what it depends on makes no crowd of tasks", () => {
      expect(tasks.filter((t) => t.status === "suppressed").length).toBeLessThanOrEqual(5);
    });
  },
);
