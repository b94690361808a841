import {
  approve,
  type AutonomyLevel,
  clearAutonomy,
  handBack,
  pauseAll,
  pauseTarget,
  resumeAll,
  setAutonomy,
} from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

const pause = { by: "ada", at: 0, reason: "the audit" };
const level = (level: AutonomyLevel) => ({ level, by: "human:ada", at: 0, reason: "the audit" });

describe("what policy does not allow is not done", () => {
  let world: World;
  beforeEach(async () => {
    const suggest = { reversible: "suggest", disruptive: "suggest", destructive: "suggest" } as const;
    const observe = { reversible: "observe", disruptive: "observe", destructive: "observe" } as const;
    world = await openWorld({
      targets: [
        { id: "shop" },
        { id: "suggesting", autonomy: suggest },
        { id: "observed", autonomy: observe },
      ],
    });
    world.known = verdictFor("restart");
  });
  afterEach(() => world.close());

  const untouched = async (target: string) => {
    const id = await world.breaks(target, "http_status");
    const asked = await world.asked(id);
    expect(world.outside.deeds).toEqual([]);
    expect((await world.task(id)).attempts).toEqual([]);
    expect(await world.patterns()).toEqual([]);
    return { asked, path: await world.path(id) };
  };

  test("with the kill switch on, it goes to a person at once and names who paused it", async () => {
    await world.settings((s) => pauseAll(s, pause));
    const { asked, path } = await untouched("shop");
    expect(asked).toMatchObject({ kind: "help", action: { runbook: "restart" } });
    expect(asked.summary).toContain("paused by ada: the audit");
    expect(path).not.toContain("Research");
  });

  test("with the kill switch of one target on, only that one is left alone", async () => {
    await world.settings((s) => pauseTarget(s, "shop", pause));
    await untouched("shop");
    world.outside.when("restart", "suggesting");
    world.outside.targets.splice(1, 1, {
      ...world.target("suggesting"),
      autonomy: world.target("shop").autonomy,
    });
    expect((await world.ended(await world.breaks("suggesting", "http_status"))).task.status).toBe("fixed");
  });

  test("with --observe, it goes to a person at once", async () => {
    world.observeOnly = true;
    await world.restart();
    const { path } = await untouched("shop");
    expect(path).not.toContain("Research");
  });

  test("a target that is only to be given suggestions gets one", async () => {
    const { asked } = await untouched("suggesting");
    expect(asked).toMatchObject({ kind: "help", action: { runbook: "restart" } });
    expect(asked.sections.at(-1)?.lines).toEqual(["restart()"]);
  });

  test("a target that is only observed is handed to a person", async () => {
    expect((await untouched("observed")).path).toContain("Consult");
  });

  test("a destructive action is asked for even where everything is automatic", async () => {
    world.known = verdictFor("wipe");
    const { asked } = await untouched("shop");
    expect(asked).toMatchObject({ kind: "approval", action: { runbook: "wipe" } });
  });

  test("a switch that is turned after the decision still stops the action", async () => {
    world.before = async (verb) => {
      if (verb === "Apply") await world.settings((s) => (s.paused ? s : pauseAll(s, pause)));
    };
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    expect(world.outside.deeds).toEqual([]);
    expect((await world.task(id)).attempts).toMatchObject([{ result: "refused" }]);
    expect(await world.patterns()).toEqual([]);
  });

  test("an action that a pause kept from being taken is as good as before when the pause has ended", async () => {
    world.outside.when("restart", "shop");
    world.before = async (verb) => {
      if (verb === "Apply") await world.settings((s) => pauseAll(s, pause));
    };
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    expect(asked).toMatchObject({ kind: "help", action: { runbook: "restart" } });
    expect(asked.summary).toContain("paused by ada: the audit");
    expect(await world.task(id)).toMatchObject({ tabu: [], attempts: [{ outcome: { withheld: true } }] });
    world.before = () => {};
    await world.settings((s) => resumeAll(s, world.clock.now()));
    await handBack(world.ctx, { id: asked.id, by: "human:ada", notes: "go on" });
    const { task } = await world.ended(id);
    expect(task.status).toBe("fixed");
    expect(task.attempts).toMatchObject([{ result: "refused" }, { phase: 1, result: "fixed" }]);
    expect(world.isAuditSound(task)).toBe(true);
  });

  test("an action whose level was lowered at the last moment is asked for, and taken when it is approved", async () => {
    world.outside.when("restart", "shop");
    world.before = async (verb) => {
      if (verb === "Apply")
        await world.settings((s) => setAutonomy(s, "shop", "disruptive", level("approve")));
    };
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    expect(asked).toMatchObject({ kind: "approval", action: { runbook: "restart" } });
    await approve(world.ctx, { id: asked.id, by: "human:ada", notes: "" });
    expect((await world.ended(id)).task).toMatchObject({ status: "fixed", tabu: [] });
  });

  test("an action that is withheld again and again goes up a phase each time, and never round in circles", async () => {
    world.before = async (verb) => {
      await world.settings((s) => (verb === "Apply" ? pauseAll(s, pause) : resumeAll(s, world.clock.now())));
    };
    world.researched = verdictFor("restart");
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    const { attempts, tabu } = await world.task(id);
    expect(attempts.map((a) => a.phase)).toEqual([1, 1, 2]);
    expect(tabu).toEqual([]);
    expect(world.outside.deeds).toEqual([]);
  });

  test("a level that a person set stands in the place of the target's entry", async () => {
    await world.settings((s) => setAutonomy(s, "shop", "disruptive", level("observe")));
    await untouched("shop");
    await world.settings((s) => setAutonomy(s, "observed", "disruptive", level("auto")));
    world.outside.when("restart", "observed");
    expect((await world.ended(await world.breaks("observed", "http_status"))).task.status).toBe("fixed");
  });

  test.each<AutonomyLevel>(["observe", "suggest", "approve"])(
    "a level that is lowered to %s after the decision still stops the action",
    async (lowered) => {
      world.before = async (verb) => {
        if (verb === "Apply")
          await world.settings((s) => setAutonomy(s, "shop", "disruptive", level(lowered)));
      };
      const id = await world.breaks("shop", "http_status");
      await world.asked(id);
      expect(world.outside.deeds).toEqual([]);
      expect((await world.task(id)).attempts).toMatchObject([
        {
          result: "refused",
          outcome: { reason: `disruptive actions are at "${lowered}" here: set by ada: the audit` },
        },
      ]);
    },
  );

  test("a level that is taken back after the decision still stops the action", async () => {
    await world.settings((s) => setAutonomy(s, "observed", "disruptive", level("auto")));
    world.before = async (verb) => {
      if (verb === "Apply") await world.settings((s) => clearAutonomy(s, "observed", "disruptive", 1));
    };
    const id = await world.breaks("observed", "http_status");
    await world.asked(id);
    expect(world.outside.deeds).toEqual([]);
  });
});
