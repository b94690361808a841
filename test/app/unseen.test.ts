import { createStatus } from "@gradus/api";
import { blindness, type Context, parseTarget } from "@gradus/core";
import { createBoard } from "@gradus/detectors";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "./support/world.ts";

const MINUTE = 60_000;
const shop = parseTarget({ id: "shop", software: "node", intervalMs: 10_000 });
const slow = parseTarget({ id: "slow", software: "node", intervalMs: 5 * MINUTE });

let world: World;
beforeEach(async () => {
  world = await openWorld({ watched: [shop, slow] });
});
afterEach(() => world.close());

const open = () => {
  const board = createBoard();
  const context = (): Context => world.core;
  const status = createStatus({ context, board, version: "1", startedAt: 0, problems: () => [] });
  const look = (target = shop) =>
    board.record(target, { at: world.test.clock.now(), observations: [], signals: [], healthy: true });
  const miss = (why = "the host does not answer") => board.miss("shop", world.test.clock.now(), why);
  return { board, status, look, miss };
};

describe("a target that is not seen any more", () => {
  it("is unknown, not healthy, three looks and a minute after it was seen last, and says why", async () => {
    const { status, look, miss } = open();
    const since = world.test.clock.now();
    look();
    world.test.clock.advance(MINUTE);
    miss();
    expect(await status.target("shop")).toMatchObject({ state: "healthy", checkedAt: since });
    world.test.clock.advance(1);
    const view = await status.target("shop");
    expect(view).toMatchObject({
      state: "unknown",
      checkedAt: since,
      unseen: { since, why: "the host does not answer" },
      degraded: ["The last looks at it failed: the host does not answer"],
    });
    look();
    expect(await status.target("shop")).toMatchObject({ state: "healthy", degraded: [] });
    expect(await status.target("shop")).not.toHaveProperty("unseen");
  });

  it("is unknown too where no look fails, but none ends", async () => {
    const { status, look } = open();
    look();
    world.test.clock.advance(2 * MINUTE);
    const view = await status.target("shop");
    expect(view).toMatchObject({ state: "unknown", unseen: { since: expect.any(Number) } });
    expect(view?.unseen).not.toHaveProperty("why");
  });

  it("is unseen from the first look that failed, where none has ever succeeded", async () => {
    const { status, miss } = open();
    expect(await status.target("shop")).not.toHaveProperty("unseen");
    const since = world.test.clock.now();
    miss();
    world.test.clock.advance(2 * MINUTE);
    miss("no such host");
    expect((await status.target("shop"))?.unseen).toEqual({ since, why: "no such host" });
  });

  it("has as much time as its interval asks for", async () => {
    const { status, look } = open();
    look(slow);
    world.test.clock.advance(14 * MINUTE);
    expect(await status.target("slow")).toMatchObject({ state: "healthy" });
    world.test.clock.advance(2 * MINUTE);
    expect(await status.target("slow")).toMatchObject({ state: "unknown" });
  });
});

describe("Gradus is unwell", () => {
  const blind = (board: ReturnType<typeof createBoard>) =>
    blindness(board, [shop, slow], world.test.clock.now());

  it("when a target has not been seen for ten minutes, and well again when it is seen", () => {
    const { board, look, miss } = open();
    look();
    look(slow);
    miss();
    world.test.clock.advance(10 * MINUTE);
    expect(blind(board)).toBeUndefined();
    world.test.clock.advance(1);
    expect(blind(board)).toContain("look at shop for ten minutes");
    look();
    expect(blind(board)).toBeUndefined();
  });

  it("in one sentence, however many targets that are, which stays the same as long as they are the same", () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ id: `t${n}`, intervalMs: 10_000 }));
    const board = createBoard();
    for (const { id } of many) board.miss(id, world.test.clock.now(), "no");
    world.test.clock.advance(11 * MINUTE);
    const first = blindness(board, many, world.test.clock.now());
    expect(first).toContain("t0, t1, t2, t3, t4 and 35 more");
    board.miss("t0", world.test.clock.now(), "something else");
    world.test.clock.advance(11 * MINUTE);
    expect(blindness(board, many, world.test.clock.now())).toBe(first);
  });
});
