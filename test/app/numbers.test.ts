import type { Stats } from "@gradus/api";
import { phases, type PhaseNumber, taskStatusSchema } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addFixed, addTask, attempt } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const stats = async (): Promise<Stats> => (await call(world, "GET", "/api/stats")).json;
const listed = async (query: string): Promise<number> =>
  (await call(world, "GET", `/api/tasks?limit=500&${query}`)).json.tasks.length;
const approved = (more = {}) =>
  attempt(world, { warrant: { id: "w", by: "human:ada", reason: "approved by a person" }, ...more });

describe("the share that Gradus fixes without a person", () => {
  it("does not count what a person approved", async () => {
    await addFixed(world);
    await addFixed(world, { attempts: [approved()], escalation: "e" });
    const { autoFixRate, fixed, assisted } = await stats();
    expect({ autoFixRate, fixed: fixed[1], assisted }).toEqual({ autoFixRate: 0.5, fixed: 1, assisted: 1 });
  });

  it("does not count what came back, and counts what people mended themselves against it", async () => {
    await addFixed(world);
    await addFixed(world, { attempts: [attempt(world, { result: "not_held" })] });
    await addTask(world, { status: "resolved", phase: 4, escalation: "e", closedAt: Date.now() });
    await addTask(world, { status: "cleared", closedAt: Date.now() });
    expect(await stats()).toMatchObject({ notHeld: 1, resolved: 1, autoFixRate: 1 / 3 });
  });
});

it("what came to a person is what anybody was asked about, for help or for approval, also if it went away", async () => {
  await addFixed(world);
  await addFixed(world, { attempts: [approved()], escalation: "approval" });
  await addTask(world, { status: "awaiting_approval", escalation: "approval-2", phase: 2 });
  await addTask(world, { status: "cleared", escalation: "help", phase: 4, closedAt: Date.now() });
  await addTask(world, { status: "suppressed", escalation: "help", closedAt: Date.now() });
  expect(await stats()).toMatchObject({ cameToPeople: 3, escalationRate: 3 / 4 });
});

const some = fc.record({
  status: fc.constantFrom(...taskStatusSchema.options),
  phase: fc.integer({ min: 1, max: phases.length }).map((n) => n as PhaseNumber),
  asked: fc.boolean(),
  decided: fc.boolean(),
  held: fc.boolean(),
});

it("every number is as long as the list that it leads to, whatever the tasks are", async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(some, { maxLength: 25 }), async (all) => {
        for (const { status, phase, asked, decided, held } of all)
          await addTask(world, {
            status,
            phase,
            ...(asked || decided ? { escalation: "e" } : {}),
            ...(["fixed", "resolved", "cleared", "suppressed"].includes(status)
              ? { closedAt: world.test.clock.now() }
              : {}),
            ...(status === "fixed"
              ? {
                  attempts: [
                    (decided ? approved : attempt.bind(null, world))({ result: held ? "fixed" : "not_held" }),
                  ],
                }
              : {}),
          });
        const { fixed, days, ...of } = await stats();
        for (const phase of [1, 2, 3, 4] as const)
          expect(await listed(`state=closed&ending=fixed&phase=${phase}`)).toBe(fixed[phase]);
        const ends = { assisted: of.assisted, not_held: of.notHeld, resolved: of.resolved };
        const more = { cleared: of.cleared, suppressed: of.suppressed };
        for (const [ending, count] of Object.entries({ ...ends, ...more })) {
          expect(await listed(`ending=${ending}`)).toBe(count);
          expect(days.reduce((sum, day) => sum + day[ending as keyof typeof more], 0)).toBe(count);
        }
        const real = "status=working,awaiting_approval,awaiting_human,fixed,resolved,cleared";
        expect(await listed(`people=asked,decided&${real}`)).toBe(of.cameToPeople);
        expect(await listed("ending=fixed,assisted")).toBe(of.timeToFix.all?.count ?? 0);
      })
      .afterEach(async () => {
        await world.close();
        world = await openWorld();
      }),
    { numRuns: 15 },
  );
});
