import { describe, expect, test, vi } from "vitest";
import type { TaskHandler } from "../../packages/local/src/runner/index.ts";
import { systemClock } from "../../packages/local/src/runner/index.ts";
import { FakeClock } from "../../packages/local/test/runner/fake-clock.ts";
import { bench, eventsOf, only, run } from "../../packages/local/test/runner/harness.ts";

const DAY = 86_400_000;
const never: TaskHandler = (_, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));

describe("Wait State", () => {
  test.each([
    ["Seconds", { Seconds: 90 }, {}, 90],
    ["Seconds 0", { Seconds: 0 }, {}, 0],
    ["SecondsPath", { SecondsPath: "$.s" }, { s: 7 }, 7],
    ["SecondsPath after InputPath", { InputPath: "$.o", SecondsPath: "$.s" }, { o: { s: 8 } }, 8],
    ["Timestamp", { Timestamp: "2026-01-01T01:00:00Z" }, {}, 3600],
    ["Timestamp with an offset", { Timestamp: "2026-01-01T02:00:00+01:00" }, {}, 3600],
    ["Timestamp in the past", { Timestamp: "2020-01-01T00:00:00Z" }, {}, 0],
    ["TimestampPath", { TimestampPath: "$.t" }, { t: "2026-01-02T00:00:00Z" }, 86_400],
    ["40 days", { Seconds: 40 * 86_400 }, {}, 40 * 86_400],
  ])("§ Wait State: %s", async (_, fields, input, seconds) => {
    const ended = await run(only({ Type: "Wait", ...fields }), input);
    expect(ended.status).toBe("SUCCEEDED");
    expect(((ended.stoppedAt ?? 0) - ended.startedAt) / 1000).toBe(seconds);
  });

  test.each([
    [{ SecondsPath: "$.s" }, { s: "7" }],
    [{ SecondsPath: "$.s" }, { s: -1 }],
    [{ SecondsPath: "$.s" }, { s: 1.5 }],
    [{ SecondsPath: "$.s" }, {}],
    [{ TimestampPath: "$.t" }, { t: "tomorrow" }],
    [{ TimestampPath: "$.t" }, { t: 0 }],
  ])("§ Wait State: %j of %j is States.Runtime", async (fields, input) => {
    expect(await run(only({ Type: "Wait", ...fields }), input)).toMatchObject({ error: "States.Runtime" });
  });

  test("§ Wait State: passes its input on, and stands in the wait meanwhile", async () => {
    const { runner, clock } = bench(only({ Type: "Wait", Seconds: 60, OutputPath: "$.x" }));
    const { id, startedAt } = await runner.startExecution({
      machine: "machine",
      name: "one",
      input: { x: 1 },
    });
    await clock.advance(59_999);
    const standing = [{ path: [], state: "Only", stage: "waiting", until: startedAt + 60_000 }];
    expect(await runner.describeExecution(id)).toMatchObject({ status: "RUNNING", standing });
    await clock.advance(1);
    expect(await runner.describeExecution(id)).toMatchObject({
      status: "SUCCEEDED",
      output: 1,
      standing: [],
    });
  });

  test("§ Wait State: after a restart it ends when it would have ended", async () => {
    const first = bench(only({ Type: "Wait", Seconds: 100 }));
    const { id, startedAt } = await first.runner.startExecution({ machine: "machine", name: "one" });
    await first.clock.advance(30_000);
    await first.runner.close();
    expect(first.clock.pendingTimers).toBe(0);
    await first.clock.advance(20_000);
    const second = bench(only({ Type: "Wait", Seconds: 100 }), first);
    expect(await second.runner.resumeAll()).toEqual({ resumed: [id], stranded: [] });
    const ended = await second.clock.until(second.runner.whenEnded(id));
    expect(ended.stoppedAt).toBe(startedAt + 100_000);
  });

  test("a wait that was over while nobody ran is over at once", async () => {
    const first = bench(only({ Type: "Wait", Seconds: 100 }));
    const { id } = await first.runner.startExecution({ machine: "machine", name: "one" });
    await first.runner.close();
    await first.clock.advance(DAY);
    const second = bench(only({ Type: "Wait", Seconds: 100 }), first);
    await second.runner.resumeAll();
    await second.clock.settle();
    expect((await second.runner.describeExecution(id)).status).toBe("SUCCEEDED");
  });
});

