import { cycle, initialCycle } from "@gradus/detectors";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

describe("a start that takes long", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ targets: [{ id: "db" }, { id: "shop", dependsOn: ["db"] }] });
  });
  afterEach(() => world.close());

  /** Looks every second for so long; gives the seconds after which a task was opened. */
  async function watched(id: string, seconds: number): Promise<number | undefined> {
    let memory = initialCycle();
    for (let second = 0; second <= seconds; second++) {
      const passed = await cycle(world.ctx, world.target(id), memory, { silent: false, hasOpenTasks: false });
      if (passed.opened) return second;
      memory = passed.memory;
      world.clock.advance(1_000);
    }
    return undefined;
  }

  test("is no fault as long as its process is young and does not answer", async () => {
    world.outside.startedAt.set("db", world.clock.now());
    world.outside.break("db", "http_unreachable");
    expect(await watched("db", 60)).toBe(20);
  });

  test("has the period that its entry gives it", async () => {
    const db = { ...world.target("db"), startPeriodMs: 45_000 };
    world.outside.targets.splice(0, 1, db);
    world.outside.startedAt.set("db", world.clock.now());
    world.outside.break("db", "tcp_unreachable");
    expect(await watched("db", 60)).toBe(45);
  });

  test.each(["http_status", "service_down"])("is no excuse for %s", async (symptom) => {
    world.outside.startedAt.set("db", world.clock.now());
    world.outside.break("db", symptom);
    expect(await watched("db", 60)).toBe(5);
  });

  test.each([
    ["that runs for long", -60_000],
    ["whose clock is ahead", 3_600_000],
  ])("is not assumed of a process %s", async (_, age) => {
    world.outside.startedAt.set("db", world.clock.now() + age);
    world.outside.break("db", "http_unreachable");
    expect(await watched("db", 60)).toBe(5);
  });

  test("takes the blame for what depends on it", async () => {
    world.outside.startedAt.set("db", world.clock.now());
    world.outside.break("db", "http_unreachable");
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ status: "suppressed", suppressedBy: "db" });
  });

  test("is waited for after a repair, before the repair is judged", async () => {
    world.known = verdictFor("restart");
    let begun = 0;
    world.outside.when("restart", "db", (outside) => {
      begun = world.clock.now();
      outside.heal("db");
      outside.startedAt.set("db", begun);
      outside.break("db", "http_unreachable");
    });
    world.outside.onLook = (id) => {
      if (id === "db" && begun > 0 && world.clock.now() - begun > 15_000) world.outside.heal("db");
    };
    const { task } = await world.ended(await world.breaks("db", "http_unreachable"));
    expect(task).toMatchObject({ status: "fixed", attempts: [{ n: 1, result: "fixed" }] });
  });

  test("that does not end is a repair that did not work", async () => {
    world.known = verdictFor("restart");
    world.outside.when("restart", "db", (outside) => {
      outside.startedAt.set("db", world.clock.now());
    });
    const id = await world.breaks("db", "http_unreachable");
    await world.asked(id);
    expect((await world.task(id)).attempts).toMatchObject([{ n: 1, result: "not_fixed" }]);
  });

  test("is waited for once: what somebody else starts again and again is a repair that did not work", async () => {
    world.known = verdictFor("restart");
    world.outside.when("restart", "db", (outside) => {
      outside.startedAt.set("db", world.clock.now());
    });
    world.outside.onLook = () => {
      const since = world.outside.startedAt.get("db");
      if (since !== undefined && world.clock.now() - since >= 12_000)
        world.outside.startedAt.set("db", world.clock.now());
    };
    const id = await world.breaks("db", "http_unreachable");
    const asked = await world.asked(id);
    expect((await world.task(id)).attempts).toMatchObject([{ n: 1, result: "not_fixed" }]);
    expect(asked.summary).not.toContain("A step failed");
    expect(await world.path(id)).toContain("Consult");
  });
});
