import { newPattern } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { openWorld, RESTART, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe("pause and resume", () => {
  it("asked for twice are written and audited once, with who and why", async () => {
    for (let i = 0; i < 2; i++) await call(world, "POST", "/api/pause", { reason: "maintenance" });
    expect((await call(world, "GET", "/api/settings")).json.paused).toMatchObject({
      by: "human:local",
      reason: "maintenance",
    });
    for (let i = 0; i < 2; i++) await call(world, "POST", "/api/resume", {});
    const { json } = await call(world, "GET", "/api/audit/system");
    expect(json.events.map((e: { type: string }) => e.type)).toEqual(["gradus.paused", "gradus.resumed"]);
    expect(json.verified.ok).toBe(true);
    expect((await call(world, "GET", "/api/settings")).json.paused).toBeUndefined();
  });

  it("hold where the clock was set back since: who asks has seen what is there", async () => {
    await call(world, "POST", "/api/pause", { reason: "x" });
    await call(world, "POST", "/api/pause", { reason: "x", target: "worker" });
    world.test.clock.advance(-3_600_000);
    expect((await call(world, "POST", "/api/resume", {})).json.paused).toBeUndefined();
    expect((await call(world, "POST", "/api/resume", { target: "worker" })).json.pausedTargets).toEqual({});
    const { json } = await call(world, "GET", "/api/audit/system");
    expect(json.events.map((e: { type: string }) => e.type).slice(2)).toEqual([
      "gradus.resumed",
      "target.resumed",
    ]);
  });

  it("of which the resume is overtaken by a new pause leave that pause: it is newer than what was asked", async () => {
    await call(world, "POST", "/api/pause", { reason: "first" });
    const { settings } = world.core.store;
    let overtaken = false;
    world.core.store.settings = {
      ...settings,
      save: async (wanted) => {
        if (overtaken) return settings.save(wanted);
        overtaken = true;
        world.test.clock.advance(1);
        const by = { by: "human:ada", at: world.test.clock.now(), reason: "second" };
        await settings.save({ ...(await settings.read()), paused: by });
        return settings.save(wanted);
      },
    };
    expect((await call(world, "POST", "/api/resume", {})).json.paused).toMatchObject({ reason: "second" });
  });

  it("of one target leave the others alone, and know which targets there are", async () => {
    await call(world, "POST", "/api/pause", { reason: "x", target: "worker" });
    const { json } = await call(world, "GET", "/api/settings");
    expect(Object.keys(json.pausedTargets)).toEqual(["worker"]);
    expect((await call(world, "POST", "/api/pause", { reason: "x", target: "nobody" })).status).toBe(404);
    expect((await call(world, "POST", "/api/resume", { target: "nobody" })).status).toBe(404);
    expect((await call(world, "POST", "/api/resume", { target: "worker" })).json.pausedTargets).toEqual({});
  });

  it("that arrive together are all kept", async () => {
    await Promise.all(
      ["chatbot", "database", "worker"].map((target) =>
        call(world, "POST", "/api/pause", { reason: "x", target }),
      ),
    );
    const { json } = await call(world, "GET", "/api/settings");
    expect(Object.keys(json.pausedTargets).sort()).toEqual(["chatbot", "database", "worker"]);
    expect((await call(world, "GET", "/api/audit/system")).json.events).toHaveLength(3);
  });

  it.each([
    [{}, "reason"],
    [{ reason: "  " }, "reason"],
    [{ reason: "x", until: 3 }, "until"],
    [[], "input"],
  ])("are not taken from %j", async (body, field) => {
    const { status, json } = await call(world, "POST", "/api/pause", body);
    expect(status).toBe(400);
    expect(json.error.message).toContain(field);
  });
});

describe("breaking the demo fleet", () => {
  it("does the fault that was asked for", async () => {
    const { json } = await call(world, "POST", "/api/test/anomaly", {
      target: "chatbot",
      type: "high_memory",
    });
    expect(json).toMatchObject({ cause: "high_memory was done to chatbot" });
    expect((await call(world, "GET", "/api/faults")).json.faults).toHaveLength(2);
  });

  it.each([
    [{ target: "chatbot", type: "earthquake" }, "type"],
    [{ target: "database", type: "kill" }, "target"],
    [{ target: "chatbot" }, "type"],
  ])("refuses %j and names the field", async (body, field) => {
    const { status, json } = await call(world, "POST", "/api/test/anomaly", body);
    expect(status).toBe(400);
    expect(json.error.message).toContain(field);
    expect(world.injected).toEqual([]);
  });

  it("is explained, not done, where there is no demo fleet", async () => {
    const { demo: _demo, ...rest } = world.api;
    const { createApp } = await import("@gradus/api");
    const app = createApp(rest);
    const { status, json } = await call({ app }, "POST", "/api/test/anomaly", {
      target: "chatbot",
      type: "kill",
    });
    expect(status).toBe(404);
    expect(json.error.message).toContain("demo fleet");
    expect((await call({ app }, "GET", "/api/faults")).json.faults).toEqual([]);
  });
});

describe("patterns", () => {
  const learn = (target: string) =>
    world.core.store.patterns.save({
      ...newPattern({
        software: target,
        symptom: "service_down",
        features: ["process:gone"],
        action: RESTART,
        faultClass: "killed",
        now: world.test.clock.now(),
      }),
      successes: 6,
    });

  it("are listed, exported, and imported elsewhere; the second import adds nothing", async () => {
    await learn("node");
    await learn("postgres");
    expect((await call(world, "GET", "/api/patterns")).json.patterns).toHaveLength(2);
    const file = (await call(world, "GET", "/api/patterns/export")).text;
    const elsewhere = await openWorld();
    expect((await call(elsewhere, "POST", "/api/patterns/import", file)).json).toEqual({ added: 2, kept: 0 });
    expect((await call(elsewhere, "POST", "/api/patterns/import", file)).json).toEqual({ added: 0, kept: 2 });
    expect((await call(elsewhere, "GET", "/api/audit/system")).json.events).toHaveLength(1);
    await elsewhere.close();
  });

  it("of a file whose import broke off are taken up where it was, each once, and never without an audit entry", async () => {
    for (let n = 0; n < 50; n++) await learn(`software-${n}`);
    const file = (await call(world, "GET", "/api/patterns/export")).text;
    const elsewhere = await openWorld();
    const { patterns, audit } = { ...elsewhere.core.store };
    let writes = 0;
    let most = 0;
    let now = 0;
    const save: typeof patterns.save = async (pattern) => {
      if (++writes === 20) throw new Error("the function ran out of time");
      most = Math.max(most, ++now);
      return patterns.save(pattern).finally(() => now--);
    };
    elsewhere.core.store.audit = { ...audit, append: () => Promise.reject(new Error("no")) };
    expect((await call(elsewhere, "POST", "/api/patterns/import", file)).status).toBe(500);
    expect((await patterns.list()).patterns).toEqual([]);
    elsewhere.core.store.audit = audit;
    elsewhere.core.store.patterns = { ...patterns, save };
    expect((await call(elsewhere, "POST", "/api/patterns/import", file)).status).toBe(500);
    expect((await audit.read("system")).map((e) => e.data)).toEqual([{ added: 50, kept: 0 }]);
    elsewhere.test.clock.advance(60_000);
    const { json } = await call(elsewhere, "POST", "/api/patterns/import", file);
    expect(json.added + json.kept).toBe(50);
    expect(writes).toBe(51);
    expect(most).toBeGreaterThan(8);
    expect((await patterns.list({ limit: 100 })).patterns.map((p) => p.version)).toEqual(Array(50).fill(1));
    await call(elsewhere, "POST", "/api/patterns/import", file);
    expect(writes).toBe(51);
    expect(await audit.read("system")).toHaveLength(2);
    await elsewhere.close();
  });

  it("that were learned here are kept when a file brings the same", async () => {
    const own = await learn("node");
    const file = (await call(world, "GET", "/api/patterns/export")).text;
    expect((await call(world, "POST", "/api/patterns/import", file)).json).toEqual({ added: 0, kept: 1 });
    expect(await world.core.store.patterns.get(own.id)).toEqual(own);
  });

  it("are retired and vouched for once, with an audit event", async () => {
    const { id } = await learn("node");
    for (let i = 0; i < 2; i++)
      expect((await call(world, "POST", "/api/patterns/retire", { id })).json).toMatchObject({
        id,
        retired: true,
      });
    expect((await call(world, "POST", "/api/patterns/promote", { id })).json).toMatchObject({
      retired: false,
      origin: "human",
    });
    const { json } = await call(world, "GET", "/api/audit/system");
    expect(json.events.map((e: { type: string }) => e.type)).toEqual(["pattern.retired", "pattern.promoted"]);
    expect((await call(world, "POST", "/api/patterns/retire", { id: "none" })).status).toBe(404);
  });

  it.each(["{}", '{"format":"other"}', "not json", ""])("are not imported from %j", async (file) => {
    expect((await call(world, "POST", "/api/patterns/import", file)).status).toBe(400);
  });
});
