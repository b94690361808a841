import type { Target } from "@gradus/core";
import { expect, it } from "vitest";
import { createLoop } from "../../src/detection/loop.ts";
import { createRegistry } from "../../src/runtime/registry.ts";
import { FakeClock } from "../runner/fake-clock.ts";

const target = (id: string, intervalMs = 10_000): Target => ({ id, intervalMs }) as Target;

function setUp(targets: Target[], pass: (t: Target) => Promise<number | undefined> = async () => undefined) {
  const clock = new FakeClock();
  const began = clock.now();
  const seen: string[] = [];
  const missed: string[] = [];
  const registry = createRegistry(targets);
  const loop = createLoop({
    registry,
    pass: (t) => {
      seen.push(`${t.id}@${Math.round((clock.now() - began) / 1_000)}`);
      return pass(t);
    },
    missed: (t, error) => missed.push(`${t.id}: ${error}`),
    log: () => undefined,
    now: () => clock.now(),
    setTimer: (ms, fire) => clock.setTimer(ms, fire),
  });
  return { clock, registry, loop, seen, missed };
}

it("looks at each target at its own interval", async () => {
  const { clock, loop, seen } = setUp([target("a"), target("b", 25_000)]);
  loop.start();
  await clock.advance(31_000);
  expect(seen).toEqual(["a@0", "b@0", "a@10", "a@20", "b@25", "a@30"]);
  await loop.stop();
});

it("looks again sooner when the pass asks for it, and on time when a pass fails", async () => {
  let n = 0;
  const { clock, loop, seen, missed } = setUp([target("a")], async () => {
    n += 1;
    if (n === 2) throw new Error("no");
    return n === 1 ? 2_000 : undefined;
  });
  loop.start();
  await clock.advance(13_000);
  expect(seen).toEqual(["a@0", "a@2", "a@12"]);
  expect(missed).toEqual(["a: no"]);
  await loop.stop();
});

it("never looks twice at once, and makes up for a hurried look when the pass has ended", async () => {
  let end = (): void => undefined;
  const { clock, loop, seen } = setUp(
    [target("a")],
    () => new Promise((done) => (end = () => done(undefined))),
  );
  loop.start();
  await clock.advance(100);
  loop.hurry("a");
  await clock.advance(30_000);
  expect(seen).toEqual(["a@0"]);
  end();
  await clock.advance(100);
  expect(seen).toEqual(["a@0", "a@30"]);
  const stopping = loop.stop();
  end();
  await stopping;
});

it("forgets what is removed, begins with what is added, and takes a changed interval", async () => {
  const { clock, registry, loop, seen } = setUp([target("a"), target("b", 3_600_000)]);
  loop.start();
  await clock.advance(1_000);
  registry.replace([target("b", 5_000), target("c")]);
  loop.reconcile();
  loop.hurry("b");
  await clock.advance(11_000);
  expect(seen).toEqual(["a@0", "b@0", "b@1", "c@1", "b@6", "b@11", "c@11"]);
  await loop.stop();
});

it("begins nothing any more when it is stopped, and waits for what is under way", async () => {
  let end = (): void => undefined;
  const { clock, loop, seen } = setUp(
    [target("a"), target("b")],
    () => new Promise((done) => (end = () => done(0))),
  );
  loop.start();
  await clock.advance(10);
  let stopped = false;
  const stopping = loop.stop().then(() => (stopped = true));
  await clock.advance(60_000);
  expect(stopped).toBe(false);
  end();
  await stopping;
  await clock.advance(60_000);
  expect(seen).toEqual(["a@0"]);
});

it("spreads the first looks of a large fleet over the interval", async () => {
  const { clock, loop, seen } = setUp(Array.from({ length: 100 }, (_, i) => target(`t${i}`)));
  loop.start();
  await clock.advance(4_990);
  expect(seen).toHaveLength(50);
  await loop.stop();
});
