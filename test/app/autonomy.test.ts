import type { Settings } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { openWorld, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const set = (body: unknown, target = "chatbot") =>
  call(world, "POST", `/api/targets/${target}/autonomy`, body);
const auto = { risk: "disruptive", level: "auto", reason: "it has earned it" };
const systemEvents = async (): Promise<Array<{ type: string; actor: string; data: unknown }>> =>
  (await call(world, "GET", "/api/audit/system")).json.events;

describe("what a person lets a target do", () => {
  it("can be set anew and taken back where the clock was set back since", async () => {
    await set(auto);
    world.test.clock.advance(-3_600_000);
    const { json } = await set({ ...auto, level: "observe", reason: "it broke the till" });
    expect(json.autonomy.chatbot.disruptive).toMatchObject({ level: "observe" });
    expect((await set({ ...auto, level: null })).json.autonomy).toBeUndefined();
    expect((await systemEvents()).map((e) => e.type)).toEqual([
      "target.autonomy-set",
      "target.autonomy-set",
      "target.autonomy-cleared",
    ]);
  });

  it("is written, audited and told once, with who, why, before and after", async () => {
    for (let i = 0; i < 2; i++) {
      const { status, json } = await set(auto);
      expect(status).toBe(200);
      expect((json as Settings).autonomy).toEqual({
        chatbot: {
          disruptive: {
            level: "auto",
            by: "human:local",
            at: world.test.clock.now(),
            reason: "it has earned it",
          },
        },
      });
    }
    for (let i = 0; i < 2; i++) {
      const { json } = await set({ ...auto, level: null, reason: "the audit" });
      expect(json).not.toHaveProperty("autonomy");
    }
    const events = [
      {
        type: "target.autonomy-set",
        actor: "human:local",
        data: {
          target: "chatbot",
          risk: "disruptive",
          before: "approve",
          after: "auto",
          reason: "it has earned it",
        },
      },
      {
        type: "target.autonomy-cleared",
        actor: "human:local",
        data: {
          target: "chatbot",
          risk: "disruptive",
          before: "auto",
          after: "approve",
          reason: "the audit",
        },
      },
    ];
    expect(await systemEvents()).toMatchObject(events);
    expect(world.events).toMatchObject(events);
  });

  it("that is changed for several targets at once is all kept", async () => {
    await Promise.all(["chatbot", "database", "worker"].map((target) => set(auto, target)));
    const { json } = await call(world, "GET", "/api/settings");
    expect(Object.keys(json.autonomy).sort()).toEqual(["chatbot", "database", "worker"]);
    expect(await systemEvents()).toHaveLength(3);
  });

  it("is never to destroy by itself", async () => {
    const { status, json } = await set({ ...auto, risk: "destructive" });
    expect(status).toBe(400);
    expect(json.error.message).toContain("never automatic");
    expect(await systemEvents()).toEqual([]);
    expect((await set({ ...auto, risk: "destructive", level: "observe" })).status).toBe(200);
  });

  it.each([
    [{ ...auto, level: "always" }, "level"],
    [{ ...auto, risk: "harmless" }, "risk"],
    [{ ...auto, reason: " " }, "reason"],
    [{ risk: "disruptive", reason: "x" }, "level"],
    [{ ...auto, until: 3 }, "until"],
  ])("is not taken from %j", async (body, field) => {
    const { status, json } = await set(body);
    expect(status).toBe(400);
    expect(json.error.message).toContain(field);
  });

  it("is for targets that there are; of one that is gone it can be taken back", async () => {
    for (const target of ["nobody", "constructor", "__proto__"]) {
      expect((await set(auto, target)).status).toBe(404);
      expect((await set({ ...auto, level: null }, target)).status).toBe(404);
    }
    const settings = await world.core.store.settings.read();
    const gone = { reversible: { level: "auto", by: "human:ada", at: 1, reason: "x" } } as const;
    await world.core.store.settings.save({ ...settings, autonomy: { gone } });
    const { status, json } = await set({ risk: "reversible", level: null, reason: "it is gone" }, "gone");
    expect(status).toBe(200);
    expect(json).not.toHaveProperty("autonomy");
    expect((await systemEvents())[0]?.data).toMatchObject({ before: "auto", after: null });
  });
});
