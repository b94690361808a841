import type { LeaseStore } from "@gradus/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { damage, overAdapters } from "./adapters.ts";
import { T0 } from "./fixtures.ts";

type Want = Parameters<LeaseStore["acquire"]>[0];
const want = (more: Partial<Want> = {}): Want => ({
  target: "shop",
  task: "t-1",
  attempt: 1,
  action: "restart()",
  now: T0,
  until: T0 + 60_000,
  ...more,
});

overAdapters("LeaseStore", (open) => {
  let t: TestStore;
  let leases: LeaseStore;
  beforeEach(async () => {
    t = await open();
    leases = t.store.leases;
  });
  afterEach(() => t.close());

  test("of many tasks that want a target at the same time exactly one gets it", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => leases.acquire(want({ task: `t-${i + 1}` }))),
    );
    const winner = answers.findIndex((a) => a.ok);
    expect(answers.filter((a) => a.ok)).toHaveLength(1);
    for (const answer of answers) {
      if (!answer.ok) expect(answer.heldBy.task).toBe(`t-${winner + 1}`);
    }
  });

  test("of many deliveries of one attempt at the same time exactly one is fresh", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => leases.acquire(want())));
    expect(answers.every((a) => a.ok)).toBe(true);
    expect(answers.filter((a) => a.ok && a.fresh)).toHaveLength(1);
    expect((await leases.get("shop"))?.recent).toEqual([T0]);
  });

  test("a lease that was released or has ended is free again", async () => {
    await leases.acquire(want());
    expect(await leases.acquire(want({ task: "t-2" }))).toMatchObject({ ok: false, heldBy: { task: "t-1" } });
    await leases.release("shop", "t-1");
    expect(await leases.acquire(want({ task: "t-2" }))).toMatchObject({ ok: true, fresh: true });
    const later = want({ task: "t-3", now: T0 + 60_000, until: T0 + 90_000 });
    expect(await leases.acquire({ ...later, now: T0 + 59_999 })).toMatchObject({ ok: false });
    expect(await leases.acquire(later)).toMatchObject({ ok: true, fresh: true });
  });

  test("an attempt is known again even after another task had the target", async () => {
    await leases.acquire(want());
    await leases.release("shop", "t-1");
    await leases.acquire(want({ task: "t-2" }));
    expect(await leases.acquire(want())).toMatchObject({ ok: false });
    await leases.release("shop", "t-2");
    expect(await leases.acquire(want())).toMatchObject({ ok: true, fresh: false });
    expect(await leases.acquire(want({ attempt: 2 }))).toMatchObject({ ok: false });
  });

  test("recent holds the starts of the last hour, newest last", async () => {
    for (const [attempt, minutes] of [0, 30, 59, 61].entries()) {
      const now = T0 + minutes * 60_000;
      await leases.acquire(want({ attempt: attempt + 1, now, until: now + 1 }));
    }
    expect((await leases.get("shop"))?.recent).toEqual([30, 59, 61].map((m) => T0 + m * 60_000));
  });

  test("releasing what another task holds, or nobody, changes nothing", async () => {
    await leases.release("shop", "t-1");
    expect(await leases.get("shop")).toBeUndefined();
    await leases.acquire(want());
    await leases.release("shop", "t-2");
    expect((await leases.get("shop"))?.released).toBe(false);
    await leases.release("shop", "t-1");
    await leases.release("shop", "t-1");
    expect((await leases.get("shop"))?.released).toBe(true);
  });

  test("starts are counted over all targets, by when they were and up to what was asked for", async () => {
    const minutes = (m: number): number => T0 + m * 60_000;
    for (let n = 0; n < 104; n++)
      await leases.acquire(want({ target: `t-${n}`, now: minutes(0), until: minutes(0) + 1 }));
    for (const [attempt, at] of [10, 50, 70].entries())
      await leases.acquire(
        want({ target: "shop", attempt: attempt + 1, now: minutes(at), until: minutes(at) + 1 }),
      );
    await leases.release("shop", "t-1");
    await leases.acquire(want({ target: "db", now: minutes(80), until: minutes(90) }));
    await leases.acquire(want({ target: "db", now: minutes(80), until: minutes(90) }));
    expect(await leases.startsSince(minutes(20), 500)).toBe(3);
    expect(await leases.startsSince(minutes(10), 500)).toBe(3);
    // What was an hour old when its target was taken again is forgotten there.
    expect(await leases.startsSince(minutes(-1), 500)).toBe(107);
    expect(await leases.startsSince(minutes(-1), 60)).toBe(60);
    expect(await leases.startsSince(minutes(90), 500)).toBe(0);
  });

  test("a corrupt lease binds: it is an error, not a free target", async () => {
    await damage(t, { pk: "lease|shop", sk: "lease", v: 1 });
    await expect(leases.acquire(want())).rejects.toMatchObject({ code: "corrupt" });
  });
});
