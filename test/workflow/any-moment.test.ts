import { resolveEscalation, type Verdict } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Journal } from "../../packages/local/src/runner/index.ts";
import type { Deed } from "../support/outside.ts";
import { randomFrom } from "../support/random.ts";
import { openWorld, verdictFor, type World } from "../support/world.ts";

/** db ◄ api ◄ shop, db ◄ jobs; cache stands alone. */
const TOPOLOGY = [
  { id: "db" },
  { id: "api", dependsOn: ["db"] },
  { id: "shop", dependsOn: ["api"] },
  { id: "jobs", dependsOn: ["db"] },
  { id: "cache" },
];
const SYMPTOMS = ["http_slow", "http_status", "memory_high", "log_flood", "service_down"];
const RUNBOOKS = ["restart", "reload", "restore", "pause"];
const MOST_ATTEMPT_VISITS = 1_000;

interface Story {
  seed: number;
  /** Faults, one after the other: where, what, and seconds since the one before. */
  faults: { target: number; symptom: number; after: number }[];
  /** Each life ends at so many writes to the journal. */
  deaths: number[];
}

/** A journal that dies at a write: nothing is stored, and nobody is answered. */
const dying = (inner: Journal, mayWrite: () => boolean): Journal => {
  const write = <T>(store: () => Promise<T>): Promise<T> =>
    mayWrite() ? store() : new Promise<never>(() => {});
  return {
    ...inner,
    start: (record, events) => write(() => inner.start(record, events)),
    commit: (record, events) => write(() => inner.commit(record, events)),
  };
};

async function tell(story: Story): Promise<World> {
  const random = randomFrom(story.seed);
  const lives = [...story.deaths];
  let left = lives.shift() ?? Number.POSITIVE_INFINITY;
  let isDead = false;
  const world: World = await openWorld({
    targets: TOPOLOGY,
    random,
    journal: (inner) =>
      dying(inner, () => {
        if (left-- > 0) return true;
        isDead = true;
        world.kill();
        return false;
      }),
  });
  script(world, random);
  const ids: string[] = [];
  let asked = 0;
  const isOver = async (): Promise<boolean> => {
    // Reading all tasks costs more than most steps do.
    if (++asked % 25 !== 0 && world.clock.hasTimers) return false;
    const tasks = await Promise.all(ids.map((id) => world.task(id)));
    return tasks.every((t) => t.closedAt !== undefined);
  };
  /** Goes on, over any number of deaths, until it is so; `due` is a moment that is to be reached. */
  const goOn = async (until: () => boolean | Promise<boolean>, due = 0): Promise<void> => {
    for (;;) {
      if (due > 0) world.clock.setTimer(due - world.clock.now(), () => {});
      await world.clock.until(async () => isDead || (await until()));
      if (!isDead) return;
      isDead = false;
      left = lives.shift() ?? Number.POSITIVE_INFINITY;
      // The new life may be cut short while it still starts; nobody waits for it then.
      void world.revive();
      await world.clock.settle();
    }
  };
  for (const { target, symptom, after } of story.faults) {
    const due = world.clock.now() + after * 1_000;
    await goOn(() => world.clock.now() >= due, due);
    const id = TOPOLOGY[target]?.id ?? "";
    world.outside.break(id, SYMPTOMS[symptom] ?? "");
    void world.signal(id);
    await world.clock.settle();
  }
  const { tasks } = await world.t.store.tasks.list({ state: "all", limit: 100 });
  ids.push(...tasks.map((t) => t.id));
  await goOn(isOver);
  return world;
}

