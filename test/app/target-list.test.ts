import { createRemembered, createStatus } from "@gradus/api";
import { autonomyNow, type Context, parseTarget, type Store } from "@gradus/core";
import { markNotHeld } from "../../packages/core/src/detection/relapse.ts";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addFixed, addTask, attempt } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

const ids = ["a", "b", "c"] as const;
const autonomy = { reversible: "approve", disruptive: "approve", destructive: "approve" } as const;
const watched = ids.map((id) => parseTarget({ id, software: "node", autonomy }));
const baseline = (target: string) => ({
  target,
  generation: 1,
  takenAt: 7,
  version: "v41",
  files: [],
  environment: [],
  ports: [80],
  parameters: {},
});

let world: World;
let reads: string[];
beforeEach(async () => {
  world = await openWorld({ watched });
  reads = [];
});
afterEach(() => world.close());

/** The store, noting what is read of single targets. */
const counted = (): Store => {
  const { store } = world.core;
  return {
    ...store,
    tasks: {
      ...store.tasks,
      list: (query) => {
        if (query.target !== undefined) reads.push(`tasks of ${query.target}`);
        return store.tasks.list(query);
      },
    },
    baselines: {
      ...store.baselines,
      latest: (target) => {
        reads.push(`the whole baseline of ${target}`);
        return store.baselines.latest(target);
      },
      list: (target) => {
        reads.push(`baselines of ${target}`);
        return store.baselines.list(target);
      },
    },
  };
};
const statusOver = (store: Store, of: Parameters<typeof createStatus>[0]["board"] = nothing) => {
  const context = (): Context => ({ ...world.core, store });
  return createStatus({ context, board: of, version: "1", startedAt: 0, problems: () => [] });
};
const nothing = { of: () => undefined, missed: () => undefined };

describe("the list of targets", () => {
  it("reads no baseline as a whole, and none of what detection has said", async () => {
    await world.core.store.baselines.save(baseline("a"));
    const seen = { at: 1, state: "healthy" as const, symptoms: [], degraded: [] };
    const board = {
      ...nothing,
      of: () => ({ ...seen, baseline: { generation: 3, takenAt: 9, version: "v43" } }),
    };
    const [known] = await statusOver(counted(), board).targets();
    expect(known).toMatchObject({ version: "v43", baseline: { generation: 3, takenAt: 9 } });
    expect(reads.filter((read) => read.includes("baseline"))).toEqual([]);
    const [a, b] = await statusOver(counted()).targets();
    expect(a).toMatchObject({ version: "v41", baseline: { generation: 1, takenAt: 7 } });
    expect(b).not.toHaveProperty("baseline");
    expect(reads.some((read) => read.startsWith("the whole"))).toBe(false);
  });

  it("asked again, reads nothing of targets of which nothing has happened", async () => {
    await addFixed(world, { target: "b" });
    const status = statusOver(counted());
    await status.targets();
    world.test.clock.advance(70_000);
    await status.targets();
    reads.length = 0;
    world.test.clock.advance(5_000);
    await status.targets();
    expect(reads).toEqual([]);
    await addFixed(world, { target: "c", openedAt: world.test.clock.now() });
    await status.targets();
    expect(reads).toEqual(["tasks of c"]);
  });
});

const events = fc.array(
  fc.record({
    target: fc.constantFrom(...ids),
    does: fc.constantFrom("opens", "closes", "is fixed", "relapses"),
    result: fc.constantFrom("fixed", "worse", "not_fixed"),
    after: fc.constantFrom(0, 1_000, 30_000, 61_000, 300_000, 700_000),
    asks: fc.boolean(),
  }),
  { maxLength: 30 },
);

it("what is remembered of autonomy is what the store would say, whatever happens in whatever order", async () => {
  await fc.assert(
    fc
      .asyncProperty(events, async (all) => {
        const remembered = createRemembered();
        const open: string[] = [];
        const ask = async () => {
          const status = createStatus({
            context: () => world.core,
            board: nothing,
            version: "1",
            startedAt: 0,
            problems: () => [],
            remembered,
          });
          const settings = await world.core.store.settings.read();
          for (const [n, view] of (await status.targets()).entries())
            expect(view.autonomy).toEqual(await autonomyNow(world.core, watched[n] as never, settings));
        };
        for (const { target, does, result, after, asks } of all) {
          world.test.clock.advance(after);
          const now = world.test.clock.now();
          if (does === "opens") open.push((await addTask(world, { target, openedAt: now })).id);
          else if (does === "is fixed")
            await addFixed(world, {
              target,
              openedAt: now,
              closedAt: now,
              attempts: [attempt(world, { result })],
            });
          else {
            const id = open.shift();
            const task = id === undefined ? undefined : await world.core.store.tasks.get(id);
            if (!task) continue;
            const attempts = [attempt(world, { result })];
            await world.core.store.tasks.save({
              ...task,
              status: "fixed",
              closedAt: now,
              updatedAt: now,
              attempts,
            });
            if (does === "relapses") {
              open.push(
                (await addTask(world, { target: task.target, openedAt: now, relapseOf: task.id })).id,
              );
              if (asks) await ask();
              await markNotHeld(world.core, task.id);
            }
          }
          if (asks) await ask();
        }
        await ask();
      })
      .afterEach(async () => {
        await world.close();
        world = await openWorld({ watched });
      }),
    { numRuns: 10 },
  );
});
