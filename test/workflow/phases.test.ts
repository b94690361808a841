import { handBack } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

/** Three experts of one mind, or each of its own. */
const votes = (ada: string, ben = ada, cem = ben) => ({
  ada: verdictFor(ada, { expert: "ada" }),
  ben: verdictFor(ben, { expert: "ben" }),
  cem: verdictFor(cem, { expert: "cem" }),
});

describe("rising intelligence (phases 2 and 3)", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  test("what no known fix fits is researched with every diagnostic, and fixed in phase 2", async () => {
    world.researched = verdictFor("reload", { expert: "researcher" });
    world.outside.when("reload", "shop");
    const id = await world.breaks("shop", "http_status");
    const { task } = await world.ended(id);
    expect(task).toMatchObject({
      status: "fixed",
      phase: 2,
      attempts: [{ phase: 2, proposedBy: "researcher" }],
    });
    expect(world.outside.diagnosed).toHaveLength(1);
    expect(world.outside.diagnosed[0]).toContain("drift");
    expect(await world.path(id)).toContain("Research");
    expect(task.audit.map((e) => e.type)).toContain("verdict.given");
    expect(task.audit.find((e) => e.type === "phase.ended")?.data).toMatchObject({ phase: 1, next: 2 });
    expect(world.isAuditSound(task)).toBe(true);
  });

  test("what research does not know is put before three experts, and fixed in phase 3 by two of them", async () => {
    world.panel = votes("reload", "reload", "restart");
    world.outside.when("reload", "shop");
    await world.restart();
    const id = await world.breaks("shop", "http_status");
    const { task } = await world.ended(id);
    expect(task).toMatchObject({
      status: "fixed",
      attempts: [{ phase: 3, proposedBy: "consensus of ada, ben" }],
      consensus: { kind: "agreed" },
    });
    expect(task.verdicts.map((v) => v.expert).sort()).toEqual(["ada", "ben", "cem"]);
    expect(world.calls.filter((c) => c === "AskExpert")).toHaveLength(3);
  });

  test("an expert that throws does not vote, and the two others still decide", async () => {
    world.panel = votes("reload");
    world.panel["ben"] = () => {
      throw new Error("the model is down");
    };
    world.outside.when("reload", "shop");
    await world.restart();
    const id = await world.breaks("shop", "http_status");
    const { task } = await world.ended(id);
    expect(task).toMatchObject({ status: "fixed", attempts: [{ proposedBy: "consensus of ada, cem" }] });
    expect(await world.path(id)).toContain("No opinion");
  });

  test("an expert whose answer is no verdict does not vote either", async () => {
    world.panel = votes("reload");
    world.panel["ada"] = verdictFor("reload", { expert: "ada", reasoning: "x".repeat(300_000) });
    world.outside.when("reload", "shop");
    await world.restart();
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task.attempts).toMatchObject([{ proposedBy: "consensus of ben, cem" }]);
  });

  test("a researcher that throws costs its phase: the panel is asked before a person is", async () => {
    world.researched = () => {
      throw new Error("the model is down");
    };
    world.panel = votes("reload");
    world.outside.when("reload", "shop");
    await world.restart();
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ status: "fixed", attempts: [{ phase: 3 }] });
    expect(task.audit.find((e) => e.data["phase"] === 2)?.data["why"]).toMatch(/model is down/);
  });

  test("experts that all throw end with a person, not in silence", async () => {
    const broken = () => {
      throw new Error("the model is down");
    };
    world.panel = { ada: broken, ben: broken, cem: broken };
    await world.restart();
    const asked = await world.asked(await world.breaks("shop", "http_status"));
    expect(asked.kind).toBe("help");
    expect(world.mails).toEqual([{ kind: "escalated", about: asked.id }]);
  });

  test("a split panel gets the one test that separates its camps, votes once more, and acts on the result", async () => {
    const separated = (file: { observations: readonly { text: string }[] }) =>
      file.observations.some((o) => o.text === "process");
    const camp = (expert: string, faultClass: "hang" | "crash", runbook: string) =>
      verdictFor(runbook, { expert, faultClass });
    world.panel = {
      ada: camp("ada", "crash", "restart"),
      ben: (file) =>
        camp("ben", separated(file) ? "crash" : "hang", separated(file) ? "restart" : "reload")(file),
      cem: () => undefined,
    };
    world.outside.when("restart", "shop");
    await world.restart();
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(world.outside.diagnosed.at(-1)).toEqual(["process"]);
    expect(world.outside.diagnosed).toHaveLength(2);
    expect(task).toMatchObject({ status: "fixed", attempts: [{ proposedBy: "consensus of ada, ben" }] });
  });

  test("a panel that stays split hands both views to a person and does nothing", async () => {
    world.panel = { ...votes("reload", "restart"), cem: () => undefined };
    await world.restart();
    const asked = await world.asked(await world.breaks("shop", "http_status"));
    expect(world.outside.applied()).toEqual([]);
    const text = JSON.stringify(asked.sections);
    expect(text).toContain("reload()");
    expect(text).toContain("restart()");
  });

  test("a verdict of an earlier round does not vote in a later one", async () => {
    world.panel = votes("reload");
    world.outside.unmet.set("reload", "it is being edited");
    await world.restart();
    const id = await world.breaks("shop", "http_status");
    const first = await world.asked(id);
    world.outside.unmet.clear();
    world.panel["ada"] = () => undefined;
    world.panel["ben"] = () => undefined;
    world.panel["cem"] = verdictFor("restart", { expert: "cem" });
    await handBack(world.ctx, { id: first.id, by: "human:ada", notes: "" });
    const second = await world.asked(id);
    expect(second.id).not.toBe(first.id);
    expect(world.outside.applied()).toEqual([]);
    expect((await world.task(id)).consensus?.summary).toMatch(/one voice alone/);
  });

  test("low confidence goes up a phase, and each phase says why", async () => {
    world.known = verdictFor("restart", { confidence: 0.2 });
    world.researched = verdictFor("reload", { expert: "researcher", confidence: 0.3 });
    world.panel = votes("restore");
    world.outside.when("restore", "shop");
    await world.restart();
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ status: "fixed", attempts: [{ phase: 3, action: { runbook: "restore" } }] });
    const ended = task.audit.filter((e) => e.type === "phase.ended").map((e) => String(e.data["why"]));
    expect(ended).toHaveLength(2);
    for (const why of ended) expect(why).toMatch(/confidence .* below/);
  });

  test("what fails in one phase is tabu, its pattern pays, and the next phase tries something else", async () => {
    world.known = verdictFor("restart");
    world.researched = verdictFor("restart", { expert: "researcher" });
    world.panel = votes("reload");
    world.outside.when("reload", "shop");
    await world.restart();
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(world.outside.applied()).toEqual(["restart()", "reload()"]);
    expect(task.attempts).toMatchObject([
      { n: 1, phase: 1, result: "not_fixed" },
      { n: 2, phase: 3, result: "fixed" },
    ]);
    expect(task.tabu).toEqual(["restart()"]);
    const paid = (await world.patterns()).find((p) => p.action.runbook === "restart");
    expect(paid?.totals).toMatchObject({ notFixed: 1, fixed: 0 });
    expect(world.isAuditSound(task)).toBe(true);
  });

  test("a person is told why the last phase ended, not what was hoped before", async () => {
    world.panel = votes("reload");
    await world.restart();
    const asked = await world.asked(await world.breaks("shop", "http_status"));
    const why = asked.sections.find((s) => s.heading === "Why it is handed to you")?.lines[0];
    expect(why).toMatch(/^reload\(\): not fixed \(http_status is still there/);
  });

  test("a runbook whose precondition does not hold, or that is no candidate, costs a phase and does nothing", async () => {
    world.known = verdictFor("restart");
    world.outside.unmet.set("restart", "it has no manager");
    world.researched = verdictFor("explode", { expert: "researcher" });
    world.panel = votes("reload");
    world.outside.when("reload", "shop");
    await world.restart();
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(world.outside.applied()).toEqual(["reload()"]);
    const whys = task.audit.filter((e) => e.type === "phase.ended").map((e) => String(e.data["why"]));
    expect(whys[0]).toMatch(/no manager/);
    expect(whys[1]).toMatch(/not possible here/);
  });

  test("advice to do nothing is followed", async () => {
    world.known = (file) => {
      const { action: _, ...verdict } = verdictFor("restart")(file) ?? {};
      return { ...verdict, expert: "known", reasoning: "it heals by itself" } as never;
    };
    const asked = await world.asked(await world.breaks("shop", "http_status"));
    expect(world.outside.applied()).toEqual([]);
    expect((await world.task(asked.task)).audit.find((e) => e.type === "phase.ended")?.data["why"]).toMatch(
      /advises to do nothing: it heals by itself/,
    );
  });
});
