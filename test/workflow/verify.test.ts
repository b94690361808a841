import { handBack } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

describe("nothing is believed that was not verified", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ targets: [{ id: "db" }, { id: "shop", dependsOn: ["db"] }] });
    world.known = verdictFor("restart");
  });
  afterEach(() => world.close());

  const results = async (id: string) => (await world.task(id)).attempts.map((a) => a.result);

  test("a symptom that is gone while its cause is not is a failure, and the next phase goes on", async () => {
    world.outside.when("restart", "shop");
    world.outside.causeIsGone = (_, action) => action.runbook !== "restart";
    world.researched = verdictFor("reload", { expert: "researcher" });
    const id = await world.breaks("shop", "http_status");
    const { task } = await world.ended(id);
    expect(await results(id)).toEqual(["symptom_only", "fixed"]);
    expect(task.attempts[0]?.verification).toMatchObject({ symptomGone: true, causeGone: false });
    const [paid] = (await world.patterns()).filter((p) => p.action.runbook === "restart");
    expect(paid?.totals).toMatchObject({ symptomOnly: 1, fixed: 0 });
  });

  test("what makes things worse is undone before anything else is tried, and its pattern is quarantined", async () => {
    world.known = verdictFor("restore");
    world.outside.when("restore", "db", (outside) => outside.break("shop", "service_down"));
    world.outside.whenUndone("restore", "db", (outside) => outside.heal("shop"));
    world.researched = verdictFor("reload", { expert: "researcher" });
    world.outside.when("reload", "db");
    const id = await world.breaks("db", "http_status");
    const { task } = await world.ended(id);
    expect(await results(id)).toEqual(["worse", "fixed"]);
    expect(world.outside.undone()).toEqual(["restore()"]);
    expect(task.attempts[0]).toMatchObject({ undo: { result: "done" } });
    expect(task.attempts[0]?.verification?.reasons.join()).toContain("worse: shop:service_down");
    expect(await world.path(id)).toContain("Undo");
    expect(task.audit.map((e) => e.type)).toContain("action.undone");
    expect(world.published("action.undone")).toHaveLength(1);
    const harmful = (await world.patterns()).find((p) => p.action.runbook === "restore");
    expect(harmful?.totals.harm).toBe(1);
    expect(harmful?.quarantinedUntil).toBeGreaterThan(world.clock.now());
  });

  test("a dependent that was changed itself is not held against a repair, which says so", async () => {
    world.known = verdictFor("restore");
    world.outside.when("restore", "db", (outside) => {
      outside.heal("db");
      outside.changed.add("shop");
      outside.break("shop", "error_rate_high");
    });
    const id = await world.breaks("db", "service_down");
    const { task } = await world.ended(id);
    expect(await results(id)).toEqual(["fixed"]);
    expect(world.outside.undone()).toEqual([]);
    expect(task.attempts[0]?.verification?.reasons.join()).toContain("changed itself: shop:error_rate_high");
  });

  test("dependents that still measure the outage are waited for before a repair is blamed", async () => {
    let until = Infinity;
    world.outside.onLook = () => {
      if (world.clock.now() >= until) world.outside.heal("shop");
    };
    world.outside.when("restart", "db", (outside) => {
      outside.heal("db");
      outside.break("shop", "error_rate_high");
      until = world.clock.now() + 5_000 + 8_000;
    });
    const id = await world.breaks("db", "service_down");
    await world.ended(id);
    expect(await results(id)).toEqual(["fixed"]);
  });

  test("a repair is not taken back where that would break the target again, and nothing else is tried on it", async () => {
    world.known = verdictFor("restore");
    world.outside.when("restore", "db", (outside) => {
      outside.heal("db");
      outside.break("shop", "service_down");
    });
    const id = await world.breaks("db", "service_down");
    const { task } = await world.ended(id);
    expect(await results(id)).toEqual(["worse"]);
    expect(world.outside.undone()).toEqual([]);
    expect(world.outside.isWell("db")).toBe(true);
    expect(task.attempts[0]?.verification?.reasons).toEqual([
      "service_down is gone",
      "db is healthy",
      "worse: shop:service_down",
      "not taken back, which would bring service_down back",
    ]);
    expect(await world.path(id)).not.toContain("Research");
    expect(task).toMatchObject({ status: "cleared", phase: 4 });
    expect(task.outcome).toContain("its dependents got worse with it");
  });

  test("a repair is not blamed for what a dependency that is down leaves of a milder kind", async () => {
    world.known = verdictFor("restore");
    world.outside.causeIsGone = () => true;
    world.outside.when("restore", "shop", (outside) => {
      outside.heal("shop");
      outside.break("db", "service_down");
      outside.break("shop", "http_status");
    });
    const id = await world.breaks("shop", "service_down");
    const { task } = await world.ended(id);
    expect(await results(id)).toEqual(["fixed"]);
    expect(world.outside.undone()).toEqual([]);
    expect(task.attempts[0]?.verification).toMatchObject({ healthy: false, causeGone: true });
    expect(task.attempts[0]?.verification?.reasons).toContain(
      "what is left is the fault of db, which it depends on",
    );
  });

  test("what is milder than before is not fixed, and is not taken back either", async () => {
    world.known = verdictFor("restore");
    world.outside.when("restore", "shop", (outside) => {
      outside.heal("shop");
      outside.break("shop", "http_status");
    });
    const id = await world.breaks("shop", "service_down");
    await world.asked(id);
    expect(await results(id)).toEqual(["not_fixed"]);
    expect(world.outside.undone()).toEqual([]);
  });

  test("a target that is being put back is not free for others", async () => {
    world.known = verdictFor("restore");
    world.outside.takesMs = 20_000;
    world.outside.when("restore", "db", (outside) => outside.break("db", "service_down"));
    await world.breaks("db", "http_status");
    await world.clock.until(() => world.outside.deeds.some((d) => d.kind === "undo"));
    expect((await world.t.store.leases.get("db"))?.released).toBe(false);
    await world.clock.until(() => world.outside.deeds.every((d) => d.to !== undefined));
    expect((await world.t.store.leases.get("db"))?.released).toBe(true);
  });

  test("what cannot be undone is said, and the work goes on", async () => {
    world.outside.when("restart", "shop", (outside) => outside.break("shop", "service_down"));
    world.researched = verdictFor("reload", { expert: "researcher" });
    world.outside.when("reload", "shop");
    const id = await world.breaks("shop", "http_status");
    const { status } = await world.ended(id);
    expect(status).toBe("SUCCEEDED");
    expect(await results(id)).toEqual(["worse", "fixed"]);
    expect(world.outside.undone()).toEqual([]);
  });

  test("what an earlier action made worse is not held against a later one", async () => {
    world.outside.when("restart", "db", (outside) => outside.break("shop", "service_down"));
    world.researched = verdictFor("reload", { expert: "researcher" });
    const id = await world.breaks("db", "http_status");
    await world.asked(id);
    expect(await results(id)).toEqual(["worse", "not_fixed"]);
  });

  test("a fix that only holds while it lasts is taken back, and counts if the target stays well", async () => {
    world.known = verdictFor("pause");
    world.outside.when("pause", "shop");
    const id = await world.breaks("shop", "http_status");
    const { task } = await world.ended(id);
    expect(task).toMatchObject({
      status: "fixed",
      attempts: [{ result: "fixed", undo: { result: "done" } }],
    });
    expect(world.outside.undone()).toEqual(["pause()"]);
  });

  test("a fix that only holds while it lasts is a failure if the fault comes back with its end", async () => {
    world.known = verdictFor("pause");
    world.outside.when("pause", "shop");
    world.outside.whenUndone("pause", "shop", (outside) => outside.break("shop", "http_status"));
    world.researched = verdictFor("reload", { expert: "researcher" });
    world.outside.when("reload", "shop");
    const id = await world.breaks("shop", "http_status");
    await world.ended(id);
    expect(await results(id)).toEqual(["symptom_only", "fixed"]);
    expect(world.outside.undone()).toEqual(["pause()"]);
  });

  test("where nothing can be observed nothing is proven: it fails closed", async () => {
    world.outside.when("restart", "shop", (outside) => {
      outside.heal("shop");
      outside.blind = true;
    });
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    const [attempt] = (await world.task(id)).attempts;
    expect(attempt).toMatchObject({ result: "not_fixed", verification: { result: "inconclusive" } });
    expect(world.outside.applied()).toEqual(["restart()"]);
  });

  test("a runbook that throws has failed, and what really became of the target decides", async () => {
    world.outside.when("restart", "shop", (outside) => {
      outside.heal("shop");
      throw new Error("connection lost");
    });
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({
      status: "fixed",
      attempts: [{ outcome: { result: "failed", reason: "connection lost" }, result: "fixed" }],
    });
  });

  test("a runbook that refuses has done nothing: no pattern pays, nothing is undone, the next phase goes on", async () => {
    world.outside.when("restart", "shop", () => ({ result: "refused", reason: "somebody else does" }));
    world.researched = verdictFor("reload", { expert: "researcher" });
    world.outside.when("reload", "shop");
    const id = await world.breaks("shop", "http_status");
    await world.ended(id);
    expect(await results(id)).toEqual(["refused", "fixed"]);
    expect((await world.patterns()).map((p) => p.action.runbook)).toEqual(["reload"]);
  });

  test("a task that goes in circles is stopped, says so, and goes up a phase", async () => {
    world.known = verdictFor("restore");
    world.outside.when("restore", "shop", () => ({ result: "done" }));
    world.researched = verdictFor("reload", { expert: "researcher" });
    const id = await world.breaks("shop", "http_status");
    const first = await world.asked(id);
    // Back in phase 1, with another action that brings nothing: two in one phase.
    world.known = verdictFor("restart");
    await handBack(world.ctx, { id: first.id, by: "human:ada", notes: "once more" });
    await world.asked(id);
    const stuck = (await world.task(id)).audit.filter((e) => e.type === "task.stuck");
    expect(stuck.length).toBeGreaterThan(0);
    expect(String(stuck[0]?.data["why"])).toMatch(/no gain|no new evidence/);
  });
});
