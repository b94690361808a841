import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { type Baseline, type Health, keepBaseline, type Observation } from "../../src/index.ts";

const MINUTE = 60_000;

describe("keeping the baseline", () => {
  let world: World;
  let health: Health;
  let drift: Observation[];
  let captures: number;
  beforeEach(async () => {
    world = await openWorld();
    health = {};
    drift = [];
    captures = 0;
    world.ctx.baseliner = {
      drift: async () => drift,
      capture: async (target, generation): Promise<Baseline> => {
        captures++;
        drift = [];
        const takenAt = world.clock.now();
        return {
          target: target.id,
          generation,
          takenAt,
          files: [],
          environment: [],
          ports: [],
          parameters: {},
        };
      },
    };
  });
  afterEach(() => world.close());

  const pass = async (minutes: number, isHealthy = true) => {
    for (let minute = 0; minute < minutes; minute++) {
      health = await keepBaseline(world.ctx, world.target("shop"), isHealthy, health);
      await world.clock.pass(MINUTE);
    }
    return (await world.t.store.baselines.latest("shop"))?.generation;
  };
  const drifts = () => {
    const fact = { kind: "drift", aspect: "file", key: "/etc/shop", expected: "a", actual: "b" } as const;
    drift = [{ id: "d", source: "diagnostic", target: "shop", at: 0, text: "", fact }];
  };

  test("the first is taken as soon as the target is healthy, and not before", async () => {
    expect(await pass(5, false)).toBeUndefined();
    expect(await pass(1)).toBe(1);
    expect(world.published("baseline.taken")).toHaveLength(1);
  });

  test("a target with nothing to keep is asked again every ten minutes, and whenever it is healthy anew", async () => {
    let asked = 0;
    world.ctx.baseliner.capture = async () => {
      asked++;
      return undefined;
    };
    await pass(30);
    expect(asked).toBe(3);
    await pass(1, false);
    await pass(1);
    expect(asked).toBe(4);
  });

  test("without drift it stays as it is, however long", async () => {
    expect(await pass(120)).toBe(1);
    expect(captures).toBe(1);
  });

  test("drift is accepted after ten minutes of health on end, and not before", async () => {
    await pass(1, false);
    await pass(1);
    await pass(1, false);
    drifts();
    expect(await pass(10)).toBe(1);
    expect(await pass(2)).toBe(2);
  });

  test("one unhealthy look begins the ten minutes anew", async () => {
    await pass(1);
    await pass(1, false);
    drifts();
    await pass(9);
    await pass(1, false);
    expect(await pass(9)).toBe(1);
    expect(await pass(3)).toBe(2);
  });

  test("nothing is accepted while a task of the target is open", async () => {
    await pass(1);
    const id = await world.breaks("shop", "http_slow");
    await world.asked(id);
    drifts();
    expect(await pass(30)).toBe(1);
    const task = await world.task(id);
    await world.t.store.tasks.save({ ...task, status: "resolved", closedAt: world.clock.now() });
    expect(await pass(2)).toBe(2);
  });

  test("what has changed is known within a minute, healthy or not, and repaired as soon as that is compared", async () => {
    await pass(1);
    expect(health).toMatchObject({ baseline: { generation: 1 }, drift: { total: 0 } });
    drifts();
    await pass(2, false);
    const fact = expect.objectContaining({ key: "/etc/shop" });
    expect(health).toMatchObject({ baseline: { generation: 1 }, drift: { total: 1, found: [{ fact }] } });
    drift = [];
    await pass(2, false);
    expect(health.drift).toMatchObject({ total: 0, found: [] });
  });

  test("what cannot be compared stays as it was compared last, and stops no look", async () => {
    await pass(1);
    drifts();
    await pass(1);
    const { drift: before } = health;
    world.ctx.baseliner.drift = () => Promise.reject(new Error("the host does not answer"));
    await pass(3);
    expect(before).toMatchObject({ total: 1 });
    expect(health.drift).toEqual(before);
    expect(world.logs.some((line) => line.includes("could not be compared"))).toBe(true);
  });

  test("of many and long differences the first few are kept, in few words", async () => {
    const long = "x".repeat(5_000);
    const fact = { kind: "drift", aspect: "file", key: long, expected: long, actual: null } as const;
    await pass(1);
    drift = Array.from({ length: 50 }, (_, n) => ({
      id: `d${n}`,
      source: "diagnostic" as const,
      target: "shop",
      at: 0,
      text: "y".repeat(2_000),
      fact,
    }));
    await pass(1);
    expect(health.drift?.total).toBe(50);
    expect(JSON.stringify(health.drift).length).toBeLessThan(12_000);
  });
});