describe("the system clock", () => {
  test("fires timers of more than 24.8 days when they are due, and not before", () => {
    vi.useFakeTimers();
    try {
      const fired: number[] = [];
      const clock = systemClock();
      const start = clock.now();
      clock.setTimer(60 * DAY, () => fired.push(clock.now() - start));
      const cancel = clock.setTimer(50 * DAY, () => fired.push(-1));
      vi.advanceTimersByTime(30 * DAY);
      cancel();
      vi.advanceTimersByTime(30 * DAY - 1);
      expect(fired).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(fired).toEqual([60 * DAY]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("Timeouts", () => {
  const timed = (fields: Readonly<Record<string, unknown>>): unknown =>
    only({ Type: "Task", Resource: "work", ...fields });

  test.each([
    ["TimeoutSeconds", { TimeoutSeconds: 30 }, 30, "States.Timeout"],
    ["TimeoutSecondsPath", { TimeoutSecondsPath: "$.t" }, 20, "States.Timeout"],
    ["HeartbeatSeconds", { TimeoutSeconds: 30, HeartbeatSeconds: 10 }, 10, "States.HeartbeatTimeout"],
    ["HeartbeatSecondsPath", { HeartbeatSecondsPath: "$.h" }, 5, "States.HeartbeatTimeout"],
  ])("§ Task State: %s ends the attempt and aborts its handler", async (_, fields, seconds, error) => {
    const signals: AbortSignal[] = [];
    const work: TaskHandler = (input, call) => (signals.push(call.signal), never(input, call));
    const ended = await run(timed(fields), { t: 20, h: 5 }, { work });
    expect(ended).toMatchObject({ status: "FAILED", error });
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe(seconds * 1000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test("§ Task State: a handler's heartbeats keep it alive up to its TimeoutSeconds", async () => {
    const clock = new FakeClock();
    const work: TaskHandler = (input, call) => {
      for (let s = 4; s < 60; s += 4) clock.setTimer(s * 1000, call.heartbeat);
      return never(input, call);
    };
    const ended = await run(timed({ TimeoutSeconds: 30, HeartbeatSeconds: 5 }), {}, { work }, { clock });
    expect(ended).toMatchObject({ error: "States.Timeout" });
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe(30_000);
  });

  test("§ Task State: each retry has the whole time", async () => {
    const ended = await run(
      timed({ TimeoutSeconds: 10, Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 2 }] }),
      {},
      { work: never },
    );
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe((10 + 1 + 10 + 2 + 10) * 1000);
  });

  test.each([{ t: 0 }, { t: "5" }, { t: 1.5 }, {}])(
    "§ Task State: a TimeoutSecondsPath that selects from %j is States.Runtime",
    async (input) => {
      const ended = await run(timed({ TimeoutSecondsPath: "$.t" }), input, { work: never });
      expect(ended).toMatchObject({ error: "States.Runtime" });
    },
  );

  test("a handler that answers after its timeout changes nothing", async () => {
    const clock = new FakeClock();
    const work = (): Promise<string> =>
      new Promise((resolve) => clock.setTimer(15_000, () => resolve("late")));
    const { runner } = bench(
      {
        StartAt: "Work",
        States: {
          Work: {
            Type: "Task",
            Resource: "work",
            TimeoutSeconds: 10,
            Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Rest" }],
            End: true,
          },
          Rest: { Type: "Wait", Seconds: 60, End: true },
        },
      },
      { clock, resources: { work } },
    );
    const { id } = await runner.startExecution({ machine: "machine", name: "one" });
    const ended = await clock.until(runner.whenEnded(id));
    expect(ended.output).toMatchObject({ Error: "States.Timeout" });
    expect((await eventsOf(runner, id)).map(({ type }) => type)).not.toContain("TaskSucceeded");
    await runner.close();
  });

  test("§ Top-level fields: TimeoutSeconds of the machine ends it as TIMED_OUT, past every Catch", async () => {
    const definition = {
      TimeoutSeconds: 50,
      StartAt: "Work",
      States: {
        Work: {
          Type: "Task",
          Resource: "work",
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Succeed" },
      },
    };
    const ended = await run(definition, {}, { work: never });
    expect(ended).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe(50_000);
  });

  test("§ Top-level fields: the machine's deadline holds after a restart", async () => {
    const definition = { TimeoutSeconds: 50, ...(only({ Type: "Wait", Seconds: 1000 }) as object) };
    const first = bench(definition);
    const { id, startedAt } = await first.runner.startExecution({ machine: "machine", name: "one" });
    await first.clock.advance(20_000);
    await first.runner.close();
    const second = bench(definition, first);
    await second.runner.resumeAll();
    const ended = await second.clock.until(second.runner.whenEnded(id));
    expect(ended).toMatchObject({ status: "TIMED_OUT", stoppedAt: startedAt + 50_000 });
  });
});
