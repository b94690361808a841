import { approve } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

const HOUR = 3_600_000;

describe("the limit of actions within an hour, on the whole fleet", () => {
  let world: World;
  beforeEach(async () => {
    const autonomy = { reversible: "auto", disruptive: "approve", destructive: "approve" } as const;
    world = await openWorld({ targets: [{ id: "db" }, { id: "shop", autonomy }, { id: "mail" }] });
    world.ctx.limits.perFleetHour = 2;
    world.known = verdictFor("restart");
    for (const target of ["db", "shop", "mail"]) world.outside.when("restart", target);
  });
  afterEach(() => world.close());

  const fixed = async (target: string) => {
    const id = await world.breaks(target, "http_status");
    expect((await world.ended(id)).task.status).toBe("fixed");
  };
  const isAskedFor = async (target: string) => {
    const asked = await world.asked(await world.breaks(target, "http_status"));
    expect(asked.kind).toBe("approval");
    expect(asked.summary).toContain("2 actions on the fleet within the last hour (limit 2)");
  };

  test("counts an action on a task that was opened long before", async () => {
    const old = await world.breaks("shop", "http_status");
    const asked = await world.asked(old);
    await world.clock.pass(5 * HOUR);
    await approve(world.ctx, { id: asked.id, by: "human:ada", notes: "" });
    expect((await world.ended(old)).task.status).toBe("fixed");
    await fixed("db");
    await isAskedFor("mail");
  });

  test("counts each action of a task that took several", async () => {
    world.outside.when("restart", "db", () => {});
    world.researched = verdictFor("reload", { expert: "researcher" });
    world.outside.when("reload", "db");
    await fixed("db");
    await isAskedFor("mail");
  });

  test("counts nothing that is an hour old", async () => {
    await fixed("db");
    await fixed("mail");
    await world.clock.pass(HOUR);
    await fixed("db");
  });
});
