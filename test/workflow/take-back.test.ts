import { handBack, pauseAll, resumeAll } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookOn } from "../support/look-on.ts";
import { openWorld, verdictFor, type World } from "../support/world.ts";

const TEN_MINUTES = 600_000;
const audit = { by: "ada", at: 0, reason: "I am at it" };
const always = {
  days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const,
  from: "00:00",
  to: "00:00",
  zone: "UTC",
  mode: "silent" as const,
};

describe("taking an action back", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    world.known = verdictFor("restore");
  });
  afterEach(() => world.close());

  const attempts = async (id: string) => (await world.task(id)).attempts;
  const pauseGradus = () => world.settings((s) => pauseAll(s, audit));
  /** The service manager fails in the middle: the file is there, the service is not. */
  const halfDone = (more: object = {}) =>
    world.outside.when("restore", "shop", (outside) => {
      outside.break("shop", "service_down");
      return { result: "failed", reason: "it did not start", ...more };
    });

  test("includes one that failed half way and made it worse, where it wrote down how", async () => {
    halfDone();
    world.outside.whenUndone("restore", "shop", (outside) => outside.heal("shop", "service_down"));
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    expect(world.outside.undone()).toEqual(["restore()"]);
    expect(await attempts(id)).toMatchObject([{ result: "worse", undo: { result: "done" } }]);
  });

  test("is not tried for one that failed before it changed anything", async () => {
    halfDone({ undo: undefined });
    await world.asked(await world.breaks("shop", "http_status"));
    expect(world.outside.undone()).toEqual([]);
  });

  describe("is left to the person who", () => {
    const during = async (change: () => Promise<void>): Promise<string> => {
      world.outside.when("restore", "shop", (outside) => outside.break("shop", "service_down"));
      world.before = async (verb) => {
        if (verb === "Verify") await change();
      };
      return world.breaks("shop", "http_status");
    };
    const untouched = async (id: string, why: RegExp) => {
      const asked = await world.asked(id);
      expect(world.outside.undone()).toEqual([]);
      expect(asked.sections.find((s) => s.heading.startsWith("Why"))?.lines.join()).toMatch(why);
      expect(asked.sections.find((s) => s.heading === "What was tried")?.lines.join()).toMatch(
        /\(not taken back: /,
      );
      expect((await attempts(id)).at(-1)?.undo?.result).toMatch(/^not taken back: /);
      expect(await world.path(id)).not.toContain("Research");
      expect((await world.t.store.leases.get("shop"))?.released).toBe(true);
    };

    test("paused Gradus while it waited for the fix to show", async () => {
      await untouched(await during(pauseGradus), /not taken back: paused by ada: I am at it/);
    });

    test("opened a silent window meanwhile", async () => {
      const id = await during(async () => {
        world.outside.targets.splice(0, 1, {
          ...world.target("shop"),
          maintenance: [{ ...always, days: [...always.days] }],
        });
      });
      await untouched(id, /not taken back: silent maintenance window/);
    });

    test("started Gradus with --observe", async () => {
      world.outside.when("restore", "shop", (outside) => outside.break("shop", "service_down"));
      const id = await world.breaks("shop", "http_status");
      await world.clock.until(() => world.outside.deeds.some((d) => d.to !== undefined));
      world.observeOnly = true;
      await world.restart();
      await untouched(id, /not taken back: Gradus runs with --observe/);
    });
  });
});

describe("what only holds while it lasts (paused work)", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    world.known = verdictFor("pause");
    world.outside.when("pause", "shop");
  });
  afterEach(() => world.close());

  const refusesToResume = (times = Infinity): void => {
    let asked = 0;
    world.outside.whenUndone("pause", "shop", () =>
      ++asked > times ? {} : { result: "failed", reason: "POST answered 500" },
    );
  };
  /** People are told that it still holds, and its task stays theirs however well the target looks. */
  const staysWithPeople = async (id: string, why: RegExp) => {
    const asked = await world.asked(id);
    expect(asked.summary).toMatch(/pause\(\) still holds on shop/);
    expect(asked.summary).toMatch(why);
    await lookOn(world, 8);
    expect(await world.task(id)).toMatchObject({ status: "awaiting_human", phase: 4 });
    return asked;
  };

  test("is given back also if Gradus was killed right after it was begun", async () => {
    world.outside.when("pause", "shop", (outside) => {
      outside.heal("shop");
      world.kill();
    });
    const id = await world.breaks("shop", "http_status");
    await world.clock.settle();
    await world.revive();
    const { task } = await world.ended(id);
    expect(world.outside.undone()).toEqual(["pause()"]);
    expect(task).toMatchObject({
      status: "fixed",
      attempts: [{ outcome: { result: "uncertain" }, undo: { result: "done" } }],
    });
  });

  test("is given back if nobody knows whether it was begun, and it did not help", async () => {
    world.outside.when("pause", "shop", () => world.kill());
    const id = await world.breaks("shop", "http_status");
    await world.clock.settle();
    world.known = () => undefined;
    await world.revive();
    await world.asked(id);
    expect(world.outside.undone()).toEqual(["pause()"]);
    expect((await world.task(id)).attempts).toMatchObject([
      { result: "not_fixed", undo: { result: "done" } },
    ]);
  });

  test("is given back if it failed half way", async () => {
    world.outside.when("pause", "shop", () => ({ result: "failed", reason: "no answer" }));
    await world.asked(await world.breaks("shop", "http_status"));
    expect(world.outside.undone()).toEqual(["pause()"]);
  });

  test("is tried to be given back more than once before a person is asked", async () => {
    refusesToResume(1);
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ status: "fixed", attempts: [{ undo: { result: "done" } }] });
    expect(world.outside.undone()).toEqual(["pause()", "pause()"]);
  });

  test("that cannot be given back is no fix: a person is told that it still holds", async () => {
    refusesToResume();
    const id = await world.breaks("shop", "http_status");
    await staysWithPeople(id, /POST answered 500/);
    const [attempt] = (await world.task(id)).attempts;
    expect(attempt).toMatchObject({ result: "symptom_only", undo: { result: "POST answered 500" } });
    expect(await world.path(id)).not.toContain("Research");
  });

  test("is not forgotten when such a task is handed back while the target looks well", async () => {
    refusesToResume();
    const id = await world.breaks("shop", "http_status");
    const asked = await staysWithPeople(id, /POST answered 500/);
    world.known = () => undefined;
    await handBack(world.ctx, { id: asked.id, by: "human:ada", notes: "" });
    await staysWithPeople(id, /POST answered 500/);
  });

  test("is given back in a silent window, because Gradus itself has taken it", async () => {
    world.before = (verb) => {
      if (verb !== "Verify") return;
      const maintenance = [{ ...always, days: [...always.days] }];
      world.outside.targets.splice(0, 1, { ...world.target("shop"), maintenance });
    };
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ status: "fixed", attempts: [{ undo: { result: "done" } }] });
  });

  test("is left as it is while Gradus is paused, and a person is told", async () => {
    world.before = async (verb) => {
      if (verb === "Verify") await world.settings((s) => pauseAll(s, audit));
    };
    const id = await world.breaks("shop", "http_status");
    await staysWithPeople(id, /paused by ada: I am at it/);
    expect(world.outside.undone()).toEqual([]);
    await world.settings((s) => resumeAll(s, world.clock.now()));
  });

  test("is verified in time, however long the target's settle time", async () => {
    world.outside.targets.splice(0, 1, { ...world.target("shop"), settleMs: TEN_MINUTES });
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ status: "fixed", attempts: [{ undo: { result: "done" } }] });
  });
});
