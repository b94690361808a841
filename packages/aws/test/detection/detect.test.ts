import { createBoard } from "@gradus/detectors";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { detect, type Detected } from "../../src/detection/detect.ts";
import { loadMemory } from "../../src/detection/memory.ts";
import { readBoard, saveBoard } from "../../src/detection/board.ts";

const MINUTE = 60_000;
const shard = { source: "http", shard: 0, of: 1 } as const;

describe("an invocation of a detector", () => {
  let world: World;
  const open = async (targets: Parameters<typeof openWorld>[0]): Promise<void> => {
    world = await openWorld(targets);
  };
  beforeEach(() => open({ targets: [{ id: "shop", intervalMs: MINUTE, settleMs: 2_000 }] }));
  afterEach(() => world.close());

  /** One invocation from its memory to its memory; waiting is passing time. */
  async function invoke(seconds = 50): Promise<Detected & { waitedMs: number }> {
    const { store } = world.t;
    const memory = await loadMemory(store.state, shard);
    const board = createBoard();
    const started = world.clock.now();
    let waitedMs = 0;
    const ctx = {
      ...world.ctx,
      pause: async (ms: number) => {
        waitedMs += ms;
        await world.clock.pass(ms);
      },
    };
    const targets = world.outside.targets;
    const done = await detect({ ctx, targets, memory, board, deadline: started + seconds * 1_000 });
    const ids = targets.map((t) => t.id);
    const before = await readBoard(store.state, [shard]);
    await memory.save(ids);
    await saveBoard(store.state, shard, { at: world.clock.now(), board, targets: ids, before });
    return { ...done, waitedMs };
  }
  const tasks = async (target: string) => (await world.t.store.tasks.list({ state: "all", target })).tasks;

  test("looks once where all is well, and does not wait for what is due later", async () => {
    expect(await invoke()).toMatchObject({ looks: 1, opened: 0, failing: 0, waitedMs: 0 });
  });

  test("confirms a fault and opens its task before it ends", async () => {
    world.outside.break("shop", "http_status");
    const done = await invoke();
    expect(done).toMatchObject({ opened: 1, failing: 1 });
    expect(done.waitedMs).toBeLessThan(5_000);
    expect(await tasks("shop")).toMatchObject([{ symptom: "http_status" }]);
  });

  test("opens nothing for a blip that has healed by the second look", async () => {
    world.outside.break("shop", "http_status");
    world.outside.onLook = () => {
      if (world.outside.looks > 1) world.outside.heal("shop");
    };
    expect(await invoke()).toMatchObject({ opened: 0 });
    expect(await tasks("shop")).toEqual([]);
  });

  test("remembers from one invocation to the next that a fault was seen", async () => {
    world.outside.break("shop", "http_status");
    // Too short to see it through.
    expect(await invoke(0.1)).toMatchObject({ looks: 1, opened: 0 });
    await world.clock.pass(10_000);
    expect(await invoke(0.1)).toMatchObject({ looks: 1, opened: 1 });
  });

  test("looks again and again where the interval is under a minute, until its time is over", async () => {
    await world.close();
    await open({ targets: [{ id: "shop", intervalMs: 10_000, settleMs: 2_000 }] });
    const done = await invoke();
    expect(done.looks).toBe(6);
    expect(done.waitedMs).toBeLessThanOrEqual(50_000);
  });

  test("leaves out what has a longer interval, until it is due", async () => {
    await world.close();
    await open({ targets: [{ id: "shop", intervalMs: 5 * MINUTE, settleMs: 2_000 }] });
    const looks: number[] = [];
    for (let minute = 0; minute < 7; minute++) {
      looks.push((await invoke()).looks);
      await world.clock.pass(MINUTE);
    }
    expect(looks).toEqual([1, 0, 0, 0, 0, 1, 0]);
  });

  test("a target that cannot be looked at is counted, and keeps no other from being looked at", async () => {
    await world.close();
    await open({
      targets: [
        { id: "shop", intervalMs: MINUTE },
        { id: "till", intervalMs: MINUTE, settleMs: 2_000 },
      ],
    });
    world.outside.onLook = (target) => {
      if (target === "shop") throw new Error("the eyes are closed");
    };
    world.outside.break("till", "http_status");
    expect(await invoke()).toMatchObject({ failed: 1, opened: 1 });
    expect(world.logs.some((line) => line.startsWith("error: a target could not be looked at"))).toBe(true);
  });

  test("delivered twice at the same time, it opens one task", async () => {
    world.outside.break("shop", "http_status");
    await Promise.all([invoke(), invoke()]);
    expect(await tasks("shop")).toHaveLength(1);
  });

  test("what it saw is on the board, with the time at which it came to its end", async () => {
    world.outside.break("shop", "http_status");
    await invoke();
    const board = await readBoard(world.t.store.state, [shard, { ...shard, source: "metric" }]);
    expect(board.of("shop")).toMatchObject({ state: "failing", symptoms: [{ symptom: "http_status" }] });
    expect(board.passes).toEqual([
      { shard, at: expect.any(Number) },
      { shard: { ...shard, source: "metric" }, at: undefined },
    ]);
  });

  test("a target at which no look succeeds says since when and why, from pass to pass, until one does", async () => {
    await invoke();
    const seen = (await readBoard(world.t.store.state, [shard])).of("shop");
    let blind = true;
    world.outside.onLook = () => {
      if (blind) throw new Error("the eyes are closed");
    };
    await world.clock.pass(MINUTE);
    const since = world.clock.now();
    await invoke();
    await world.clock.pass(MINUTE);
    await invoke();
    const board = await readBoard(world.t.store.state, [shard]);
    expect(board.missed("shop")).toEqual({ since, why: "the eyes are closed" });
    expect(board.of("shop")).toEqual(seen);
    blind = false;
    await world.clock.pass(MINUTE);
    await invoke();
    expect((await readBoard(world.t.store.state, [shard])).missed("shop")).toBeUndefined();
  });

  test("drift of very many targets is counted, and told of as many as a row has room for", async () => {
    const fact = { kind: "drift", aspect: "file", key: "k", expected: "a".repeat(299), actual: "b" } as const;
    const found = Array.from({ length: 10 }, () => ({ text: "t".repeat(299), fact }));
    const board = createBoard();
    const targets = Array.from({ length: 200 }, (_, n) => ({ ...world.target("shop"), id: `t${n}` }));
    const look = { at: 1, observations: [], signals: [], healthy: true };
    for (const target of targets) board.record(target, look, { drift: { at: 1, total: 10, found } });
    const memory = await loadMemory(world.t.store.state, shard);
    for (const { id } of targets)
      memory.set(id, { ...memory.cycle(id), health: { drift: { at: 1, total: 10, found } } }, 1);
    const before = await readBoard(world.t.store.state, [shard]);
    const ids = targets.map(({ id }) => id);
    await saveBoard(world.t.store.state, shard, { at: 1, board, targets: ids, before });
    const saved = await readBoard(world.t.store.state, [shard]);
    const drifts = ids.map((id) => saved.of(id)?.drift);
    expect(drifts.every((drift) => drift?.total === 10)).toBe(true);
    expect(drifts.flatMap((drift) => drift?.found ?? [])).toHaveLength(300);
    await memory.save(ids);
    const kept = await loadMemory(world.t.store.state, shard);
    expect(ids.flatMap((id) => kept.cycle(id).health.drift?.found ?? [])).toHaveLength(300);
  });

  test("a target that was not due keeps what was seen of it before", async () => {
    await world.close();
    await open({ targets: [{ id: "shop", intervalMs: 5 * MINUTE }] });
    await invoke();
    await world.clock.pass(MINUTE);
    expect((await invoke()).looks).toBe(0);
    expect((await readBoard(world.t.store.state, [shard])).of("shop")).toMatchObject({ state: "healthy" });
  });
});
