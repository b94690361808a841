import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addEscalation, addFixed, addTask, attempt } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

const DAY_MS = 24 * 3_600_000;
/** The third of March, eleven in the evening in UTC. */
const START = Date.UTC(2026, 2, 3, 23);

let world: World;
beforeEach(async () => {
  world = await openWorld({ start: START });
});
afterEach(() => world.close());

const stats = async () => (await call(world, "GET", "/api/stats")).json;

describe("the numbers of the page", () => {
  it("count what is open by severity and by phase", async () => {
    await addTask(world, { severity: "critical" });
    await addTask(world, { severity: "low", phase: 3 });
    await addEscalation(world, "help");
    await addFixed(world, { severity: "medium" });
    expect(await stats()).toMatchObject({
      openBySeverity: { critical: 1, high: 1, medium: 0, low: 1 },
      openByPhase: { 1: 1, 2: 0, 3: 1, 4: 1 },
    });
  });

  it("say how each day's tasks ended, with the days on which none did", async () => {
    await addFixed(world, { closedAt: START });
    await addFixed(world, { status: "cleared", closedAt: START + 3_600_000 - 1 });
    await addFixed(world, { status: "resolved", closedAt: START + 3_600_000 + 2 * DAY_MS });
    const none = { fixed: 0, assisted: 0, not_held: 0, resolved: 0, cleared: 0, suppressed: 0 };
    expect((await stats()).days).toEqual([
      { ...none, day: "2026-03-03", fixed: 1, cleared: 1 },
      { ...none, day: "2026-03-04" },
      { ...none, day: "2026-03-05" },
      { ...none, day: "2026-03-06", resolved: 1 },
    ]);
  });

  it("go back thirty days, whatever lies before", async () => {
    await addFixed(world, { closedAt: START - 400 * DAY_MS });
    await addFixed(world, { closedAt: START });
    const { days } = await stats();
    expect(days).toHaveLength(30);
    expect([days[0].day, days[29]]).toEqual([
      "2026-02-02",
      expect.objectContaining({ day: "2026-03-03", fixed: 1 }),
    ]);
  });

  it("hold confidence against what came of it, one outcome for each closed task that was acted on", async () => {
    for (const result of ["fixed", "fixed", "fixed", "not_held"] as const)
      await addFixed(world, { attempts: [attempt(world, { confidence: 0.75, result })] });
    await addFixed(world, { attempts: [attempt(world, { confidence: 0.95, result: "worse" })] });
    await addFixed(world, { attempts: [attempt(world, { confidence: 0.1, result: "rejected" })] });
    await addTask(world, { attempts: [attempt(world, { confidence: 0.1, result: "running" })] });
    const { calibration } = await stats();
    expect(calibration.count).toBe(5);
    expect(calibration.bins).toHaveLength(10);
    expect(calibration.bins[7]).toEqual({
      from: 0.7,
      to: 0.8,
      count: 4,
      meanConfidence: 0.75,
      successRate: 0.75,
    });
    expect(calibration.bins[9]).toMatchObject({ count: 1, successRate: 0 });
    expect(calibration.brier).toBeCloseTo((3 * 0.25 ** 2 + 0.75 ** 2 + 0.95 ** 2) / 5);
    expect(calibration.calibrationError).toBeCloseTo(0.95 / 5);
  });

  it("leave out what nothing is known of", async () => {
    const { days, calibration } = await stats();
    expect(days).toEqual([]);
    expect(calibration).toEqual({
      count: 0,
      bins: calibration.bins.map(({ from, to }: { from: number; to: number }) => ({ from, to, count: 0 })),
    });
  });
});
