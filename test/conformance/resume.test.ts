import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import type { Journal, Runner, TaskCall, TaskHandler } from "../../packages/local/src/runner/index.ts";
import { createRunner, memoryJournal } from "../../packages/local/src/runner/index.ts";
import { FakeClock } from "../../packages/local/test/runner/fake-clock.ts";
import { fakeRandom } from "../../packages/local/test/runner/harness.ts";
import { DEFINITIONS } from "./definitions.ts";

/** The process dies at this write: nothing is stored and nobody is answered. */
const dyingJournal = (stored: Journal, afterWrites: number, onDeath: () => void): Journal => {
  let writes = 0;
  const write = <T>(store: () => Promise<T>): Promise<T> => {
    if (writes++ < afterWrites) return store();
    onDeath();
    return new Promise<never>(() => {});
  };
  return {
    ...stored,
    start: (record, events) => write(() => stored.start(record, events)),
    commit: (record, events) => write(() => stored.commit(record, events)),
  };
};

/** What a crash must not change: each effect by its idempotency key, and the outcome. */
interface World {
  readonly effects: Map<string, string>;
  readonly tokens: Map<string, number>;
}

const handlers = (world: World): Record<string, TaskHandler> => {
  const act = (what: string, call: TaskCall): void => {
    const before = world.effects.get(call.idempotencyKey);
    // A run again after a crash asks for the very same effect.
    if (before !== undefined) expect(what).toBe(before);
    world.effects.set(call.idempotencyKey, what);
  };
  return {
    echo: (input, call) => {
      act(`echo ${JSON.stringify(input)}`, call);
      return input;
    },
    flaky: (input, call) => {
      act(`flaky ${call.retryCount}`, call);
      if (call.retryCount < 2) throw Object.assign(new Error("not yet"), { name: "Flaky" });
      return { after: call.retryCount };
    },
    broken: (input, call) => {
      act("broken", call);
      throw Object.assign(new Error("never"), { name: "Broken" });
    },
    ask: (input, call) => {
      act(`ask ${call.stateName}`, call);
      world.tokens.set(call.token ?? "", (world.tokens.get(call.token ?? "") ?? 0) + 1);
    },
  };
};

const INPUT = { list: [{ parts: ["p", "q"] }, { parts: [] }, { parts: ["r"] }] };

/** Settles tokens as a person would who answers every question that is open, whenever asked. */
const answerAll = async (runner: Runner, world: World): Promise<void> => {
  for (const token of world.tokens.keys()) {
    try {
      await runner.sendTaskSuccess({ token, output: "yes" });
    } catch (fault) {
      expect(fault).toMatchObject({ code: "TaskTimedOut" });
    }
  }
};

const ID = "machine:one";

/** One life of a process: until the execution ends, or the journal dies. */
const live = async (
  journal: Journal,
  clock: FakeClock,
  world: World,
  definition: unknown,
  life: number,
  death: Promise<"dead">,
) => {
  const runner = createRunner({
    journal,
    clock,
    random: { ...fakeRandom(), uuid: () => `${life}-${Math.random()}` },
    machines: { machine: definition },
    resources: handlers(world),
  });
  await runner.resumeAll();
  const started = runner.startExecution({ machine: "machine", name: "one", input: INPUT });
  const ended = started.then(() => runner.whenEnded(ID));
  ended.catch(() => undefined);
  const outcome = Promise.race([ended, death]);
  const state = { isOver: false };
  const stop = (): void => void (state.isOver = true);
  outcome.then(stop, stop);
  for (let rounds = 0; !state.isOver; rounds++) {
    if (rounds > 500) throw new Error("the execution does not come to an end");
    await clock.advance(rounds % 2 === 0 ? 0 : 5000);
    if (!state.isOver) await Promise.race([answerAll(runner, world), death]);
  }
  return { outcome: await outcome, runner };
};

/** Runs to the end over any number of deaths, each after so many writes. */
const runThrough = async (definition: unknown, deaths: readonly number[]) => {
  const stored = memoryJournal();
  const clock = new FakeClock();
  const world: World = { effects: new Map(), tokens: new Map() };
  for (let life = 0; ; life++) {
    const writes = deaths[life] ?? Number.POSITIVE_INFINITY;
    let die: (value: "dead") => void = () => {};
    const death = new Promise<"dead">((resolve) => (die = resolve));
    const journal = dyingJournal(stored, writes, () => die("dead"));
    const { outcome } = await live(journal, clock, world, definition, life, death);
    clock.dropTimers();
    if (outcome === "dead") continue;
    const { events } = await stored.history(ID);
    const { status, output, error, standing } = outcome;
    return {
      result: { status, output, error, standing },
      world,
      events,
      writes: (await stored.load(ID))?.version ?? 0,
      lives: life + 1,
    };
  }
};

const effectsOf = (world: World): string[] => [...world.effects.values()].sort();

describe.each(Object.entries(DEFINITIONS))("resume: %s", (_, definition) => {
  test("a kill -9 at any write changes neither the output nor the effects", async () => {
    const whole = await runThrough(definition, []);
    expect(whole.lives).toBe(1);
    for (let cut = 0; cut < whole.writes; cut++) {
      const cutShort = await runThrough(definition, [cut]);
      expect(cutShort.lives).toBe(2);
      expect(cutShort.result).toEqual(whole.result);
      expect(effectsOf(cutShort.world)).toEqual(effectsOf(whole.world));
    }
  });

  test("many kills one after the other change nothing either", async () => {
    const whole = await runThrough(definition, []);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 6 }), { maxLength: 8 }), async (deaths) => {
        const cut = await runThrough(definition, deaths);
        expect(cut.result).toEqual(whole.result);
        expect(effectsOf(cut.world)).toEqual(effectsOf(whole.world));
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  test("the history has every event once, and each follows one before it", async () => {
    const whole = await runThrough(definition, []);
    const cut = await runThrough(definition, [2, 1, 3]);
    for (const { events } of [whole, cut]) {
      expect(events.map(({ id }) => id)).toEqual(events.map((_event, i) => i + 1));
      for (const { id, previousEventId } of events) expect(previousEventId).toBeLessThan(id);
    }
    const types = (events: typeof whole.events): string[] => events.map(({ type }) => type).sort();
    expect(types(cut.events)).toEqual(types(whole.events));
  });
});