/** Actions that take their time, and help, do nothing, break a neighbour, or fail; people who settle what is left to them. */
function script(world: World, random: () => number): void {
  const { outside } = world;
  const pick = (): string => RUNBOOKS[Math.floor(random() * RUNBOOKS.length)] ?? "restart";
  const opinion = (expert: string) => (file: Parameters<ReturnType<typeof verdictFor>>[0]) => {
    const dice = random();
    if (dice < 0.15) throw new Error("no idea today");
    return dice < 0.3 ? undefined : (verdictFor(pick(), { expert })(file) as Verdict);
  };
  world.known = (file) => (random() < 0.3 ? undefined : verdictFor(pick())(file));
  world.researched = opinion("researcher");
  world.panel = { ada: opinion("ada"), ben: opinion("ben"), cem: opinion("cem") };
  for (const { id } of TOPOLOGY) {
    for (const runbook of RUNBOOKS) {
      outside.when(runbook, id, (o, target) => {
        const dice = random();
        if (dice < 0.5) o.heal(target);
        else if (dice < 0.6) o.break("shop", "http_status");
        else if (dice < 0.7) throw new Error("it broke");
      });
    }
  }
  outside.onLook = () => void (outside.takesMs = Math.floor(random() * 30_000));
  world.onMail = async (kind, { id, target }) => {
    if (kind !== "escalated") return;
    outside.heal(target);
    await resolveEscalation(world.ctx, { id, by: "human:ada", notes: "by hand" });
  };
}

const overlap = (a: Deed, b: Deed): boolean => a.from < (b.to ?? b.from) && b.from < (a.to ?? a.from);
const areNear = (a: string, b: string): boolean =>
  a === b ||
  TOPOLOGY.some((t) => (t.id === a && t.dependsOn?.includes(b)) || (t.id === b && t.dependsOn?.includes(a)));

async function check(world: World): Promise<void> {
  const { deeds } = world.outside;
  const clashes = deeds.flatMap((a, i) =>
    deeds.slice(i + 1).filter((b) => areNear(a.target, b.target) && overlap(a, b)),
  );
  expect(clashes, "never two actions at once on a target or next to it").toEqual([]);
  const begun = deeds
    .filter((d) => d.kind === "apply")
    .map((d) => `${d.task} ${Math.floor(d.attempt / MOST_ATTEMPT_VISITS)}`);
  expect(new Set(begun).size, "no attempt acts twice").toBe(begun.length);
  const { tasks } = await world.t.store.tasks.list({ state: "all", limit: 100 });
  for (const { id } of tasks) {
    const task = await world.task(id);
    expect(task.closedAt, `${id} ends`).toBeDefined();
    expect(world.isAuditSound(task), `${id} has a sound chain`).toBe(true);
    const numbers = task.attempts.map((a) => a.n);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    const applied = task.audit.filter((e) => e.type === "action.applied").map((e) => e.data["n"]);
    expect(new Set(applied).size).toBe(applied.length);
    const ends = task.audit.filter((e) => /^task\.(fixed|resolved|cleared|suppressed)$/.test(e.type));
    expect(ends, `${id} ends once`).toHaveLength(1);
    const begunHere = begun.filter((b) => b.startsWith(`${id} `)).length;
    expect(begunHere, `${id} keeps a record of all it did`).toBeLessThanOrEqual(numbers.length);
  }
  const escalations = await world.escalations();
  expect(escalations.filter((e) => e.status === "open")).toEqual([]);
}

const faults = fc.array(
  fc.record({
    target: fc.nat({ max: TOPOLOGY.length - 1 }),
    symptom: fc.nat({ max: SYMPTOMS.length - 1 }),
    after: fc.nat({ max: 20 }),
  }),
  { minLength: 2, maxLength: 7 },
);
const stories = (deaths: fc.Arbitrary<number[]>): fc.Arbitrary<Story> =>
  fc.record({ seed: fc.nat(), faults, deaths });

const holds = (deaths: fc.Arbitrary<number[]>, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(stories(deaths), async (story) => {
      const world = await tell(story);
      try {
        await check(world);
      } finally {
        await world.close();
      }
    }),
    { numRuns, seed: 20_260_105, interruptAfterTimeLimit: 40_000 },
  );

describe("many tasks over a few targets that depend on each other", () => {
  test(
    "never act at once on a target or next to it, and every task ends",
    () => holds(fc.constant([]), 8),
    60_000,
  );

  test(
    "killed at any writes, none is lost, no attempt acts twice, and every chain is sound",
    () => holds(fc.array(fc.nat({ max: 25 }), { minLength: 1, maxLength: 6 }), 12),
    60_000,
  );
});
