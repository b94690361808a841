import { leaveMail } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { openWorld, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const ask = () => call(world, "POST", "/api/mail/test", {});
const audited = () => world.core.store.audit.read("system");

describe("a test message", () => {
  it("is sent to everybody who gets mail, and says who asked for it", async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      status: 200,
      json: { to: ["ada@example.org", "bob@example.org"], via: "outbox" },
    });
    expect(world.notified).toEqual(["tested by human:local"]);
    expect(await audited()).toMatchObject([
      { type: "mail.tested", actor: "human:local", data: { to: answer.json.to, via: "outbox" } },
    ]);
  });

  it("is not sent to who has left mail", async () => {
    const { settings } = world.core.store;
    await settings.save(leaveMail(await settings.read(), "ada@example.org", 1));
    expect((await ask()).json.to).toEqual(["bob@example.org"]);
  });

  it("is sent once a minute at most, and who asks too early is told when", async () => {
    await ask();
    world.test.clock.advance(18_500);
    const early = await ask();
    expect(early.status).toBe(429);
    expect(early.headers.get("retry-after")).toBe("42");
    expect(early.json.error).toMatchObject({ code: "limit", message: expect.stringContaining("in 42 s") });
    world.test.clock.advance(41_500);
    expect((await ask()).status).toBe(200);
    expect(world.notified).toHaveLength(2);
    expect(await audited()).toHaveLength(2);
  });

  it("that several ask for at the same time is sent once", async () => {
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 429, 429]);
    expect(world.notified).toHaveLength(1);
    expect(await audited()).toHaveLength(1);
  });

  it("is asked for with nothing in it", async () => {
    expect((await call(world, "POST", "/api/mail/test", { to: "eve@example.org" })).status).toBe(400);
    expect(world.notified).toEqual([]);
  });
});
