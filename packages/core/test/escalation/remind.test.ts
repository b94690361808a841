import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../../../../test/support/world.ts";
import { acknowledge, type Care, nextReminderAt, remind, snooze, unsnooze } from "../../src/index.ts";

const HOUR = 3_600_000;

describe("reminders", () => {
  let world: World;
  beforeEach(async () => {
    const autonomy = { reversible: "auto", disruptive: "approve", destructive: "approve" } as const;
    world = await openWorld({ targets: [{ id: "shop" }, { id: "db", autonomy }] });
  });
  afterEach(() => world.close());

  const reminded = () => world.mails.filter((m) => m.kind === "reminded").length;
  /** So many hours, with a round in each. */
  const pass = async (hours: number, onRound: (hour: number) => void = () => {}) => {
    for (let round = 1; round <= hours; round++) {
      await world.clock.pass(HOUR);
      await remind(world.ctx);
      onRound(round);
    }
  };

  test("come after 1, 4, 12 and then every 24 hours, until somebody acts", async () => {
    await world.asked(await world.breaks("shop", "http_status"));
    const at: number[] = [];
    await pass(70, (hour) => {
      if (reminded() > at.length) at.push(hour);
    });
    expect(at).toEqual([1, 5, 17, 41, 65]);
  });

  test("keep the waiting state alive for as long as it takes", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    await pass(30);
    expect(world.heartbeats.filter((token) => token === asked.token).length).toBe(30);
    expect((await world.task(id)).status).toBe("awaiting_human");
    expect(world.mails.some((m) => m.kind === "unwell")).toBe(false);
  });

  test("are sent once, however many rounds run at the same time", async () => {
    await world.asked(await world.breaks("shop", "http_status"));
    await world.clock.pass(HOUR);
    const rounds = await Promise.all([1, 2, 3].map(() => remind(world.ctx)));
    expect(reminded()).toBe(1);
    expect(rounds.reduce((sum, round) => sum + round.reminded, 0)).toBe(1);
  });

  test("that could not be sent are tried again in the next round", async () => {
    await world.asked(await world.breaks("shop", "http_status"));
    await world.clock.pass(HOUR);
    world.onMail = () => {
      throw new Error("no mail today");
    };
    expect(await remind(world.ctx)).toEqual({ told: 0, reminded: 0, expired: 0 });
    world.onMail = () => {};
    await world.clock.pass(HOUR / 12);
    expect(await remind(world.ctx)).toEqual({ told: 0, reminded: 1, expired: 0 });
  });

  test("make up for a first message that could not be sent, which counts as not told", async () => {
    let broken = true;
    world.onMail = () => {
      if (broken) throw new Error("no space left on device");
    };
    const id = await world.breaks("shop", "http_status");
    await world.clock.until(async () => world.mails.length > 0);
    await world.clock.settle();
    const [escalation] = await world.escalations();
    expect(escalation).toMatchObject({ task: id, status: "open" });
    expect(escalation?.toldAt).toBeUndefined();
    expect((await world.path(id)).slice(-2)).toEqual(["Escalate", "Await human"]);
    await world.clock.pass(HOUR / 12);
    expect(await remind(world.ctx)).toMatchObject({ told: 0 });
    broken = false;
    expect(await remind(world.ctx)).toMatchObject({ told: 1 });
    expect((await world.escalations())[0]?.toldAt).toBe(world.clock.now());
  });

  test("of one escalation that fails stop no other", async () => {
    const ids = [await world.breaks("shop", "http_status"), await world.breaks("db", "http_slow")];
    for (const id of ids) await world.asked(id);
    await world.clock.pass(HOUR);
    let calls = 0;
    world.ctx.workflows.heartbeat = async () => {
      if (++calls === 1) throw new Error("throttled");
      return true;
    };
    expect(await remind(world.ctx)).toEqual({ told: 0, reminded: 1, expired: 0 });
  });

  test("end with an approval request that has expired", async () => {
    world.known = verdictFor("restart");
    const id = await world.breaks("db", "http_slow");
    const asked = await world.asked(id);
    expect(asked.expiresAt).toBe(asked.openedAt + 24 * HOUR);
    await pass(24);
    expect((await world.task(id)).status).toBe("awaiting_approval");
    await world.clock.pass(1);
    expect(await remind(world.ctx)).toEqual({ told: 0, reminded: 0, expired: 1 });
    expect((await world.t.store.escalations.get(asked.id))?.resolution).toMatchObject({ kind: "expired" });
    expect((await world.asked(id)).kind).toBe("help");
  });

  test("are not sent for a task that was closed over its escalation's head: that ends too", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    const task = await world.task(id);
    await world.t.store.tasks.save({ ...task, status: "cleared", closedAt: world.clock.now() });
    await world.clock.pass(HOUR);
    expect(await remind(world.ctx)).toEqual({ told: 0, reminded: 0, expired: 0 });
    expect((await world.t.store.escalations.get(asked.id))?.status).toBe("resolved");
    expect(reminded()).toBe(0);
  });

  test("of a task that is snoozed do not come before the snooze ends", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    await snooze(world.ctx, { id, by: "human:ada", until: asked.openedAt + 10 * HOUR + 1 });
    const at: number[] = [];
    await pass(16, (hour) => {
      if (reminded() > at.length) at.push(hour);
    });
    expect(at).toEqual([11, 15]);
  });

  test("of a task whose snooze was ended by hand come as they would have come", async () => {
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    await snooze(world.ctx, { id, by: "human:ada", until: world.clock.now() + 10 * HOUR });
    await pass(2);
    expect(reminded()).toBe(0);
    await unsnooze(world.ctx, { id, by: "human:ada" });
    await pass(1);
    expect(reminded()).toBe(1);
  });

  test("of a task that is acknowledged come once a day at most", async () => {
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    await pass(2);
    expect(reminded()).toBe(1);
    await acknowledge(world.ctx, { id, by: "human:ada" });
    const at: number[] = [];
    await pass(60, (hour) => {
      if (reminded() > at.length + 1) at.push(hour);
    });
    expect(at).toEqual([24, 48]);
  });

  test("are sent for no task that is cared for while others are", async () => {
    const [quiet, loud] = [await world.breaks("shop", "http_status"), await world.breaks("db", "http_slow")];
    for (const id of [quiet, loud]) await world.asked(id);
    await snooze(world.ctx, { id: quiet, by: "human:ada", until: world.clock.now() + 5 * HOUR });
    await pass(2);
    expect(world.mails.filter((m) => m.kind === "reminded").map((m) => m.about)).toEqual([`${loud}-h1`]);
    expect(world.heartbeats.length).toBe(4);
  });

  test("are due at a time that follows from how many there were", () => {
    const of = (reminders: number, remindedAt?: number) =>
      nextReminderAt({ openedAt: 0, reminders, ...(remindedAt === undefined ? {} : { remindedAt }) }) / HOUR;
    expect([of(0), of(1, 0), of(2, 0), of(3, 0), of(99, 0)]).toEqual([1, 4, 12, 24, 24]);
  });

  test("are due at a time that care only ever puts off", () => {
    const due = (care: Care) =>
      nextReminderAt({ openedAt: 0, remindedAt: 5 * HOUR, reminders: 2 }, care) / HOUR;
    const by = "human:ada";
    expect(due({})).toBe(17);
    expect(due({ assignee: by })).toBe(17);
    expect(due({ acknowledged: { by, at: 1 } })).toBe(29);
    expect(due({ acknowledged: { by, at: 6 * HOUR } })).toBe(30);
    expect(due({ snoozed: { by, at: 1, until: 16 * HOUR } })).toBe(17);
    expect(due({ snoozed: { by, at: 1, until: 20 * HOUR } })).toBe(20);
    expect(due({ acknowledged: { by, at: 1 }, snoozed: { by, at: 1, until: 40 * HOUR } })).toBe(40);
  });
});
