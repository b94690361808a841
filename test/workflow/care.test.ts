import { acknowledge, addNote, assign, handBack, resolveEscalation } from "@gradus/core";
import { afterEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

let world: World;
afterEach(() => world.close());

const by = "human:ada";

/** Somebody writes to the task just before each save that a step makes: every one of them loses its race once. */
function meddle(of: World): { lost: number } {
  const { tasks } = of.t.store;
  const save = tasks.save.bind(tasks);
  const done = { lost: 0 };
  let goesThrough = false;
  tasks.save = async (task) => {
    if (goesThrough) {
      goesThrough = false;
      return save(task);
    }
    goesThrough = true;
    await addNote(of.ctx, { id: task.id, by, notes: `note ${++done.lost}` });
    goesThrough = true;
    return save(task);
  };
  return done;
}

describe("people who care for a task while Gradus works on it", () => {
  test("stop no step, and nothing of either is lost", async () => {
    world = await openWorld();
    world.known = verdictFor("restore");
    world.outside.when("restore", "shop", (outside) => outside.break("shop", "service_down"));
    world.outside.whenUndone("restore", "shop", (outside) => outside.heal("shop", "service_down"));
    world.researched = verdictFor("reload", { expert: "researcher" });
    for (const expert of ["ada", "ben"]) world.panel[expert] = verdictFor("restart", { expert });
    const done = meddle(world);
    const id = await world.breaks("shop", "http_status");
    const first = await world.asked(id);
    await acknowledge(world.ctx, { id, by });
    await assign(world.ctx, { id, by, assignee: by });
    await handBack(world.ctx, { id: first.id, by, notes: "look again" });
    const second = await world.asked(id);
    await resolveEscalation(world.ctx, { id: second.id, by, notes: "swapped the disk" });
    const { status, task } = await world.ended(id);

    expect(new Set(world.calls)).toEqual(
      new Set([
        ...(["Triage", "QuickFix", "Research", "AskExpert", "Consensus"] as const),
        ...(["Apply", "Verify", "Undo", "Escalate", "AwaitHuman", "Learn"] as const),
      ]),
    );
    expect([status, task.status]).toEqual(["SUCCEEDED", "resolved"]);
    expect(world.mails.filter((m) => m.kind === "unwell")).toEqual([]);
    expect(task.care).toMatchObject({ acknowledged: { by }, assignee: by });
    expect(task.attempts.map((a) => a.action.runbook)).toEqual(["restore", "reload", "restart"]);
    expect(task.attempts[0]?.undo).toBeDefined();
    expect(done.lost).toBeGreaterThan(10);
    const notes = task.audit.filter((e) => e.type === "task.noted").map((e) => e.data["notes"]);
    expect(new Set(notes)).toEqual(new Set(Array.from({ length: done.lost }, (_, n) => `note ${n + 1}`)));
    expect(world.isAuditSound(task)).toBe(true);
  });
});
