import { type Context, GradusError, newPattern, remind } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { openWorld, type World } from "./support/world.ts";

/** What goes wrong with the next writes: nothing, before it is written, or when it is written and its answer is lost. */
const fates = ["well", "before", "after"] as const;
type Fate = (typeof fates)[number];

describe("a change of the switches", () => {
  let world: World;
  let store: Context["store"];
  let next: { save: Fate[]; append: Fate[] };
  beforeEach(async () => {
    world = await openWorld();
    store = { ...world.core.store };
    next = { save: [], append: [] };
    const suffering = async <T>(fate: Fate | undefined, work: () => Promise<T>): Promise<T> => {
      if (fate === "before") throw new GradusError("unavailable", "the table is throttled");
      const result = await work();
      if (fate === "after") throw new GradusError("unavailable", "the answer was lost");
      return result;
    };
    const { settings, audit } = store;
    world.core.store = {
      ...store,
      settings: { ...settings, save: (s) => suffering(next.save.shift(), () => settings.save(s)) },
      audit: { ...audit, append: (c, e) => suffering(next.append.shift(), () => audit.append(c, e)) },
    };
  });
  afterEach(() => world.close());

  const pause = () => call(world, "POST", "/api/pause", { reason: "maintenance" });
  const resume = () => call(world, "POST", "/api/resume", {});
  const events = async () => (await store.audit.read("system")).map((e) => e.type);

  it("whose audit fails is done all the same, and audited when it is asked for again", async () => {
    next.append = ["before"];
    expect((await pause()).json.paused).toMatchObject({ reason: "maintenance" });
    expect(await events()).toEqual([]);
    expect(world.logged.join()).toContain("could not be audited");
    await pause();
    expect(await events()).toEqual(["gradus.paused"]);
    expect((await store.settings.read()).unaudited).toBeUndefined();
  });

  it("whose audit fails is audited by the next round, with who and why, and told of then", async () => {
    next.append = ["before"];
    await pause();
    expect(world.events).toEqual([]);
    await remind(world.core);
    await remind(world.core);
    expect(await store.audit.read("system")).toMatchObject([
      { type: "gradus.paused", actor: "human:local", data: { reason: "maintenance" } },
    ]);
    expect(world.events).toMatchObject([{ type: "gradus.paused", data: { reason: "maintenance" } }]);
    expect(world.events[0]?.data).not.toHaveProperty("key");
  });

  it("of a recipient, and of what a target allows, is audited too where the first try fails", async () => {
    next.append = ["before"];
    const body = { risk: "disruptive", level: "approve", reason: "audit week" };
    const { status } = await call(world, "POST", "/api/targets/chatbot/autonomy", body);
    expect(status).toBe(200);
    await remind(world.core);
    expect(await events()).toEqual(["target.autonomy-set"]);
  });

  it("is audited once, and nothing else is, whatever fails when and however often it is asked for again", async () => {
    const fate = fc.array(fc.constantFrom(...fates), { maxLength: 12 });
    const asked = fc.array(fc.constantFrom("pause", "resume", "round", "both"), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fate, fate, asked, async (save, append, wishes) => {
        const before = (await events()).length;
        next = { save: [...save], append: [...append] };
        for (const wish of wishes) {
          if (wish === "round") await remind(world.core);
          else if (wish === "both") await Promise.all([pause(), resume(), pause()]);
          else await (wish === "pause" ? pause : resume)();
        }
        next = { save: [], append: [] };
        await remind(world.core);
        const { paused, unaudited } = await store.settings.read();
        expect(unaudited).toBeUndefined();
        // Whoever reads the chain knows what was switched when: each change once, in its order.
        const since = (await events()).slice(before);
        since.forEach((type, i) => expect(type).toBe(i % 2 === 0 ? "gradus.paused" : "gradus.resumed"));
        expect(since.length % 2 === 1).toBe(paused !== undefined);
        await resume();
      }),
      { numRuns: 40 },
    );
  });
});

describe("a judgement on a pattern", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  it("is on the audit chain before it is done, and once, however often it failed before", async () => {
    const of = { software: "node", symptom: "service_down", features: [], faultClass: "killed" } as const;
    const pattern = newPattern({ ...of, action: { runbook: "restart-service", params: {} }, now: 0 });
    await world.core.store.patterns.save(pattern);
    const { patterns, audit } = { ...world.core.store };
    const retire = () => call(world, "POST", "/api/patterns/retire", { id: pattern.id });
    const types = async () => (await audit.read("system")).map((e) => e.type);

    world.core.store.audit = { ...audit, append: () => Promise.reject(new Error("no")) };
    expect((await retire()).status).toBe(500);
    expect((await patterns.get(pattern.id))?.retired).toBe(false);

    world.core.store.audit = audit;
    world.core.store.patterns = { ...patterns, save: () => Promise.reject(new Error("no")) };
    expect((await retire()).status).toBe(500);
    expect(await types()).toEqual(["pattern.retired"]);

    world.core.store.patterns = patterns;
    expect((await retire()).status).toBe(200);
    expect((await retire()).status).toBe(200);
    expect(await types()).toEqual(["pattern.retired"]);
    expect((await patterns.get(pattern.id))?.retired).toBe(true);
  });
});
