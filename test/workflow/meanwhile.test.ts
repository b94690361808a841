import { approve, pauseAll } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

const HOUR = 3_600_000;

describe("an approval that comes hours after it was asked for", () => {
  let world: World;
  let id: string;
  beforeEach(async () => {
    const autonomy = { reversible: "approve", disruptive: "approve", destructive: "approve" } as const;
    world = await openWorld({ targets: [{ id: "db" }, { id: "shop", dependsOn: ["db"], autonomy }] });
    world.researched = verdictFor("restore", { expert: "researcher" });
    world.outside.when("restore", "shop");
    world.outside.changed.add("shop");
    id = await world.breaks("shop", "http_status");
  });
  afterEach(() => world.close());

  const approved = async (change: () => void): Promise<void> => {
    const asked = await world.asked(id);
    await world.clock.pass(3 * HOUR);
    change();
    await approve(world.ctx, { id: asked.id, by: "human:ada", notes: "" });
  };

  test("is acted on where all is as it was", async () => {
    await approved(() => {});
    expect((await world.ended(id)).task.status).toBe("fixed");
    expect(world.outside.applied()).toEqual(["restore()"]);
  });

  test("is not acted on when the fault is gone: the task is closed, and the target is free", async () => {
    await approved(() => {
      world.outside.versions.set("shop", 3);
      world.outside.heal("shop");
    });
    const { status, task } = await world.ended(id);
    expect({ status, task: task.status }).toEqual({ status: "SUCCEEDED", task: "cleared" });
    expect(task.outcome).toContain("Gone before the approved action was taken");
    expect(task.attempts).toEqual([]);
    expect(world.outside.deeds).toEqual([]);
    expect((await world.t.store.leases.get("shop"))?.released ?? true).toBe(true);
    expect(world.isAuditSound(task)).toBe(true);
  });

  test("is not acted on when a dependency is at fault now", async () => {
    await approved(() => world.outside.break("db", "service_down"));
    expect((await world.ended(id)).task).toMatchObject({ status: "suppressed", suppressedBy: "db" });
    expect(world.outside.deeds).toEqual([]);
  });

  test("does not put back what somebody has changed since: it says so, and is thought about again", async () => {
    await approved(() => world.outside.versions.set("shop", 3));
    await world.asked(id);
    expect(world.outside.deeds).toEqual([]);
    expect((await world.task(id)).attempts).toMatchObject([
      {
        result: "refused",
        outcome: {
          reason: "the version was 2 when this was proposed, and is 3 now: somebody has changed it meanwhile",
        },
      },
    ]);
    expect(await world.path(id)).toContain("Consult");
  });

  test("is stopped by a pause that is pressed while it looks again", async () => {
    await approved(() => {
      world.outside.onLook = () => {
        world.outside.onLook = () => {};
        void world.settings((s) => pauseAll(s, { by: "ada", at: 0, reason: "I am at it" }));
      };
    });
    await world.asked(id);
    expect(world.outside.deeds).toEqual([]);
    expect((await world.task(id)).attempts[0]?.outcome?.reason).toContain("paused by ada");
  });

  test("is not repeated or taken for needless after Gradus was killed in the middle of it", async () => {
    world.outside.when("restore", "shop", (outside) => {
      outside.heal("shop");
      world.kill();
    });
    await approved(() => {});
    await world.clock.settle();
    await world.revive();
    const { task } = await world.ended(id);
    expect(world.outside.applied()).toEqual(["restore()"]);
    expect(task).toMatchObject({ status: "fixed", attempts: [{ outcome: { result: "uncertain" } }] });
  });
});
