import { approve, handBack, resolveEscalation, summarize } from "@gradus/core";
import { afterEach, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

const ada = { by: "human:ada", notes: "" };

let world: World;
afterEach(() => world.close());

test("a fix that nobody was asked about is Gradus' own", async () => {
  world = await openWorld({ targets: [{ id: "shop" }] });
  world.known = verdictFor("restart");
  world.outside.when("restart", "shop");
  const { task } = await world.ended(await world.breaks("shop", "http_status"));
  expect([task.status, summarize(task).people]).toEqual(["fixed", "none"]);
});

test("what waits for an approval came to a person, and what is fixed with it was decided by one", async () => {
  const autonomy = { reversible: "auto", disruptive: "approve", destructive: "approve" } as const;
  world = await openWorld({ targets: [{ id: "shop", autonomy }] });
  world.known = verdictFor("restart");
  world.outside.when("restart", "shop");
  const id = await world.breaks("shop", "http_status");
  const asked = await world.asked(id);
  expect(summarize(await world.task(id)).people).toBe("asked");
  await approve(world.ctx, { id: asked.id, ...ada });
  const { task } = await world.ended(id);
  expect([task.status, summarize(task).people]).toEqual(["fixed", "decided"]);
});

test("what a person hands back or resolves was decided by one", async () => {
  world = await openWorld({ targets: [{ id: "shop" }] });
  const id = await world.breaks("shop", "http_status");
  await handBack(world.ctx, { id: (await world.asked(id)).id, ...ada });
  const again = await world.asked(id);
  expect(summarize(await world.task(id)).people).toBe("decided");
  await resolveEscalation(world.ctx, { id: again.id, by: "human:ada", notes: "a new disk" });
  const { task } = await world.ended(id);
  expect([task.status, summarize(task).people]).toEqual(["resolved", "decided"]);
});
