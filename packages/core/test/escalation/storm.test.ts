import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { remind, resolveEscalation } from "../../src/index.ts";

const MINUTE = 60_000;
const ids = Array.from({ length: 14 }, (_, i) => `shop-${String(i).padStart(2, "0")}`);

describe("when much comes to people at once", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ targets: ids.map((id) => ({ id })) });
  });
  afterEach(() => world.close());

  const alone = (kind: string) => world.mails.filter((m) => m.kind === kind).map((m) => m.about);
  /** The targets break, and their tasks come to people, told or not. */
  async function storm(targets: readonly string[]): Promise<void> {
    const tasks = await Promise.all(targets.map((id) => world.breaks(id, "http_status")));
    await world.clock.until(async () => {
      const { escalations } = await world.t.store.escalations.list({ limit: 100 });
      return tasks.every((id) => escalations.some((e) => e.task === id));
    });
    await world.clock.settle();
  }
  const open = async () => (await world.t.store.escalations.list({ status: "open", limit: 100 })).escalations;

  test("five are told of each by itself, and all others together in the next round", async () => {
    await storm(ids);
    expect(alone("escalated")).toHaveLength(5);
    await world.clock.pass(5 * MINUTE);
    expect(await remind(world.ctx)).toMatchObject({ told: 9, reminded: 0 });
    expect(world.bundles).toMatchObject([{ kind: "escalated", ids: { length: 9 } }]);
    const told = [...alone("escalated"), ...(world.bundles[0]?.ids ?? [])];
    expect(told.sort()).toEqual((await open()).map((e) => e.id).sort());
    expect(await remind(world.ctx)).toMatchObject({ told: 0 });
  });

  test("the first of a quiet time are told of by themselves again", async () => {
    await storm(ids.slice(0, 7));
    await world.clock.pass(5 * MINUTE);
    await remind(world.ctx);
    await world.clock.pass(6 * MINUTE);
    await storm(ids.slice(7, 9));
    expect(alone("escalated")).toHaveLength(7);
  });

  test("one that is left over has a message of its own", async () => {
    await storm(ids.slice(0, 6));
    await world.clock.pass(5 * MINUTE);
    await remind(world.ctx);
    expect(world.bundles).toEqual([]);
    expect(alone("escalated")).toHaveLength(6);
  });

  test("rounds that run at the same time tell of each once", async () => {
    await storm(ids);
    await world.clock.pass(5 * MINUTE);
    await Promise.all([1, 2, 3].map(() => remind(world.ctx)));
    const told = [...alone("escalated"), ...world.bundles.flatMap((b) => b.ids)];
    expect(told.sort()).toEqual((await open()).map((e) => e.id).sort());
  });

  test("a message that is not taken is tried again in the next round", async () => {
    await storm(ids);
    await world.clock.pass(5 * MINUTE);
    world.onBundle = () => {
      throw new Error("no mail today");
    };
    expect(await remind(world.ctx)).toMatchObject({ told: 0 });
    world.onBundle = () => {};
    expect(await remind(world.ctx)).toMatchObject({ told: 9 });
  });

  test("a store that fails in the middle of a round leaves none that counts as told and was not", async () => {
    await storm(ids);
    await world.clock.pass(5 * MINUTE);
    const { escalations } = world.ctx.store;
    let saves = 0;
    world.ctx.store.escalations = {
      ...escalations,
      save: (e) => (++saves === 4 ? Promise.reject(new Error("throttled")) : escalations.save(e)),
    };
    expect(await remind(world.ctx)).toMatchObject({ told: 3 });
    expect(await remind(world.ctx)).toMatchObject({ told: 6 });
    const told = [...alone("escalated"), ...world.bundles.flatMap((b) => b.ids)];
    expect(told.sort()).toEqual((await open()).map((e) => e.id).sort());
  });

  test("what could not be claimed keeps no reminder from being sent", async () => {
    await storm(ids.slice(0, 7));
    await world.clock.pass(61 * MINUTE);
    const { escalations } = world.ctx.store;
    const untold = (await open()).filter((e) => e.toldAt === undefined).map((e) => e.id);
    world.ctx.store.escalations = {
      ...escalations,
      save: (e) => (untold.includes(e.id) ? Promise.reject(new Error("throttled")) : escalations.save(e)),
    };
    expect(await remind(world.ctx)).toMatchObject({ told: 0, reminded: 5 });
  });

  test("reminders of many come together, too", async () => {
    await storm(ids);
    await world.clock.pass(5 * MINUTE);
    await remind(world.ctx);
    await world.clock.pass(61 * MINUTE);
    expect(await remind(world.ctx)).toMatchObject({ reminded: 14 });
    expect(world.bundles.at(-1)).toMatchObject({ kind: "reminded", ids: { length: 14 } });
    expect(alone("reminded")).toEqual([]);
  });

  test("nobody gets the end of what was told of together, or not yet, by mail", async () => {
    await storm(ids);
    const untold = (await open()).filter((e) => e.toldAt === undefined);
    const by = { by: "human:ada@example.org", notes: "fixed it" };
    await resolveEscalation(world.ctx, { id: untold[0]?.id ?? "", ...by });
    await world.clock.pass(5 * MINUTE);
    expect(await remind(world.ctx)).toMatchObject({ told: 8 });
    await resolveEscalation(world.ctx, { id: untold[1]?.id ?? "", ...by });
    expect(alone("resolved")).toEqual([]);
    const single = (await open()).find((e) => e.toldAt !== undefined && !e.bundled);
    await resolveEscalation(world.ctx, { id: single?.id ?? "", ...by });
    expect(alone("resolved")).toEqual([single?.id]);
  });

  test("however large the storm is, nobody hears of the end of what they were never told of", async () => {
    await storm(ids.slice(0, 6));
    const untold = (await open()).find((e) => e.toldAt === undefined);
    if (!untold) throw new Error("all were told of");
    for (let i = 0; i < 60; i++)
      await world.t.store.escalations.open({
        ...untold,
        id: `later-${i}`,
        openedAt: untold.openedAt + 1 + i,
      });
    await resolveEscalation(world.ctx, { id: untold.id, by: "human:ada", notes: "the network is back" });
    expect(alone("resolved")).toEqual([]);
  });

  test("whatever comes when, each is told of once, within ten minutes, and nobody gets more than a dozen messages in ten", async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 4 * MINUTE }), { minLength: 8, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(pauses, async (gaps) => {
        const own = await openWorld({ targets: ids.map((id) => ({ id })) });
        try {
          const messages: number[] = [];
          const told = new Map<string, number>();
          const say = (of: readonly string[]): void => {
            messages.push(own.clock.now());
            for (const id of of) told.set(id, (told.get(id) ?? 0) + 1);
          };
          own.onMail = (kind, e) => {
            if (kind === "escalated") say([e.id]);
          };
          own.onBundle = () => say(own.bundles.at(-1)?.ids ?? []);
          let round = own.clock.now() + 5 * MINUTE;
          const pass = async (ms: number): Promise<void> => {
            for (const end = own.clock.now() + ms; own.clock.now() < end;) {
              await own.clock.pass(Math.min(end, round) - own.clock.now());
              if (own.clock.now() < round) continue;
              await remind(own.ctx);
              round += 5 * MINUTE;
            }
          };
          for (const [i, gap] of gaps.entries()) {
            await own.breaks(ids[i] ?? "", "http_status");
            await own.clock.settle();
            await pass(gap);
          }
          await pass(10 * MINUTE);
          const { escalations } = await own.t.store.escalations.list({ status: "open", limit: 100 });
          expect(escalations.map((e) => told.get(e.id))).toEqual(gaps.map(() => 1));
          for (const at of messages)
            expect(messages.filter((m) => m >= at && m < at + 10 * MINUTE).length).toBeLessThanOrEqual(12);
        } finally {
          await own.close();
        }
      }),
      { numRuns: 10 },
    );
  });
});
